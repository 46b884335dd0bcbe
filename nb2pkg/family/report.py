"""The written module ``report``: what a notebook shows becomes files."""

from __future__ import annotations

from collections.abc import Sequence

from nb2pkg.flow.world import World
from nb2pkg.model import Member

_CODE = '''class Report:
    """Saves figures and tables into a folder instead of showing them.

    Args:
        folder: Where the files go; it is made when the first one is saved.
    """

    def __init__(self, folder: Path) -> None:
        """Initialize the instance; the arguments are described in the class."""
        self.folder = folder
        self.count = 0
        if "matplotlib.pyplot" in sys.modules:
            # Where functions and libraries call plt.show(), it saves them.
            from matplotlib import pyplot as plt

            plt.switch_backend("Agg")
            plt.show = lambda *_, **__: self.figures()

    def figures(self) -> None:
        """Save every open matplotlib figure as a PNG file and close it."""
        from matplotlib import pyplot as plt

        for number in plt.get_fignums():
            plt.figure(number).savefig(self._path("figure", "png"), bbox_inches="tight")
        plt.close("all")

    def show(self, *values: object) -> None:
        """Save values: tables as CSV, with styles as HTML, anything else as text.

        Args:
            values: What the notebook displayed.
        """
        for value in values:
            if value is None or type(value).__module__.startswith(("matplotlib.axes", "seaborn")):
                continue  # an axis is part of a figure, and those are saved
            if hasattr(value, "savefig"):
                value.savefig(self._path("figure", "png"), bbox_inches="tight")
            elif hasattr(value, "to_csv"):
                value.to_csv(self._path("table", "csv"))
            elif hasattr(value, "to_html"):
                # A styled table, a figure for the browser.
                self._path("page", "html").write_text(value.to_html(), encoding="utf-8")
            else:
                # Texts that IPython shows as Markdown or HTML hold their source.
                text = getattr(value, "data", value)
                text = text if isinstance(text, str) else repr(value)
                self._path("text", "txt").write_text(text + "\\n", encoding="utf-8")

    def _path(self, kind: str, suffix: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.count += 1
        return self.folder / f"{self.count:02d}-{kind}.{suffix}"
'''


def report_module(world: World) -> Member:
    """The class that keeps what is shown."""
    name = report_class(world)
    return Member(name, "glue", _CODE.replace("class Report:", f"class {name}:"))


def report_class(world: World) -> str:
    """What that class is called: the notebook may have a ``Report`` of its own."""
    return free_word(("Report", "NotebookReport", "ShownReport"), world)


def report_variable(world: World) -> str:
    """What its instance is called in the functions that show something."""
    return free_word(("report", "shown", "notebook_report"), world)


def folder_variable(world: World) -> str:
    """What the folder for its files is called."""
    return free_word(("output_dir", "report_dir", "shown_dir"), world)


def free_word(words: Sequence[str], world: World) -> str:
    """The first of the words that the notebook does not use, numbered if it uses all of them."""
    numbered = (f"{words[-1]}_{number}" for number in range(2, len(world.mentioned) + 3))
    return next(word for word in (*words, *numbered) if word not in world.mentioned)
