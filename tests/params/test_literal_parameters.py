"""Each row: statements in the methods of a class, and the hyperparameters that they hold."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.params.literals import find_literals

IMPORTS = {
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
    "Adam": "torch.optim.Adam",
    "DataLoader": "torch.utils.data.DataLoader",
    "train_test_split": "sklearn.model_selection.train_test_split",
    "np": "numpy",
    "mine": "mylib",
}


def found(text: str, taken: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(one.argument, one.default) for one in find_literals(text, IMPORTS, frozenset(taken))]


def method(body: str, name: str = "__init__", decorator: str = "") -> str:
    return f"class Net(nn.Module):\n{decorator}    def {name}(self, x):\n        {body}\n"


INIT = {
    "self.drop = nn.Dropout(0.5)": [("dropout", "0.5")],
    "self.drop = nn.Dropout(p=0.5)": [("dropout", "0.5")],
    "self.drop = torch.nn.Dropout2d(.5)": [("dropout", ".5")],
    "self.rnn = nn.LSTM(8, hidden_size=64, num_layers=2, dropout=0.1)": [
        ("hidden_size", "64"),
        ("num_layers", "2"),
        ("dropout", "0.1"),
    ],
    "self.loss = nn.CrossEntropyLoss(label_smoothing=0.1)": [("label_smoothing", "0.1")],
    "self.a = nn.Sequential(nn.Dropout(0.1), nn.Dropout(0.1))": [("dropout", "0.1")],
    "self.a = [nn.Dropout(0.1) for _ in x]": [("dropout", "0.1")],
    "self.a, self.b = nn.Dropout(0.1), nn.Dropout(0.2)": [("dropout", "0.1"), ("dropout_rate", "0.2")],
    "self.first = nn.Dropout(0.1); self.second = nn.Dropout(0.2)": [("dropout_rate", "0.1"), ("dropout", "0.2")],
    "self.o = Adam(x, 1e-3)": [("lr", "1e-3")],
    "self.o = Adam(x, lr=1e-3, betas=(0.9, 0.99))": [("lr", "1e-3"), ("betas", "(0.9, 0.99)")],
    "self.o = optim.SGD(x, 0.1, momentum=0.9)": [("lr", "0.1"), ("momentum", "0.9")],
    "self.s = optim.lr_scheduler.MultiStepLR(x, [30, 80], 0.1)": [("milestones", "[30, 80]"), ("gamma", "0.1")],
    "self.s = optim.lr_scheduler.StepLR(x, 10)": [("step_size", "10")],
    "self.s = optim.lr_scheduler.CosineAnnealingLR(x, T_max=10, eta_min=-1)": [("t_max", "10"), ("eta_min", "-1")],
    "self.l = DataLoader(x, 32, num_workers=2)": [("batch_size", "32"), ("num_workers", "2")],
    "a, b = train_test_split(x, test_size=0.2, random_state=42)": [("test_size", "0.2"), ("random_state", "42")],
    "x = F.dropout(x, p=0.3)": [("dropout", "0.3")],
}
NOTHING = [
    "self.a = nn.Linear(3, 4)",
    "self.a = nn.Dropout()",
    "self.a = nn.Dropout(x)",
    "self.a = nn.Dropout(0.1 * p)",
    "self.a = nn.Linear(28 * 28, 10)",
    "self.a = nn.Dropout(p=P)",
    "self.a = nn.Dropout(*[0.5])",
    "self.a = nn.Dropout(**{'p': 0.5})",
    "self.a = nn.Conv2d(1, 2, 3, padding=1)",
    "self.a = nn.LSTM(8, 8, bidirectional=True, batch_first=True)",
    "self.a = mine.Layer(0.5)",
    "self.a = Dropout(0.5)",
    "self.a = x.Adam(x, 0.1)",
    "self.a = self.Adam(x, lr=0.1)",
    "self.a = np.clip(x, 0.1, p=0.5)",
    "self.a = nn.Dropout(True)",
    "self.a = nn.Dropout(None)",
    "self.a = Adam(x, lr='auto')",
    "self.a = optim.lr_scheduler.MultiStepLR(x, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])",
    "self.a = optim.lr_scheduler.MultiStepLR(x, [])",
    "self.a = Adam(x, betas=(b, 0.9))",
    "p = 0.5",
]


@pytest.mark.parametrize(("body", "literals"), INIT.items())
def test_these_are_hyperparameters(body: str, literals: list[tuple[str, str]]) -> None:
    assert found(method(body)) == literals


@pytest.mark.parametrize("body", NOTHING)
def test_these_are_none(body: str) -> None:
    ast.parse(body)
    assert found(method(body)) == []


@pytest.mark.parametrize(
    "text",
    [
        method("return nn.Dropout(0.5)", "make", "    @staticmethod\n"),
        method("return nn.Dropout(0.5)", "make", "    @classmethod\n"),
        "class Net(nn.Module):\n    drop = nn.Dropout(0.5)\n",
        "class Net(nn.Module):\n    def f(self, a=nn.Dropout(0.5)): pass\n",
        "class Net(nn.Module):\n    def f(): return nn.Dropout(0.5)\n",
        "drop = nn.Dropout(0.5)\n",
    ],
    ids=["static", "of the class", "an attribute", "a default", "without self", "a variable"],
)
def test_only_methods_of_an_instance_hold_any(text: str) -> None:
    assert found(text) == []


def test_a_function_holds_its_own() -> None:
    assert found("def f(x=nn.Dropout(0.1)):\n    return nn.Dropout(0.5)\n") == [("dropout", "0.5")]


def test_one_value_of_one_keyword_is_one_parameter_wherever_it_stands() -> None:
    text = method("a = Adam(x, lr=0.1)", "f") + "    def g(self):\n        return optim.SGD(self.p, lr=0.1)\n"
    (literal,) = find_literals(text, IMPORTS, frozenset())
    assert [ast.get_source_segment(text, node) for node in literal.nodes] == ["0.1", "0.1"]
    assert [node.lineno for node in literal.nodes] == [3, 5]
    assert literal.call == "Adam"


def test_one_keyword_with_two_values_is_two_parameters_named_after_where_they_stand() -> None:
    text = (
        "class Data:\n    def train_dataloader(self):\n        return DataLoader(self.a, batch_size=32)\n"
        "    def val_dataloader(self):\n        return DataLoader(self.b, batch_size=64)\n"
    )
    assert found(text) == [("batch_size", "32"), ("val_batch_size", "64")]


def test_names_that_are_taken_are_left_to_those_who_have_them() -> None:
    assert found(method("a = nn.Dropout(0.5)"), ("dropout",)) == [("dropout_rate", "0.5")]
    assert found(method("self.head = nn.Dropout(0.5)"), ("dropout", "dropout_rate")) == [("head_dropout", "0.5")]
    assert found(method("a = F.dropout(x, p=0.5)", "step"), ("dropout", "dropout_rate")) == [("step_dropout", "0.5")]
    taken = ("lr", "learning_rate", "adam_lr", "lr_2")
    assert found(method("a = Adam(x, lr=0.1)"), taken) == [("lr_3", "0.1")]


def test_a_class_holds_all_its_literals_under_different_names() -> None:
    bodies = "\n        ".join(body for body in INIT)
    names = [name for name, _ in found(method(bodies))]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)
