"""The templates: found beside the package in a checkout, inside it in a wheel; filled with text that filters made safe.

A template never holds notebook text as code: Python files with words of the notebook are put together from literals.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from nb2pkg.errors import SafetyCheckFailed
from nb2pkg.text import literals

_WITNESS = "pyproject.toml.jinja"


def templates_folder(package: Path | None = None) -> Path:
    """Find the folder of templates.

    Args:
        package: Folder of the nb2pkg package; None for the one that is running.

    Returns:
        ``nb2pkg/templates`` of a wheel, or the ``templates`` beside the package in a checkout or an editable install.

    Raises:
        SafetyCheckFailed: There is neither.
    """
    home = package if package is not None else Path(str(resources.files("nb2pkg")))
    for folder in (home / "templates", home.parent / "templates"):
        if (folder / _WITNESS).is_file():
            return folder
    raise SafetyCheckFailed("the templates are missing from this installation", hint="install nb2pkg again")


def render(name: str, values: Mapping[str, object]) -> str:
    """Fill one template.

    Args:
        name: File name below the folder of templates, ``.jinja`` included.
        values: What it is filled with; a name it uses and does not get is an error.

    Returns:
        The text.
    """
    return _environment(templates_folder()).get_template(name).render(dict(values))


@cache
def _environment(folder: Path) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,  # nothing here is HTML; each place names its own filter
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment


FILTERS = {
    "name": literals.plain_name,
    "pystr": literals.python_string,
    "pydoc": literals.docstring,
    "pycomment": literals.comment,
    "tomlstr": literals.toml_string,
    "yamlstr": literals.yaml_string,
    "mdtext": literals.markdown_text,
    "mdcode": literals.markdown_code,
}
