"""Each row: a value that is computed, and what an option holds of it: a part, or nothing yet."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.params.inner_values import held_in, inner_value

#: Value -> what the option holds, and how the value is computed with it.
PARTS = {
    "torch.tensor([1.0, 2.0])": ("[1.0, 2.0]", "torch.tensor(x)"),
    "torch.tensor([1.0, 2.0]).to(device).float()": ("[1.0, 2.0]", "torch.tensor(x).to(device).float()"),
    "np.array((1, 2), dtype={'a': 'f4'}['a'])": ("(1, 2)", "np.array(x, dtype={'a': 'f4'}['a'])"),
    "torch.device('cuda' if torch.cuda.is_available() else 'cpu')": (
        "'cuda'",
        "torch.device(x if torch.cuda.is_available() else 'cpu')",
    ),
    "'cuda:1' if torch.cuda.is_available() else 'cpu'": ("'cuda:1'", "x if torch.cuda.is_available() else 'cpu'"),
    "torch.device('cuda')": ("'cuda'", "torch.device(x)"),
    "2 if debug else 20": ("20", "2 if debug else x"),
    "20 if not debug else 2": ("20", "x if not debug else 2"),
}
#: Value -> the option's type.
COMPUTED = {
    "256 if torch.cuda.is_available() else 64": "int | None",
    "os.environ.get('A', 'b')": "str | None",
    "int(os.getenv('A', '4'))": "int | None",
    "os.cpu_count()": "int | None",
    "torch.cuda.is_available()": "bool | None",
}
NOTHING = [
    "torch.tensor(values)",
    "torch.tensor([a, 2])",
    "load([1, 2])",
    "256 if big else 64",
    "256 if torch.cuda.is_available() else 'a'",
    "os.environ.get('A')",
    "table.get('a', 'b')",
    "open(path)",
    "torch.tensor([1.0]).sum()",
]


@pytest.mark.parametrize("text", PARTS)
def test_an_option_holds_a_part(text: str) -> None:
    inner = inner_value("x", ast.parse(text, mode="eval").body)
    assert inner is not None
    assert not inner.computed
    assert (ast.unparse(inner.node), held_in(text, inner).format("x")) == PARTS[text]


@pytest.mark.parametrize("text", COMPUTED)
def test_an_option_holds_nothing_yet(text: str) -> None:
    inner = inner_value("x", ast.parse(text, mode="eval").body)
    assert inner is not None
    assert inner.annotation == COMPUTED[text]


@pytest.mark.parametrize("text", NOTHING)
def test_an_option_can_hold_nothing_of_it(text: str) -> None:
    assert inner_value("x", ast.parse(text, mode="eval").body) is None
