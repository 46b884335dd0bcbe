"""What running statements read, bind and change, seen through definitions and aliases."""

from __future__ import annotations

import pytest
from stories import Story, world_of

from nb2pkg.story.effects import Effect, draws_nothing, draws_numbers, leaves_traces, running
from nb2pkg.story.threads import thread


def effects_of(cells: Story) -> tuple[Effect, ...]:
    world = world_of(cells)
    return running(world, thread(world))


def last_of(*cells: str) -> Effect:
    return effects_of(cells)[-1]


READS = [
    (("a = load()", "b = a + 1"), {"a"}),
    (("K = 1", "b = load(K)"), set()),
    (("a = load()", "def f():\n    return a", "b = f()"), {"a"}),
    (("a = load()", "def f():\n    return a\ndef g():\n    return f()", "b = g()"), {"a"}),
    (("a = load()", "b = lambda: a"), {"a"}),
    (("a = load()", "del a"), {"a"}),
    (("N = 2", "M = N * 2", "b = load(M)"), {"M"}),
    (("class C: pass", "C.x = 1"), {"C."}),
    (("class C: pass", "C.x = 1", "b = load(C.x)"), {"C."}),
    (("class C: pass\ndef f():\n    return C.x", "C.x = 1", "b = f()"), {"C."}),
    (("class C: pass", "b = load(C.x)"), set()),
]


@pytest.mark.parametrize(("cells", "names"), READS)
def test_what_a_statement_reads(cells: tuple[str, ...], names: set[str]) -> None:
    assert last_of(*cells).reads == names


CHANGES = [
    (("a = load()", "a.append(1)"), {"a"}),
    (("a = load()", "b = a.copy()", "b.append(1)"), {"b"}),
    (("a = load()", "b = a", "b.append(1)"), {"a", "b"}),
    (("a = load()", "b = a", "a.append(1)"), {"a", "b"}),
    (("a = load()", "b = a['x']", "b.append(1)"), {"a", "b"}),
    (("a = load()", "b = a\nb = load()", "b.append(1)"), {"b"}),
    (("a = load()", "b = [a, 1]", "b[0].append(1)"), {"a", "b"}),
    (("a = load()", "b = (r for r in a)", "a.append(1)"), {"a", "b"}),
    (("a = b = load()", "b.append(1)"), {"a", "b"}),
    (("a, b = load(), load()", "b.append(1)"), {"b"}),
    (("a = load()", "push = a.append", "push(1)"), {"a", "push"}),
    (("a = load()", "def f(x):\n    x.append(1)", "f(a)"), {"a"}),
    (("a = load()", "def f(x):\n    return len(x)", "f(a)"), set()),
    (("a = load()", "def f():\n    a.append(1)", "f()"), {"a"}),
    (("a = load()", "a.head()"), set()),
    (("class C: pass", "C.x = 1"), {"C."}),
    (("class C: pass\ndef f():\n    C.x = 2", "f()"), {"C."}),
]


@pytest.mark.parametrize(("cells", "names"), CHANGES)
def test_what_a_statement_changes(cells: tuple[str, ...], names: set[str]) -> None:
    assert last_of(*cells).changes == names


SHOWS = [
    (("a = load()", "a"), True),
    (("a = load()", "a.head()"), True),
    (("a = load()", "len(a)"), True),
    (("display(1)",), True),
    (("import torch", "torch.cuda.is_available()"), True),
    (("import os", "os.listdir('.')"), True),
    (("a = load()", "a.append(1)"), False),
    (("a = load()", "use(a)"), False),
    (("import os", "os.chdir('x')"), False),
    (("prepare()",), False),
    (("a = load()", "a;"), False),
    (("'words'",), False),
    (("a = load()", "(b := a)"), False),
]


@pytest.mark.parametrize(("cells", "shows"), SHOWS)
def test_whether_all_a_statement_does_is_show(cells: tuple[str, ...], shows: bool) -> None:
    assert last_of(*cells).shows is shows


def test_constants_run_nowhere_but_what_is_derived_from_them_does() -> None:
    texts = [e.statement.text for e in effects_of(["A = 1", "B = A + 1", "C = [1, 2, 3, 4, 5]", "x = load(B)"])]
    assert texts == ["B = A + 1", "x = load(B)"]


def test_what_is_bound_on_some_paths_only_is_known() -> None:
    effect = last_of("a = load()", "if a:\n    b = 1")
    assert (effect.binds, effect.maybe) == ({"b"}, {"b"})


TRACES = [
    ("open('f', 'w').write('x')", True),
    ("with open('f', mode='a') as f: pass", True),
    ("frame.to_csv('f')", True),
    ("import os; os.makedirs('out')", True),
    ("open('f').read()", False),
    ("with open('f', 'r') as f: pass", False),
    ("frame.head()", False),
    ("import os; os.rename('a', 'b')", True),
    ("path.rename('b')", True),
    ("new = path.rename(target)", True),
    ("for path in paths:\n    path.rename(path.stem)", True),
    ("frame = frame.rename(columns={'a': 'b'})", False),
    ("frame.rename(columns=names, inplace=True)", False),
    ("frame = series.rename('n').reset_index()", False),
    ("frame = frame.rename({'a': 'b'})", False),
]


@pytest.mark.parametrize(("source", "writes"), TRACES)
def test_whether_a_statement_leaves_something_on_the_disk(source: str, writes: bool) -> None:
    assert leaves_traces(last_of(source)) is writes


DRAWS = [
    ("import random\nx = random.random()", True, False),
    ("import numpy as np\nx = np.random.rand(3)", True, False),
    ("frame.sample(3)", True, False),
    ("frame.sample(3, random_state=None)", True, False),
    ("frame.sample(3, random_state=generator)", True, False),
    ("frame.sample(3, random_state=0)", False, True),
    ("frame.sample(3, random_state=CFG.seed)", False, True),
    ("frame.sample(3, random_state=0).sample(2)", True, False),
    ("x = read_csv('a')", False, True),
    ("x = frame.head()", False, True),
    ("x = prepare()", False, False),
]


@pytest.mark.parametrize(("source", "surely", "surely_not"), DRAWS)
def test_whether_a_statement_draws_random_numbers(source: str, surely: bool, surely_not: bool) -> None:
    effect = last_of(source)
    assert (draws_numbers(effect), draws_nothing(effect)) == (surely, surely_not)


SEEDS = [
    ("import torch\ntorch.manual_seed(1)", True),
    ("from lightning import seed_everything\nseed_everything(1)", True),
    ("import random as r\nr.seed(1)", True),
    ("import numpy as np\nnp.random.seed(1)", True),
    ("seed = 1\nuse(seed)", False),
    ("x = seed_everything(1)", False),
]


@pytest.mark.parametrize(("source", "seeds"), SEEDS)
def test_whether_a_statement_seeds(source: str, seeds: bool) -> None:
    assert last_of(source).seeds is seeds
