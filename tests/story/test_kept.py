"""What changes because something that keeps it changes."""

from __future__ import annotations

import pytest
from stories import world_of

from nb2pkg.story.effects import running
from nb2pkg.story.threads import thread

NET = "import copy\nimport numpy as np\nimport pandas as pd\nimport torch\nfrom torch import nn\nnet = nn.Linear(3, 1)"
OPT = "opt = torch.optim.SGD(net.parameters(), lr=0.1)"
X = "x = load()"
MAKE = "def make(model):\n    return torch.optim.SGD(model.parameters())"
LEARN = "def learn(model, rate):\n    opt = torch.optim.SGD(model.parameters(), lr=rate)\n    opt.step()"


def changed_by_last(*cells: str) -> frozenset[str]:
    world = world_of(cells)
    return running(world, thread(world))[-1].changes


SHARED = [
    ("an optimizer", (NET, OPT, "opt.step()"), {"opt", "net"}),
    ("a loop that learns", (NET, OPT, X, "for _ in x:\n    net(x).sum().backward(); opt.step()"), {"opt", "net"}),
    (
        "an optimizer of the loop",
        (NET, X, "for _ in x:\n    o = torch.optim.SGD(net.parameters())\n    o.step()"),
        {"net"},
    ),
    ("a step in a block", (NET, OPT, "with torch.no_grad():\n    opt.step()"), {"opt", "net"}),
    ("a scheduler", (NET, OPT, "plan = StepLR(opt, step_size=3)", "plan.step()"), {"plan", "opt", "net"}),
    ("a closing scheduler", (NET, OPT, "plan = StepLR(opt)", "del opt", "plan.step()"), {"plan", "net"}),
    ("a scaler", (NET, OPT, "scaler = GradScaler()", "scaler.step(opt)"), {"scaler", "opt", "net"}),
    ("a trainer", (NET, "trainer = Trainer(model=net)", "trainer.train()"), {"trainer", "net"}),
    ("a trainer that is handed the model", (NET, "trainer = Trainer()", "trainer.fit(net)"), {"trainer", "net"}),
    ("a learner", (NET, X, "learn = Learner(x, net)", "learn.fit_one_cycle(1)"), {"learn", "net", "x"}),
    ("a learner by a function", (NET, X, "learn = tabular_learner(x, net)", "learn.fit(1)"), {"learn", "net", "x"}),
    ("a pipeline", ("reg = Ridge()", "pipe = Pipeline([('r', reg)])", X, "pipe.fit(x, x)"), {"pipe", "reg"}),
    ("a pipeline by a function", ("reg = Ridge()", "pipe = make_pipeline(reg)", "pipe.fit(1)"), {"pipe", "reg"}),
    ("models of a table", ("reg = Ridge()", "all_ = {'r': reg}", "all_['r'].fit(1)"), {"all_", "reg"}),
    ("a wrapper", (NET, "both = nn.DataParallel(net)", "both.train()"), {"both", "net"}),
    (
        "what prepare gives",
        (NET, OPT, "acc = Acc()", "net2, opt2 = acc.prepare(net, opt)", "opt2.step()"),
        {"opt2", "net"},
    ),
    ("a copy that is flat", (NET, "twin = copy.copy(net)", "twin.train()"), {"twin", "net"}),
    ("a loss over a model", (NET, "mll = Marginal(net)", "loss = -mll(net(1), 2)", "loss.backward()"), {"mll", "net"}),
    ("gradients", (NET, X, "loss = (net(x) - x).mean()", "loss.backward()"), {"loss", "net"}),
    (
        "gradients in steps",
        (NET, X, "for r in x:\n    out = net(r)\n    loss = out.sum()\n    loss.backward()"),
        {"net"},
    ),
    ("a weight", ("w = torch.zeros(3, requires_grad=True)", X, "loss = (x * w).sum()", "loss.backward()"), {"w"}),
    ("a callback in a list", (NET, "hooks = []", "hooks.append(Stop(net))", "t = Trainer(hooks)", "t.run()"), {"net"}),
    ("the same model on another device", (NET, OPT, "net = net.to('cpu')", "opt.step()"), {"net"}),
    ("a function that makes an optimizer", (NET, MAKE, "opt = make(net)", "opt.step()"), {"opt", "net"}),
    ("a function that learns", (NET, LEARN, X, "learn(net, x)"), {"net"}),
    ("a function that learns by another", (NET, LEARN, "def run(m):\n    learn(m, 1)", "run(net)"), {"net"}),
    ("a function with a name of the notebook", (NET, OPT, "def go():\n    opt.step()", "go()"), {"opt", "net"}),
    ("data behind a loader", (X, "dl = DataLoader(TensorDataset(x))", "x['a'] = 1"), {"x", "dl"}),
    ("a setting of the model", (NET, OPT, "net.train()"), {"net", "opt"}),
]

