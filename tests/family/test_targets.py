"""What the command line builds, and what of it can be turned."""

from __future__ import annotations

import pytest
from stories import Story, plan_of
from tell import NET, usual_story

from nb2pkg.model import LightningEntry, Plan


def entry_of(cells: Story) -> LightningEntry:
    entry = plan_of(cells).entry
    assert isinstance(entry, LightningEntry)
    return entry


def flags(plan: Plan, group: str) -> dict[str, tuple[str, str]]:
    return {p.name: (p.type, p.default) for p in plan.parameters if p.group == group}


def test_a_class_with_plain_arguments_is_built_itself() -> None:
    model = entry_of(usual_story(model="model = Net(3, lr=0.5)")).model
    assert (model.module, model.name, model.is_factory) == ("models", "Net", False)


def test_what_needs_running_statements_is_built_by_a_function() -> None:
    entry = entry_of(usual_story())
    assert entry.data is not None
    assert (entry.data.module, entry.data.name, entry.data.class_name) == ("data", "build_datamodule", "DM")
    assert entry.data.is_factory


MODELS = [
    ("model = Net()", {"factor": "2", "lr": "0.1"}),
    ("model = Net(3)", {"factor": "3", "lr": "0.1"}),
    ("model = Net(lr=1)", {"factor": "2", "lr": "1"}),
    ("model = Net(FACTOR)", {"factor": "7", "lr": "0.1"}),
    ("model = Net(len(rows))", {"lr": "0.1"}),
    ("n = len(load())\nmodel = Net(n, lr=0.5)", {"lr": "0.5"}),
]


@pytest.mark.parametrize(("model", "values"), MODELS)
def test_options_of_the_model(model: str, values: dict[str, str]) -> None:
    plan = plan_of(usual_story(head="FACTOR = 7", model=model))
    assert {name: default for name, (_, default) in flags(plan, "model").items()} == values


def test_arguments_that_follow_the_data_are_linked_and_are_no_options() -> None:
    cells = usual_story(model="model = Net(dm.size, lr=0.5)")
    entry = entry_of(cells)
    assert [(link.source, link.target, link.on) for link in entry.links] == [
        ("data.size", "model.factor", "instantiate")
    ]
    assert set(flags(plan_of(cells), "model")) == {"lr"}


def test_a_chain_of_attributes_is_followed_in_code() -> None:
    entry = entry_of(usual_story(model="model = Net(dm.size.first)"))
    assert [link.source for link in entry.links] == ["data"]
    assert entry.model.is_factory


def test_a_constant_of_both_sides_is_one_option() -> None:
    dm = "class DM(pl.LightningDataModule):\n    def train_dataloader(self):\n        return range(SIZE)\n"
    net = NET.replace("return loss", "return loss * SIZE")
    cells = usual_story(head="SIZE = 3", dm=dm, net=net, data="dm = DM()")
    links = entry_of(cells).links
    assert [(link.source, link.target, link.on) for link in links] == [("data.size", "model.size", "parse")]
    assert "size" in flags(plan_of(cells), "data")
    assert "size" not in flags(plan_of(cells), "model")


BUILDERS = [
    ("model = Net()", "Net"),
    ("model = make()", "Net"),
    ("model = Net.load_from_checkpoint('a')", "Net"),
    ("model = other(1)", "LightningModule"),
]


@pytest.mark.parametrize(("model", "class_name"), BUILDERS)
def test_the_class_that_comes_out(model: str, class_name: str) -> None:
    makers = "def make(x=1):\n    net = Net(x)\n    return net\n\ndef other(x):\n    return LIST[x]\n"
    assert entry_of(usual_story(definitions=makers, model=model)).model.class_name == class_name


def test_types_fit_their_defaults() -> None:
    cells = usual_story(head="LR = 1\nSIZE = 2\nNAME = 'a'", model="model = Net(SIZE, lr=LR)", after="see(NAME)")
    found = flags(plan_of(cells), "model")
    assert found["lr"] == ("float", "1")
    assert "int" in found["factor"][0]


DOCUMENTED = NET.replace(
    "class Net(pl.LightningModule):\n",
    'class Net(pl.LightningModule):\n    """A net.\n\n    Args:\n        factor: by which all goes\n    """\n\n',
)
SAID = [
    (NET, "model = Net()", ("Factor.", "Learning rate.")),
    (DOCUMENTED, "model = Net()", ("By which all goes.", "Learning rate.")),
    (DOCUMENTED, "model = Net(3)", ("By which all goes.", "Learning rate.")),
    (DOCUMENTED, "act()\nmodel = Net(4, lr=1)", ("By which all goes.", "Learning rate.")),
    (DOCUMENTED, "F = 4  # by trial\nmodel = Net(F)", ("By trial.", "Learning rate.")),
]


@pytest.mark.parametrize(("net", "model", "helps"), SAID)
def test_the_author_s_words_on_an_argument_are_its_help(net: str, model: str, helps: tuple[str, ...]) -> None:
    cells = usual_story(net=net.strip("\n"), model=model)
    assert tuple(p.help for p in plan_of(cells).parameters if p.group == "model") == helps
