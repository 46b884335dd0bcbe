"""What a module of Flax is handed is a field of it: its constructor is written from those."""

from __future__ import annotations

from stories import code_of, plan_of

NET = """class Net(nn.Module):
    pool: int = 2
    def setup(self):
        self.one = nn.Dense(features=WIDTH)
        self.two = nn.Dense(features=10)
    def __call__(self, x):
        return self.two(nn.relu(self.one(x))), self.pool"""
CELLS = ["from flax import linen as nn\nWIDTH = 8", NET, "net = Net(pool=3)\nparams = net.init(0)\nopt.step(params)"]


def code(*cells: str) -> str:
    plan = plan_of(cells)
    return "\n".join(code_of(plan, module.name) for module in plan.modules)


def test_what_it_is_handed_is_a_field() -> None:
    found = code(*CELLS)
    assert "    pool: int = 2\n    width: int = 8\n" in found
    assert "features=self.width" in found
    assert "Net(pool=3, width=width)" in found
    assert "def __init__" not in found


def test_widths_of_its_layers_are_options() -> None:
    found = code(CELLS[0].replace("\nWIDTH = 8", ""), NET.replace("WIDTH", "16"), CELLS[2])
    assert "    hidden_size: int = 16\n" in found
    assert "features=self.hidden_size" in found
