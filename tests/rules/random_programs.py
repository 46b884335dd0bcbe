"""Small programs for Hypothesis: constants, functions and classes that read them and use each other, and calls.

Names collide on purpose: parameters, local variables, attributes and methods are called what constants become.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

CONSTANTS = ("N", "M", "MAX", "ID", "LIMIT")
#: What constants become, and so what else is called like that.
LOCALS = ("n", "m", "limit", "id_", "x")


@dataclass(frozen=True)
class Program:
    """A program.

    Attributes:
        constants: Name -> value.
        cells: Its cells behind the constants.
    """

    constants: dict[str, int]
    cells: tuple[str, ...]

    def with_values(self, **values: int) -> list[str]:
        """All cells, some constants set to other values."""
        known = {**self.constants, **values}
        return ["\n".join(f"{name} = {value}" for name, value in known.items()), *self.cells]


@dataclass
class _Writer:
    """Draws code; remembers what there is to call."""

    draw: Any
    constants: list[str]
    functions: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    makers: list[str] = field(default_factory=list)
    methods: list[tuple[str, str]] = field(default_factory=list)

    def pick(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def maybe(self) -> bool:
        return self.draw(st.booleans())

    def value(self, names: tuple[str, ...], depth: int = 2) -> str:
        """An expression whose value is a whole number."""
        if depth == 0 or self.draw(st.integers(0, 3)) == 0:
            return self.pick(*names, *self.constants, *self.constants, "2")
        inner = [self.value(names, depth - 1) for _ in range(2)]
        hidden = self.pick(*LOCALS)
        within = self.value((*names, hidden), depth - 1)
        kinds = [
            f"({inner[0]} {self.pick('+', '-', '*')} {inner[1]})",
            f"(lambda {hidden}: {within})({inner[0]})",
            f"sum({within} for {hidden} in range(2))",
            f"[{within} for {hidden} in ({inner[0]}, {inner[1]})][-1]",
            f"len(f'{{{self.pick(*names, *self.constants)}}}:{{{self.pick(*names, *self.constants)}=}}')",
            f"max({inner[0]}, {inner[1]})",
            f"({inner[0]} if {inner[1]} > 1 else -1)",
        ]
        kinds += [f"{name}({', '.join(inner[:count])})" for name, count in self.functions.items() if count <= 2]
        kinds += [f"sum(map({name}, range(2)))" for name, count in self.functions.items() if count == 1]
        kinds += [f"sum({name}({within}) for {hidden} in range(2))" for name, c in self.functions.items() if c == 1]
        kinds += [
            f"{name}({', '.join(inner[:count])}).{self.pick('go(2)', 'twice')}" for name, count in self.classes.items()
        ]
        kinds += [f"{name}({', '.join(inner[: self.classes[name]])}).{method}" for name, method in self.methods]
        kinds += [f"{name}.make(1)" for name in self.makers]
        return self.pick(*kinds)

    def body(self, names: tuple[str, ...], indent: str) -> str:
        """Statements that end in a return."""
        lines: list[str] = []
        if self.maybe():
            local = self.pick(*LOCALS)
            lines.append(f"{local} = {self.value(names)}  # {local}")
            names = (*names, local)
        if self.maybe():
            hidden = self.pick(*LOCALS)
            lines.append(f"def inner({hidden}):\n{indent}    return {self.value((*names, hidden), 1)}")
            lines.append(f"return inner({self.value(names)}) + {self.value(names, 1)}")
        else:
            lines.append(f"return {self.value(names)}")
        return "".join(f"{indent}{line}\n" for line in lines)

    def parameters(self, most: int) -> tuple[str, ...]:
        return tuple(self.draw(st.lists(st.sampled_from(LOCALS), unique=True, min_size=0, max_size=most)))

    def function(self, name: str) -> str:
        parameters = self.parameters(2)
        more = [f"size={self.pick(*self.constants)}"] if self.draw(st.integers(0, 5)) == 0 else []
        known = (*parameters, "size") if more else parameters
        text = f"def {name}({', '.join([*parameters, *more])}):\n{self.body(known, '    ')}"
        self.functions[name] = len(parameters)
        return text

    def a_class(self, name: str) -> str:
        base = self.pick("", *self.classes)
        lines = [f"class {name}({base}):" if base else f"class {name}:"]
        count = self.classes.get(base, 0)
        own: list[str] = []
        if self.draw(st.integers(0, 5)) == 0:
            lines.append(f"    size = {self.pick(*self.constants)}")
            lines.append("    def sized(self):\n        return self.size")
            own.append("sized()")
        if self.maybe():
            parameters = self.parameters(1)
            lines.append(f"    def __init__(self, {', '.join(parameters)}):")
            if base:
                lines.append(f"        super().__init__({', '.join(self.value(parameters, 1) for _ in range(count))})")
            attribute = self.pick("v", "m", "id_")
            lines.append(f"        self.{attribute} = {self.value(parameters)} + {self.pick('1', 'self.go(2)')}")
            lines.append(f"    def held(self):\n        return self.{attribute} + {self.value(())}")
            count = len(parameters)
            own.append("held()")
        first = self.pick("self", "this")
        lines.append(f"    def go({first}, x):\n{self.body(('x',), '        ')}")
        lines.append(f"    @property\n    def twice(self):\n        return self.go(1) + {self.value(())}")
        if self.maybe():
            method = self.pick("n", "limit")
            lines.append(f"    def {method}(self):\n        return {self.value(())}")
            own.append(f"{method}()")
        if self.maybe():
            lines.append(f"    @staticmethod\n    def make(y):\n        return {self.value(('y',), 1)}")
            self.makers.append(name)
        self.classes[name] = count
        self.methods += [(name, method) for method in own]
        return "\n".join(lines) + "\n"


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Programs that run and print."""
    names = draw(st.lists(st.sampled_from(CONSTANTS), unique=True, min_size=1, max_size=3))
    values = {name: draw(st.integers(-2, 5)) for name in names}
    writer = _Writer(draw, names)
    cells: list[str] = []
    for number in range(draw(st.integers(1, 3))):
        cells.append(writer.a_class(f"C{number}") if writer.maybe() else writer.function(f"f{number}"))
    calls = [f"{name}({', '.join('2345'[:count])})" for name, count in writer.functions.items()]
    for name, count in writer.classes.items():
        made = f"{name}({', '.join('23'[:count])})"
        calls += [f"{made}.go(2)", f"{made}.twice", *(f"{made}.{own}" for of, own in writer.methods if of == name)]
    cells += [f"print({', '.join(calls)})", f"print({writer.value(())})"]
    return Program(values, tuple(cells))
