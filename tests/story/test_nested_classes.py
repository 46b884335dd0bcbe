"""A class that stays nested, since it needs what the notebook computes, closes over options as over everything else."""

from __future__ import annotations

from replay import replay
from stories import world_of
from turned import by_hand, options_of, turned

from nb2pkg.story.hoist import running
from nb2pkg.story.threads import thread

SAMPLER = (
    "class Sampler:\n    def __init__(self, low):\n        self.low = low\n    @staticmethod\n"
    "    def keep(score):\n        return score > RATE\n    def more(self):\n        return type(self)(self.low + base)"
)
FLOW = [
    "import probe\nRATE = 0.3",
    "base = probe.see('start', 1)",
    SAMPLER,
    "s = Sampler(2)\nprobe.see('kept', s.more().low, s.keep(0.4))",
]


def test_a_nested_class_reads_an_option_in_what_has_no_instance() -> None:
    threads = thread(world_of(FLOW))
    assert sorted(threads.unsound) == ["Sampler"]
    assert dict(threads.fixed) == {}
    assert replay(FLOW).differences() == []
    assert options_of(FLOW) == {"rate": "0.3"}
    stricter = [cell.replace("0.3", "0.5") for cell in FLOW]
    assert turned(FLOW, {"rate": "0.5"}) == by_hand(stricter)


def test_a_class_that_stands_alone_keeps_what_cannot_reach_it() -> None:
    alone = [*FLOW[:2], SAMPLER.replace(" + base", ""), FLOW[3]]
    threads = thread(world_of(alone))
    assert not threads.unsound
    assert sorted(threads.fixed) == ["RATE"]


def test_a_network_that_an_option_keeps_nested_has_values_to_turn() -> None:
    net = "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.d = nn.Dropout(0.1)"
    world = world_of(["import torch\nfrom torch import nn", net, "net = Net()"])
    [statement] = [one for one in world.statements if "Net" in one.names.binds]
    assert statement not in running(world)
    assert statement in running(world, late=frozenset({"Net"}))
