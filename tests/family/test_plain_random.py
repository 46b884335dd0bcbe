"""Random notebooks, cell by cell, do in their package what they do as notebooks.

Cells are drawn from templates that read, bind, change, delete, keep and assign names in every way, each cell with a
random role; a notebook that runs must run as a package, with the same events.
"""

from __future__ import annotations

import random

import pytest
from replay import replay, runs
from stories import Story

START: list[tuple[str, str]] = [
    ("", "import random\nfrom probe import see, pull, grow, Table"),
    ("data", "rows = pull('rows')"),
]
TAGS = ("", "data", "model", "train", "train", "explore", "explore")
CELLS = """
see('len', len(rows), N)
rows.append(N)
rows = [r + N for r in rows]
CONSTk = N
vark = len(rows) + N
see('var', vark, N)
def fk(x): return x + N
def fk(x): rows.append(x); return len(rows)
def fk(x): return x + vark
see('f', fk(N))
vark = fk(N)
def gk(x):; global vark; vark = x + N
gk(3)
def hk(x): return fk(x) + var1
see('h', hk(1), N)
see('map', list(map(fk, [1, 2])), N)
hooksk = [fk, N]
see('hook', hooksk[0](2), N)
class Ck:; v = N; def m(self): return self.v + len(rows) + vark
ck = Ck()
see('c', ck.m(), N)
Ck.v = N
del vark
vark = CONSTk * 2
CONSTk += 1
for i in range(2):; vark = i + N
if len(rows) > 3:; vark = N
if len(rows) > 3:; vark = N; else:; vark = -N
samek = rows!samek.append(N)
lamk = lambda x: x + len(rows) + vark + N
see('lam', lamk(1), N)
print('p', N, len(rows))
(len(rows), N)
(vark, N)
random.seed(N)
try:; vark = undefinedk; except NameError:; vark = N
dictk = {'a': N}
dictk['b'] = len(rows)
see('dict', sorted(dictk.items()), N)
seenk = []!def notek(x): seenk.append(x)
notek(N)!see('noted', seenk)
genk = (r + vark for r in rows)
see('gen', list(genk), N)
[vark := r + N for r in rows]
with open('f', 'w') as handlek:; handlek.write('N')
assert len(rows) > 0, N
vark, otherk = len(rows), N
see('other', otherk, N)
"""


def _laid_out(line: str) -> str:
    """``a:; b`` spans lines, the parts after a semicolon one level in; ``!`` begins a statement."""
    lines: list[str] = []
    for statement in line.split("!"):
        first, *rest = statement.split("; ") if ":;" in statement else [statement]
        lines.append(first)
        lines += [part if part.startswith(("else:", "except ")) else f"    {part}" for part in rest]
    return "\n".join(lines).replace(":;", ":")


TEMPLATES = [_laid_out(line) for line in CELLS.strip().split("\n")]


def story(seed: int) -> Story:
    """A notebook that runs."""
    draw = random.Random(seed)
    cells = list(START)
    for number in range(draw.randint(5, 14)):
        for _ in range(8):
            text = draw.choice(TEMPLATES).replace("N", str(70001 + 11 * number))
            for word in ("CONST", "var", "f", "g", "h", "hooks", "C", "c", "same", "lam", "undefined", "dict", "seen"):
                text = text.replace(f"{word}k", f"{word}{draw.randint(1, 2)}")
            for word in ("note", "gen", "handle", "other"):
                text = text.replace(f"{word}k", f"{word}{draw.randint(1, 2)}")
            place = draw.randint(2, len(cells))
            more = [*cells[:place], (draw.choice(TAGS), text), *cells[place:]]
            if runs(more):
                cells = more
                break
    return cells


def _check(seeds: range) -> None:
    for seed in seeds:
        cells = story(seed)
        done = replay(cells)
        assert (done.differences(), done.slim_differences()) == ([], []), (seed, cells)


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_random_notebooks_do_the_same_as_packages(first: int) -> None:
    _check(range(first, first + 10))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 1100, 20))
def test_many_random_notebooks_do_the_same_as_packages(first: int) -> None:
    _check(range(first, first + 20))


def test_the_templates_are_python() -> None:
    for text in TEMPLATES:
        compile(text, "<template>", "exec")