ALONE = [
    ("a frame without gaps", (X, "y = x.dropna()", "y['a'] = 1"), {"x"}),
    ("a length", (X, "y = len(x)", "y += 1"), {"x"}),
    ("an array of a frame", (X, NET, "y = np.array(x)", "y[0] = 1"), {"x"}),
    ("a tensor of an array", (X, NET, "y = torch.tensor(x)", "y[0] = 1"), {"x"}),
    ("a frame of a dict", (X, NET, "y = pd.DataFrame(x)", "y['a'] = 1"), {"x"}),
    ("parts of a frame", (X, "y, z = train_test_split(x)", "y['a'] = 1"), {"x"}),
    ("what a model says", (NET, X, "y = net(x)", "y.sort()"), {"x", "net"}),
    ("what a model predicts", (NET, X, "y = net.predict(x)", "y.sort()"), {"x", "net"}),
    ("a figure that a function makes", (NET, X, "y = evaluate(net, x)", "y.append(1)"), {"x", "net"}),
    ("data of a fit", ("pipe = Pipeline([])", X, "pipe.fit(x, x)"), {"x"}),
    ("data of a pass backwards", (NET, X, "loss = (net(x) - x).mean()", "loss.backward()"), {"x"}),
    ("data of a loader", (X, "dl = DataLoader(x)", NET, "t = Trainer(net, dl)", "t.run()"), {"x"}),
    ("data of a trainer", (NET, X, "t = Trainer(net, train_dataset=x)", "t.train()"), {"x"}),
    ("a shape", (X, "n = x.shape[1]", "m = Net(n)", "m.train()"), {"x"}),
    ("a rate", ("rate = find()", NET, "opt = torch.optim.SGD(net.parameters(), lr=rate)", "opt.step()"), {"rate"}),
    (
        "two of a kind",
        ("g = Gen()", "d = Dis()", "a = Adam(g.parameters())", "b = Adam(d.parameters())", "a.step()"),
        {"d", "b"},
    ),
    ("the model of another", (NET, "one = Trainer(net)", "other = Net()", "other.train()"), {"one", "net"}),
    ("the model of before", (NET, OPT, "net = nn.Linear(2, 2)", "opt.step()"), {"net"}),
    ("a deep copy", (NET, "twin = copy.deepcopy(net)", "twin.train()"), {"net"}),
    ("a sibling's data", (X, "a = DataLoader(x)", "b = DataLoader(x)", "a.shift()"), {"x", "b"}),
    ("a function that looks", (NET, "def size(m):\n    return len(m)", "n = size(net)", "n.grow()"), {"net"}),
    ("a function that counts", (NET, LEARN, X, "learn(net, x)"), {"x"}),
    ("modules", (NET, "a = nn.Wrap(nn.ReLU)", "b = nn.Wrap(nn.ReLU)", "a.train()"), {"b", "nn"}),
]


@pytest.mark.parametrize(("cells", "names"), [pytest.param(*row, id=name) for name, *row in SHARED])
def test_what_an_object_keeps_changes_with_it(cells: tuple[str, ...], names: set[str]) -> None:
    assert names <= changed_by_last(*cells)


@pytest.mark.parametrize(("cells", "names"), [pytest.param(*row, id=name) for name, *row in ALONE])
def test_what_nobody_keeps_stays_as_it_is(cells: tuple[str, ...], names: set[str]) -> None:
    assert not names & changed_by_last(*cells)
