"""Loops without batches: every epoch is one step, all the data are its one batch."""

from __future__ import annotations

from textwrap import dedent

import pytest
from stories import code_of, notebook, plan_of
from test_told import BEFORE, methods_of, parts, told

from nb2pkg import pipeline
from nb2pkg.loops.tell import Told, Untold
from nb2pkg.options import Options

DATA = """
x = torch.linspace(-1, 1, 100).unsqueeze(1)
y = x.pow(2) + 0.2 * torch.rand(x.size())
"""
STEP = """
    prediction = net(x)
    loss = criterion(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""


def told_of(loop: str, *behind: str, data: str = DATA) -> Told:
    found = told(BEFORE, data, loop, *behind)
    assert isinstance(found, Told), found
    return found


def test_a_loop_over_steps() -> None:
    found = told_of(f"for t in range(500):{STEP}    if t % 100 == 99:\n        print(t, loss.item())", "print(x)")
    module, around = parts(found)
    assert module == dedent(
        """\
        class LitModel(pl.LightningModule):
            def __init__(self, net, criterion):
                super().__init__()
                self.net = net
                self.criterion = criterion

            def configure_optimizers(self):
                optimizer = torch.optim.SGD(self.net.parameters(), lr=0.1)
                return optimizer

            def training_step(self, batch, batch_idx):
                x, y = batch
                prediction = self.net(x)
                self.loss = self.criterion(prediction, y)
                self.log("loss", self.loss, prog_bar=True)
                return self.loss

            def on_train_epoch_end(self):
                t = self.current_epoch
                if t % 100 == 99:
                    print(t, self.loss.item())"""
    )
    assert [line for line in around if "import" not in line] == [
        "train_loader_2 = Subset([(x, y)], [0])  # all of it is one batch",
        "model = LitModel(net, criterion)",
        'trainer = pl.Trainer(max_epochs=500, num_sanity_val_steps=0, log_every_n_steps=1, accelerator="cpu")',
        "trainer.fit(model, train_loader_2)",
    ]
    assert not found.manual


def test_the_batch_is_made_where_the_data_are() -> None:
    texts = [s.text for s in told_of(f"print(net)\nfor t in range(500):{STEP}").program.statements]
    at = texts.index("train_loader_2 = Subset([(x, y)], [0])  # all of it is one batch")
    assert texts[at - 2 : at + 2] == [
        "y = x.pow(2) + 0.2 * torch.rand(x.size())",
        "from torch.utils.data import Subset",
        texts[at],
        "print(net)",
    ]


# The data, and a step -> what the batch is.
BATCHES = {
    "in the order of the step": (DATA, "loss = criterion(net(x), y)", "Subset([(x, y)], [0])"),
    "one alone": (DATA, "loss = net(x).sum()", "Subset([x], [0])"),
    "of a function, as the network is given it": (
        "x, y = load()\nscale = load()",
        "loss = criterion(net(x), y) * scale",
        "Subset([(x, y)], [0])",
    ),
    "arrays": (
        "x_train, y_train = np.ones(3), np.zeros(3)",
        "loss = criterion(net(torch.from_numpy(x_train)), torch.from_numpy(y_train))",
        "Subset([(x_train, y_train)], [0])",
    ),
    "on some path": (
        "if N > 2:\n    y = torch.ones(3)\nelse:\n    y = load()\nx, y = 2 * y, y + 1",
        "loss = criterion(net(x), y)",
        "Subset([(x, y)], [0])",
    ),
    "numbers and objects are none": (
        "x = torch.ones(3)\nn = x.shape[0]\nlikelihood = Likelihood(x)",
        "loss = likelihood.of(net(x)) / n",
        "Subset([x], [0])",
    ),
    "what the step calls is none": (
        "x = torch.ones(3)\nother = np.poly1d([1])",
        "loss = other(net(x))",
        "Subset([x], [0])",
    ),
    "what the step binds is none": (
        "x = torch.ones(3)\nh = torch.zeros(2)",
        "out, h = net(x), x.data\n    loss = criterion(out, h)",
        "Subset([x], [0])",
    ),
    "made in the step": ("n = 3", "x = torch.ones(n)\n    loss = net(x).sum()", "Subset([()], [0])"),
}


@pytest.mark.parametrize("name", BATCHES)
def test_what_the_batch_is(name: str) -> None:
    data, forward, batch = BATCHES[name]
    body = f"    {forward}\n    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()"
    _, around = parts(told_of(f"for t in range(500):\n{body}", data=data))
    made = next(line for line in around if line.startswith("train_loader_2 = "))
    assert made.partition("  #")[0] == f"train_loader_2 = {batch}"


def test_the_batch_is_made_behind_what_moves_into_the_module() -> None:
    loop = "for t in range(500):\n    loss = net(torch.rand(2)).sum()\n    optimizer.zero_grad()\n    loss.backward()\n"
    texts = [s.text for s in told_of(f"{loop}    optimizer.step()\n    print(loss)", data="").program.statements]
    assert "train_loader_2 = Subset([()], [0])  # nothing is loaded: an epoch is one step" in texts
    assert sum(text.count("self.log(") for text in texts) == 1


def test_nothing_is_bound_to_an_empty_batch() -> None:
    module, _ = parts(told_of(f"for t in range(500):\n    x = torch.rand(2)\n    y = 2 * x{STEP}", data=""))
    assert methods_of(module)["training_step"].split("\n")[1:3] == ["    x = torch.rand(2)", "    y = 2 * x"]


# What an epoch does -> its hooks.
EPOCHS = {
    "what only looks runs before gradients are computed": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\n"
        "print('%d %.3f' % (t, loss.item()), net.weight.norm().item())\noptimizer.step()",
        {
            "training_step": [
                "t = self.current_epoch",
                "x, y = batch",
                "loss = self.criterion(self.net(x), y)",
                "print('%d %.3f' % (t, loss.item()), self.net.weight.norm().item())",
                'self.log("loss", loss, prog_bar=True)',
                "return loss",
            ]
        },
    ),
    "what looks at the network behind the step stays there": (
        "net.train()\nloss = criterion(net(x), y)\noptimizer.zero_grad()\nloss.backward()\noptimizer.step()\n"
        "net.eval()\nprint(net(x))",
        {
            "on_train_epoch_start": ["self.net.train()"],
            "training_step": [
                "self.x, y = batch",
                "loss = self.criterion(self.net(self.x), y)",
                'self.log("loss", loss, prog_bar=True)',
                "return loss",
            ],
            "on_train_epoch_end": ["self.net.eval()", "print(self.net(self.x))"],
        },
    ),
    "a mode that is always the same is left to Lightning": (
        "net.train()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()\noptimizer.zero_grad()",
        {
            "training_step": [
                "x, y = batch",
                "loss = self.criterion(self.net(x), y)",
                'self.log("loss", loss, prog_bar=True)',
                "return loss",
            ]
        },
    ),
    "it ends when it is good enough": (
        "loss = criterion(net(x), y)\noptimizer.zero_grad()\nloss.backward()\noptimizer.step()\n"
        "if loss < 0.1:\n    break",
        {"on_train_epoch_end": ["if self.loss < 0.1:", "    self.trainer.should_stop = True", "    return"]},
    ),
    "what runs without gradients still does": (
        "loss = criterion(net(x), y)\noptimizer.zero_grad()\nloss.backward()\noptimizer.step()\n"
        "with torch.no_grad():\n    print(net(y).numpy())",
        {"on_train_epoch_end": ["with torch.no_grad():", "    print(self.net(self.y).numpy())"]},
    ),
    "two steps are made by hand": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()\n"
        "optimizer.zero_grad()\nother = net(x).sum()\nother.backward()\noptimizer.step()\nprint(t)",
        {
            "training_step": [
                "optimizer = self.optimizers()",
                "x, y = batch",
                "optimizer.zero_grad()",
                "loss = self.criterion(self.net(x), y)",
                "self.manual_backward(loss)",
                "optimizer.step()",
                "optimizer.zero_grad()",
                "other = self.net(x).sum()",
                "self.manual_backward(other)",
                "optimizer.step()",
            ],
            "on_train_epoch_end": ["t = self.current_epoch", "print(t)"],
        },
    ),
}


@pytest.mark.parametrize("name", EPOCHS)
def test_where_an_epoch_runs(name: str) -> None:
    body, hooks = EPOCHS[name]
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    methods = methods_of(parts(told_of(f"for t in range(500):\n{lines}"))[0])
    given = {hook: text for hook, text in methods.items() if hook not in ("__init__", "configure_optimizers")}
    found = {hook: [line[4:] for line in text.split("\n")[1:]] for hook, text in given.items()}
    assert {hook: found[hook] for hook in hooks} == hooks
    assert not found.keys() - hooks.keys() - {"training_step"}


def test_what_a_bar_shows_is_logged_once() -> None:
    loop = f"from tqdm import tqdm\nbar = tqdm(range(9))\nfor t in bar:{STEP}    bar.set_postfix(loss=loss.item())"
    module, _ = parts(told_of(loop))
    assert module.count("self.log(") == 1


def test_a_function_that_trains_is_read() -> None:
    inner = STEP.replace("\n    ", "\n        ")
    found = told_of(f"def train():\n    for t in range(500):{inner}", "train()")
    assert "max_epochs=500" in parts(found)[1][-2]


@pytest.mark.parametrize("place", ["x = x.to(device)", "net.cuda()"])
def test_the_trainer_takes_the_device_of_the_notebook(place: str) -> None:
    _, around = parts(told_of(f"{place}\nfor t in range(500):{STEP}", data=f"device = 'cuda'{DATA}"))
    assert around[-2] == "trainer = pl.Trainer(max_epochs=500, num_sanity_val_steps=0, log_every_n_steps=1)"


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ("plt.plot(prediction.detach())", True),
        ("show(prediction)", True),
        ("print(t)", False),
    ],
)
def test_whether_it_draws(line: str, drawn: bool) -> None:
    show = "import matplotlib.pyplot as plt\ndef show(values):\n    plt.plot(values)\n    plt.show()"
    assert told_of(show, f"for t in range(500):{STEP}    {line}").draws is drawn


@pytest.mark.parametrize("line", ["plt.plot(prediction.detach())", "print(t)"])
def test_figures_of_a_loop_are_saved(line: str) -> None:
    first = f"import matplotlib.pyplot as plt\n{dedent(BEFORE).replace('(rows, shuffle=True)', '([])')}"
    story = [first.replace("DataLoader(others)", "DataLoader([])"), DATA, f"for t in range(500):{STEP}    {line}"]
    files = {file.path: file.content for file in pipeline.convert(notebook(story), Options()).package.files}
    cli = next(str(text) for path, text in files.items() if path.endswith("/cli.py"))
    assert ("with saved_figures(" in cli) is line.startswith("plt")


def test_a_figure_that_a_cell_draws_around_a_prediction_is_one_figure() -> None:
    first = dedent(BEFORE).replace("(rows, shuffle=True)", "([])").replace("DataLoader(others)", "DataLoader([])")
    story = ["import matplotlib.pyplot as plt\n" + first, DATA, f"for t in range(500):{STEP}"]
    story.append("fig, ax = plt.subplots()\nnet.eval()\nfitted = net(x).detach()\nax.plot(x, fitted)")
    explored = code_of(plan_of(story), "explore")
    assert explored.count("report.figures()") == 1
    assert explored.index("plt.subplots()") < explored.index("ax.plot(") < explored.index("report.figures()")


REFUSED = {
    "batches of a generator": (
        "for t in range(500):\n    for x, y in batches(3):" + STEP.replace("\n    ", "\n        "),
        "takes its batches from something that has no name",
    ),
    "batches by hand": (
        "for t in range(500):\n    x, y = next(iter(train_loader))" + STEP,
        "takes batches of a loader by hand",
    ),
    "in the middle of a step": (
        "for t in range(500):\n    loss = net(x).sum()\n    if loss < 0.1:\n        break\n"
        "    optimizer.zero_grad()\n    loss.backward()\n    optimizer.step()",
        "leaves a step early",
    ),
    "a picture is what is trained": (
        "target = x.clone().requires_grad_(True)\nown = torch.optim.Adam([target])\n"
        "for t in range(500):\n    loss = net(target).sum()\n    own.zero_grad()\n    loss.backward()\n    own.step()",
        "steps 'own', whose parameters are not those of a network",
    ),
    "a closure": (
        "for t in range(500):\n    def closure():\n        optimizer.zero_grad()\n        loss = criterion(net(x), y)\n"
        "        loss.backward()\n        return loss\n    optimizer.step(closure)",
        "computes gradients in a function of its own",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_stays_a_loop(name: str) -> None:
    loop, reason = REFUSED[name]
    found = told(BEFORE, f"import matplotlib.pyplot as plt\n{DATA}", loop)
    assert isinstance(found, Untold), found
    assert found.reason == reason
