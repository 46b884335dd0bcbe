"""`pdoc` renders pages that say what the notebook said."""

from __future__ import annotations

import html

from cases import everywhere
from installed import Installed

SAID = {
    "boulangerie-tokyo": ("Une série et sa moyenne mobile", "天気の影響", "8 % à emporter"),
    "doodle-net": ("Mean loss, accuracy, and all predictions", "Keeps the running mean of a value"),
    "house-prices": ("Serves two frames that are ready to use", "Age of the house when it was sold, and the season"),
    "kitchen-sink": ("One period after the other, from a random phase on", "How many labelled signals to make"),
    "leaf-disease": ("Chain the transforms", "The test set has no labels, then the target is -1"),
    "loan-defaults": ("Mean of the target per category, from the other folds", "5 on Kaggle, 4 is quicker"),
    "movie-reviews": ("Bidirectional GRU over word embeddings", "Words that occur less often become"),
}


@everywhere
def test_pdoc_renders_every_module_with_the_notebooks_words(project: Installed) -> None:
    place = project.place("pdoc")
    ran = project.quick_run("-m", "pdoc", "-d", "google", "-o", "docs", project.package, where=place)
    assert "Warning" not in ran.err
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (place / "docs" / project.package).glob("*.html")}
    modules = {path.stem for path in (project.source / project.package).glob("*.py")}
    assert modules - {"__init__", "__main__"} <= pages.keys()
    text = html.unescape("\n".join(pages.values()))
    for words in SAID[project.case]:
        assert words in text
    assert "Arguments:" in pages["data"]
    assert "Returns:" in pages["data"]
