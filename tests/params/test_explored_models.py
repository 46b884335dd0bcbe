"""What is learned only to be looked at has options where that is how one sees more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from stories import program_of

from nb2pkg.model import Role
from nb2pkg.params.running_literals import named
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {
    "TSNE": "sklearn.manifold.TSNE",
    "KMeans": "sklearn.cluster.KMeans",
    "Ridge": "sklearn.linear_model.Ridge",
    "plt": "matplotlib.pyplot",
}


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("tsne = TSNE(perplexity=40)", [("perplexity", "40")]),
        ("groups = KMeans(n_clusters=7)", [("n_clusters", "7")]),
        ("ridge = Ridge(alpha=0.1)", []),
        ("plt.plot(TSNE(perplexity=40).fit_transform(x))", []),
    ],
)
def test_models_that_are_looked_at(text: str, options: list[tuple[str, str]]) -> None:
    statements = tuple(replace(one, role=Role.EXPLORE) for one in program_of([text]).statements)
    groups = named(spots_in(statements, Known(IMPORTS, statements)), frozenset())
    assert [(one.name, one.spots[0].source) for one in groups] == options
