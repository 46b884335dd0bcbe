"""Which objects a statement may change in place; modules count as objects, since a tree cannot tell them."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.flow.methods import CHANGES_ONLY_SELF, DEVICE_MOVES, FRESH, VIEWS, leaves_object_alone
from nb2pkg.flow.names import may_change_by_call, names_of

CHANGES = [
    ("x.append(1)", "x"),
    ("x.y.z.append(1)", "x"),
    ("x[0].append(1)", "x"),
    ("x.get('k').append(1)", "x"),
    ("x.unheard_of()", "x"),
    ("x.unheard_of().more()", "x"),
    ("d.update(a=1)", "d"),
    ("d.setdefault(k, []).append(v)", "d"),
    ("df.sort_values('a', inplace=True)", "df"),
    ("df.sort_values('a', inplace=flag)", "df"),
    ("df['a'].fillna(0, inplace=True)", "df"),
    ("df.loc[0]['a'] = 1", "df"),
    ("df.columns = names", "df"),
    ("del df['a']", "df"),
    ("y = x.pop()", "x"),
    ("y = [x.pop() for _ in r]", "x"),
    ("f(x.pop())", "x"),
    ("print(f'{x.pop()}')", "x"),
    ("model.train()", "model"),
    ("model.eval()", "model"),
    ("model.to(device)", "model"),
    ("model.cuda()", "model"),
    ("model = model.to(device)", "model"),
    ("model.to(device).train()", "model"),
    ("model.fc = layer", "model"),
    ("model.fc.weight.data.zero_()", "model"),
    ("model.load_state_dict(state)", "model"),
    ("nn.init.normal_(model.fc.weight)", "model nn"),
    ("clip_grad_norm_(model.parameters(), 1.0)", "model"),
    ("optimizer.step()", "optimizer"),
    ("optimizer.param_groups[0]['lr'] = lr", "optimizer"),
    ("loss.backward()", "loss"),
    ("dm.setup()", "dm"),
    ("trainer.fit(model, dm)", "trainer"),
    ("y = scaler.fit_transform(X)", "scaler"),
    ("random.shuffle(x)", "random x"),
    ("np.add(a, b, out=c)", "np c"),
    ("setattr(x, 'y', 1)", "x"),
    ("first = next(it)", "it"),
    ("vars(x)['y'] = 1", "x"),
    ("(a if c else b).append(1)", "a b"),
    ("(a or b).append(1)", "a b"),
    ("(y := x).append(1)", "x"),
    ("for p in model.parameters(): p.requires_grad = False", "model"),
    ("for n, p in model.named_parameters(): p.grad = None", "model"),
    ("for m in [a, b]: m.eval()", "a b"),
    ("for m, n in zip(a, b): m.append(n)", "a"),
    ("for i, (m, n) in enumerate(zip(a, b)): n.append(i)", "b"),
    ("for m, n in zip(a, *b): m.append(n)", "a b"),
    ("for i, m in enumerate(a): m.reset()", "a"),
    ("for k, v in d.items():\n    for w in v: w.append(1)", "d"),
    ("[p.zero_() for p in model.parameters()]", "model"),
    ("[q.zero_() for p in model.children() for q in p.parameters()]", "model"),
    ("with a.b as c: c.append(1)", "a"),
    ("if c:\n    y = x.z\n    y.append(1)", "x"),
    ("if c:\n    y, z = x, w\n    y.append(1)", "x"),
    ("match v:\n    case [a, *b]: b.append(1)", "v"),
    ("x += 1", "x"),
    ("x.y += 1", "x"),
    ("x @= y", "x"),
    ("class A:\n    cfg.update(a=1)", "cfg"),
    ("y = (lambda: x.append(1))()", "x"),
]

KEEPS = [
    "x",
    "x = 1",
    "x = y",
    "x.y",
    "x[0]",
    "df.head()",
    "df.describe()",
    "df.info()",
    "df['a'].value_counts()",
    "df['a'].value_counts().plot(kind='bar')",
    "df.groupby('a').mean()",
    "df.groupby('a')['b'].agg(['mean'])",
    "df.isnull().sum()",
    "df.hist()",
    "y = df.copy()",
    "y = df.drop(columns=['a'])",
    "y = df.drop(columns=['a'], inplace=False)",
    "df.copy().drop(columns='a', inplace=True)",
    "df.copy()['a'] = 1",
    "for i, row in df.iterrows(): print(row)",
    "for k, v in d.items(): print(k, v)",
    "y = x.astype(int).sum()",
    "y = x.shape[0]",
    "y = x.view(-1).detach().cpu().numpy()",
    "y = ','.join(x.split(' ')).lower().format(z)",
    "'{}'.format(x)",
    "y = d.get('k', 1)",
    "n = sum(p.numel() for p in model.parameters())",
    "y = model.predict(X)",
    "print(x, len(y))",
    "y = model(x)",
    "f(x)",
    "f().append(1)",
    "[].append(x)",
    "for x, y in loader: x = x.to(device)",
    "for x, y in loader: x.to(device)",
    "if c:\n    x = []\n    x.append(1)",
    "for i in r:\n    total = 0\n    total += i",
    "x = [a for a in b]",
    "[a.append(1) for a in [[]]]",
    "def f(): x.append(1)",
    "def f(x): x.append(1)",
    "class A:\n    def f(self): self.x = 1; cfg.update()",
    "class A:\n    x = []\n    x.append(1)",
    "lambda x: x.append(1)",
    "import a.b",
    "del x",
]

PASSED = [
    ("f(x)", "x"),
    ("f(x.y[0])", "x"),
    ("f(*x, k=y, **z)", "x y z"),
    ("f([a, {'k': b}], (c,))", "a b c"),
    ("f(a if c else b)", "a b"),
    ("f(a + b)", ""),
    ("f(x.copy())", ""),
    ("f(g(x))", "x"),
    ("trainer.fit(model, datamodule=dm)", "model dm"),
    ("print(x)", ""),
    ("len(x) + sum(y)", ""),
    ("np.mean(x)", ""),
    ("y.append(x)", ""),
    ("y = model(x)", "x"),
    ("for b in loader: f(b)", "loader"),
    ("[f(b) for b in loader]", "loader"),
    ("def f(): g(x)", ""),
    ("def f(a=g(x)): pass", "x"),
    ("@d(x)\nclass A: pass", "x"),
    ("x = 1", ""),
]


@pytest.mark.parametrize(("source", "names"), CHANGES)
def test_changes(source: str, names: str) -> None:
    assert names_of(source).changes == set(names.split())


@pytest.mark.parametrize("source", KEEPS)
def test_changes_nothing(source: str) -> None:
    assert names_of(source).changes == set()


@pytest.mark.parametrize(("source", "names"), PASSED)
def test_what_is_handed_to_unknown_calls(source: str, names: str) -> None:
    assert may_change_by_call(ast.parse(source).body[0]) == set(names.split())


def test_no_method_is_in_two_tables() -> None:
    assert not FRESH & VIEWS
    assert not (FRESH | VIEWS) & (CHANGES_ONLY_SELF | DEVICE_MOVES)


@pytest.mark.parametrize("method", ["append", "fit", "train", "eval", "to", "step", "zero_grad", "backward", "apply"])
def test_methods_that_change_are_not_called_harmless(method: str) -> None:
    assert not leaves_object_alone(method)
