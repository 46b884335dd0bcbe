"""Training loops before, and the LightningModules that they become."""

from __future__ import annotations

from textwrap import dedent

import pytest
from stories import code_of, notebook, plan_of, program_of

from nb2pkg import pipeline
from nb2pkg.flow.world import survey
from nb2pkg.loops.tell import Told, Untold, tell_training_loop
from nb2pkg.loops.unfold import unfold_training
from nb2pkg.model import Kind, Statement
from nb2pkg.options import Options
from nb2pkg.pipeline import trains_in_a_loop

BEFORE = """
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader
N = 3
train_loader, test_loader = DataLoader(rows, shuffle=True), DataLoader(others)
net = nn.Linear(4, 2)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
"""
STEP = """
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
"""
OPTIMIZERS = """
def configure_optimizers(self):
    optimizer = torch.optim.SGD(self.net.parameters(), lr=0.1)
    return optimizer
"""


def told(*cells: str) -> Told | Untold | None:
    program = unfold_training(program_of([dedent(cell) for cell in cells]))
    return tell_training_loop(program, survey(program))


def parts(found: Told) -> tuple[str, list[str]]:
    """The class, and what stands around it."""
    made = [s for s in found.program.statements if s.why == "trains"]
    module = next(s.text for s in made if s.kind is Kind.CLASS)
    return module, [s.text for s in made if s.kind is not Kind.CLASS]


def methods_of(module: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in dedent("\n".join(module.split("\n")[1:])).split("\n\n"):
        found[block.split("def ")[1].split("(")[0]] = dedent(block).strip("\n")
    return found


def module_of(loop: str, *behind: str) -> dict[str, str]:
    found = told(BEFORE, loop, *behind)
    assert isinstance(found, Told), found
    return methods_of(parts(found)[0])


def test_a_plain_loop() -> None:
    found = told(BEFORE, f"for epoch in range(N):\n    for x, y in train_loader:{STEP}    print(epoch)\n", "print(net)")
    assert isinstance(found, Told)
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
                loss = self.criterion(self.net(x), y)
                return loss

            def on_train_epoch_end(self):
                epoch = self.current_epoch
                print(epoch)"""
    )
    assert around == [
        "import lightning.pytorch as pl",
        "model = LitModel(net, criterion)",
        "trainer = pl.Trainer(max_epochs=N, num_sanity_val_steps=0)",
        "trainer.fit(model, train_loader)",
    ]
    assert found.told == "the training loop is the LightningModule LitModel now"


# What a step does -> what is left of it, and the arguments of the Trainer that it turns into.
STEPS = {
    "gradients are cleared behind the step": (
        "loss = criterion(net(x), y)\nloss.backward()\noptimizer.step()\noptimizer.zero_grad()",
        "loss = self.criterion(self.net(x), y)\nreturn loss",
        "",
    ),
    "the network clears them": (
        "net.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()",
        "loss = self.criterion(self.net(x), y)\nreturn loss",
        "",
    ),
    "what only looks at the loss comes before it": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()\nprint(loss.item())",
        "loss = self.criterion(self.net(x), y)\nprint(loss.item())\nreturn loss",
        "",
    ),
    "gradients are clipped": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\n"
        "nn.utils.clip_grad_norm_(net.parameters(), 0.5)\noptimizer.step()",
        "loss = self.criterion(self.net(x), y)\nreturn loss",
        "gradient_clip_val=0.5, ",
    ),
    "gradients are clipped by value": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\n"
        "nn.utils.clip_grad_value_(net.parameters(), clip_value=0.5)\noptimizer.step()",
        "loss = self.criterion(self.net(x), y)\nreturn loss",
        'gradient_clip_val=0.5, gradient_clip_algorithm="value", ',
    ),
    "a batch is moved": (
        "x, y = x.to(device), y.cuda()\noptimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\n"
        "optimizer.step()",
        "loss = self.criterion(self.net(x), y)\nreturn loss",
        "",
    ),
    "something is put on the device": (
        "optimizer.zero_grad()\nloss = criterion(net(x + torch.ones(1).to(device)), y)\nloss.backward()\n"
        "optimizer.step()",
        "loss = self.criterion(self.net(x + torch.ones(1).to(self.device)), y)\nreturn loss",
        "",
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_lightning_optimizes_where_that_is_the_same(name: str) -> None:
    body, left, arguments = STEPS[name]
    lines = "\n".join(f"        {line}" for line in body.split("\n"))
    found = told(
        BEFORE, "device = torch.device('cpu')", f"for epoch in range(N):\n    for x, y in train_loader:\n{lines}"
    )
    assert isinstance(found, Told)
    module, around = parts(found)
    head = "def training_step(self, batch, batch_idx):\n    x, y = batch\n"
    assert methods_of(module)["training_step"] == head + "\n".join(f"    {line}" for line in left.split("\n"))
    assert around[2] == f"trainer = pl.Trainer(max_epochs=N, {arguments}num_sanity_val_steps=0)"
    assert not found.manual


# Steps that Lightning's own optimization would change.
MANUAL = {
    "gradients of several batches": "loss = criterion(net(x), y)\nloss.backward()\noptimizer.step()",
    "gradients are looked at": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\nprint(net.weight.grad)\noptimizer.step()"
    ),
    "the network is asked after the step": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()\nprint(net(x))"
    ),
    "two steps": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()\n"
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()"
    ),
    "only sometimes": (
        "loss = criterion(net(x), y)\nloss.backward()\nif i % 4 == 3:\n    optimizer.step()\n    optimizer.zero_grad()"
    ),
    "the loss is no name": ("optimizer.zero_grad()\n(criterion(net(x), y) * 2).backward()\noptimizer.step()"),
    "the graph is kept": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward(retain_graph=True)\noptimizer.step()"
    ),
    "the loss is another one afterwards": (
        "optimizer.zero_grad()\nloss = criterion(net(x), y)\nloss.backward()\noptimizer.step()\nloss = 0"
    ),
}


@pytest.mark.parametrize("name", MANUAL)
def test_else_the_step_stays_what_it_is(name: str) -> None:
    lines = "\n".join(f"        {line}" for line in MANUAL[name].split("\n"))
    found = told(BEFORE, f"for epoch in range(N):\n    for i, (x, y) in enumerate(train_loader):\n{lines}")
    assert isinstance(found, Told)
    assert found.manual
    assert found.told.endswith(", under manual optimization")
    methods = methods_of(parts(found)[0])
    assert "    self.automatic_optimization = False" in methods["__init__"].split("\n")
    body = MANUAL[name].replace("net", "self.net").replace("criterion", "self.criterion").replace("i %", "batch_idx %")
    for given, taken in (
        ("(self.criterion(self.net(x), y) * 2).backward()", "self.manual_backward(self.criterion(self.net(x), y) * 2)"),
        ("loss.backward(retain_graph=True)", "self.manual_backward(loss, retain_graph=True)"),
        ("loss.backward()", "self.manual_backward(loss)"),
    ):
        body = body.replace(given, taken)
    head = "def training_step(self, batch, batch_idx):\n    optimizer = self.optimizers()\n    x, y = batch\n"
    assert methods["training_step"] == head + "\n".join(f"    {line}" for line in body.split("\n"))


def test_what_lives_longer_than_a_hook_is_kept_by_the_module() -> None:
    methods = module_of(
        f"best = np.inf\nhistory = []\nfor epoch in range(1, N + 1):\n    total = 0\n"
        f"    for x, y in train_loader:{STEP}        total += loss.item()\n    history.append(total)\n"
        "    if total < best:\n        best = total\n"
        "    print(f'{epoch}: {total}')",
        "print(history, best)",
    )
    assert methods["__init__"].split("\n")[-2:] == ["    self.best = np.inf", "    self.history = []"]
    assert methods["on_train_epoch_start"] == "def on_train_epoch_start(self):\n    self.total = 0"
    assert methods["on_train_epoch_end"] == dedent(
        """\
        def on_train_epoch_end(self):
            epoch = self.current_epoch + 1
            self.history.append(self.total)
            if self.total < self.best:
                self.best = self.total
            print(f'{epoch}: {self.total}')"""
    )


def test_what_the_loop_leaves_is_read_from_the_module() -> None:
    found = told(
        BEFORE,
        f"best = np.inf\nfor epoch in range(N):\n    for x, y in train_loader:{STEP}    best = min(best, 1)",
        "print(best, loss)\ntorch.save(optimizer.state_dict(), 'o.pt')",
    )
    assert isinstance(found, Told)
    assert parts(found)[1][-3:] == [
        "best = model.best",
        "loss = model.loss",
        "optimizer = trainer.optimizers[0]",
    ]


def test_a_pass_that_measures() -> None:
    methods = module_of(
        f"for epoch in range(N):\n    net.train()\n    for x, y in train_loader:{STEP}    net.eval()\n    seen = 0\n"
        "    with torch.no_grad():\n        for i, (x, y) in enumerate(test_loader, 1):\n"
        "            seen += len(x) * i\n"
        "    accuracy = seen / len(test_loader.dataset)\n    print('Accuracy', accuracy)"
    )
    assert list(methods) == [
        *("__init__", "configure_optimizers", "training_step", "on_validation_epoch_start", "validation_step"),
        *("on_validation_epoch_end", "on_train_epoch_end"),
    ]
    assert methods["on_validation_epoch_start"].split("\n")[1:] == ["    self.seen = 0"]
    assert methods["validation_step"].split("\n")[1:] == [
        "    i = batch_idx + 1",
        "    x, y = batch",
        "    self.seen += len(x) * i",
    ]
    assert methods["on_validation_epoch_end"].split("\n")[1:] == [
        "    self.accuracy = self.seen / len(self.trainer.val_dataloaders.dataset)",
        '    self.log("accuracy", self.accuracy, prog_bar=True)',
    ]
    assert methods["on_train_epoch_end"].split("\n")[1:] == ["    print('Accuracy', self.accuracy)"]


def test_what_runs_without_gradients_behind_the_passes_still_does() -> None:
    methods = module_of(
        f"for epoch in range(N):\n    net.train()\n    for x, y in train_loader:{STEP}    net.eval()\n"
        "    with torch.no_grad():\n        for x, y in test_loader:\n            print(net(x))\n"
        "    with torch.no_grad():\n        print(net(x).numpy())\n"
    )
    assert "no_grad" not in methods["validation_step"]
    assert methods["on_train_epoch_end"].split("\n")[1:] == [
        "    with torch.no_grad():",
        "        print(self.net(self.x).numpy())",
    ]


# What stands around the passes -> the hooks in which it is.
AROUND = {
    "each starts with its pass": (
        "total = 0\n    seen = 0",
        "total += 1",
        "",
        "seen += len(x)",
        "",
        {"on_train_epoch_start": ["self.total = 0"], "on_validation_epoch_start": ["self.seen = 0"]},
    ),
    "training is summed up after it": (
        "total = 0",
        "total += 1",
        "mean = total / 3\n    seen = 0",
        "seen += len(x)",
        "print(mean, seen)",
        {
            "on_validation_epoch_start": ["self.seen = 0"],
            "on_train_epoch_end": ["mean = self.total / 3", "print(mean, self.seen)"],
        },
    ),
    "unless measuring starts with its name": (
        "total = 0",
        "total += 1",
        "mean = total / 3\n    total = 0",
        "total += len(x)",
        "print(mean, total)",
        {
            "on_validation_epoch_start": ["self.mean = self.total / 3", "self.total = 0"],
            "on_train_epoch_end": ["print(self.mean, self.total)"],
        },
    ),
    "what calls something stays": (
        "total = 0",
        "total += 1",
        "mean = criterion(total)\n    seen = 0",
        "seen += len(x)",
        "seen = criterion(seen)\n    print(mean, seen)",
        {
            "on_validation_epoch_start": ["self.mean = self.criterion(self.total)", "self.seen = 0"],
            "on_train_epoch_end": ["self.seen = self.criterion(self.seen)", "print(self.mean, self.seen)"],
        },
    ),
    "what is measured is summed up over what is not": (
        "total = 0\n    seen = 0",
        "total += 1",
        "",
        "seen += len(x)",
        "total = total / 3\n    seen = seen / 4\n    both = seen + total\n    print(both)",
        {
            "on_validation_epoch_end": ["self.seen = self.seen / 4"],
            "on_train_epoch_end": ["self.total = self.total / 3", "both = self.seen + self.total", "print(both)"],
        },
    ),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_belongs_to_measuring_goes_with_it(name: str) -> None:
    start, train, between, check, end, hooks = AROUND[name]
    methods = module_of(
        f"for epoch in range(N):\n    {start}\n    for x, y in train_loader:{STEP}        {train}\n"
        f"    {between or 'pass'}\n    net.eval()\n    for x, y in test_loader:\n        {check}\n"
        f"    net.train()\n    {end or 'pass'}"
    )
    for hook, lines in hooks.items():
        assert [line.strip() for line in methods[hook].split("\n")[1:] if line.strip() != "pass"] == lines


@pytest.mark.parametrize(
    ("start", "between"), [("", ""), ("net.train()", ""), ("", "net.eval()"), ("net.eval()", "net.eval()")]
)
def test_other_modes_are_those_of_the_loop(start: str, between: str) -> None:
    methods = module_of(
        f"for epoch in range(N):\n    {start or 'pass'}\n    for x, y in train_loader:{STEP}    {between or 'pass'}\n"
        "    for x, y in test_loader:\n        print(net(x))\n"
    )
    assert "on_validation_model_eval" in methods
    assert "on_validation_model_train" in methods
    for line, method in ((start, "on_train_epoch_start"), (between, "on_validation_epoch_start")):
        assert not line or f"    self.{line}" in methods[method].split("\n")


def test_the_first_train_stays_where_something_was_evaluated_before() -> None:
    loop = (
        f"for epoch in range(N):\n    net.train()\n    for x, y in train_loader:{STEP}    net.eval()\n"
        "    for x, y in test_loader:\n        print(net(x))\n"
    )
    assert "on_train_epoch_start" not in module_of(loop)
    found = told(BEFORE, "net.eval()\nprint(net(1))", loop)
    assert isinstance(found, Told)
    assert "self.net.train()" in methods_of(parts(found)[0])["on_train_epoch_start"]


def test_a_break_ends_the_training() -> None:
    methods = module_of(
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}    if epoch > 1:\n        print('enough')\n"
        "        break\n    print('more')"
    )
    assert methods["on_train_epoch_end"].split("\n")[2:] == [
        "    if epoch > 1:",
        "        print('enough')",
        "        self.trainer.should_stop = True",
        "        return",
        "    print('more')",
    ]


FUNCTIONS = """
def train(model, loader, every=5):
    \"\"\"One pass.\"\"\"
    model.train()
    total = 0
    for i, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        if i % every == 0:
            print(i)
    return total / len(loader)

def test(loader):
    net.eval()
    right = 0
    for x, y in loader:
        right += (net(x).argmax(1) == y).sum().item()
    print('right', right)
"""


def test_functions_that_a_loop_calls() -> None:
    found = told(
        BEFORE, FUNCTIONS, "for epoch in range(N):\n    loss_of_epoch = train(net, train_loader)\n    test(test_loader)"
    )
    assert isinstance(found, Told)
    module, around = parts(found)
    methods = methods_of(module)
    assert methods["training_step"].split("\n")[1:] == [
        "    x, y = batch",
        "    loss = self.criterion(self.net(x), y)",
        "    self.total += loss.item()",
        "    if batch_idx % every == 0:",
        "        print(batch_idx)",
        "    return loss",
    ]
    assert methods["on_validation_epoch_start"].split("\n")[1:] == ["    self.right = 0"]
    assert "    loss_of_epoch = self.total / len(self.trainer.train_dataloader)" in methods["on_train_epoch_end"]
    assert around[1] == "every = 5"
    assert not any(s.kind is Kind.FUNCTION for s in found.program.statements)
    assert found.told == "the training loop, with train() and test(), is the LightningModule LitModel now"


def test_a_function_that_is_used_elsewhere_stays() -> None:
    loop = "for epoch in range(N):\n    train(net, train_loader)\n    test(test_loader)\ntest(test_loader)"
    found = told(BEFORE, FUNCTIONS, loop)
    assert isinstance(found, Told)
    assert [min(s.names.binds) for s in found.program.statements if s.kind is Kind.FUNCTION] == ["test"]


def test_a_function_with_the_whole_loop() -> None:
    found = told(
        BEFORE,
        f"def fit(net, epochs=7, lr=0.5):\n    optimizer = torch.optim.SGD(net.parameters(), lr=lr)\n"
        f"    for epoch in range(epochs):\n        for x, y in train_loader:{STEP.replace(chr(10), chr(10) + '    ')}\n"
        "    print('done')\n    return net",
        "other = nn.Linear(4, 2)\nfit(other, epochs=2)",
    )
    assert isinstance(found, Told)
    module, around = parts(found)
    assert "torch.optim.SGD(self.other.parameters(), lr=lr)" in module
    assert around[2] == "trainer = pl.Trainer(max_epochs=epochs, num_sanity_val_steps=0)"
    texts = [s.text for s in found.program.statements]
    assert "epochs = 2" in texts
    assert texts[-1] == "print('done')"


def test_several_optimizers_take_turns_by_hand() -> None:
    found = told(
        BEFORE,
        "other = nn.Linear(2, 4)\nsecond = torch.optim.Adam(other.parameters())\n"
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}"
        "        second.zero_grad()\n        other(net(x)).sum().backward()\n        second.step()\n"
        "    print(second.param_groups)",
    )
    assert isinstance(found, Told)
    methods = methods_of(parts(found)[0])
    assert methods["configure_optimizers"].split("\n")[-1] == "    return optimizer, second"
    assert methods["training_step"].split("\n")[1] == "    optimizer, second = self.optimizers()"
    assert methods["on_train_epoch_end"].split("\n")[1:] == ["    print(self.optimizers()[1].param_groups)"]


def test_lines_know_where_they_stood() -> None:
    found = told(BEFORE, FUNCTIONS, "for epoch in range(N):\n    train(net, train_loader)")
    assert isinstance(found, Told)
    module = next(s for s in found.program.statements if s.why == "trains" and s.kind is Kind.CLASS)
    lines = module.text.split("\n")
    where = {lines[number - 1].strip(): (place.cell, place.first) for number, place in module.places}
    assert where["loss = self.criterion(self.net(x), y)"] == (1, 7)
    assert where["optimizer = torch.optim.SGD(self.net.parameters(), lr=0.1)"] == (0, 9)


def test_bars_are_those_of_the_trainer() -> None:
    step = STEP.replace("optimizer.step()", "optimizer.step()\n        inner.set_postfix(loss=loss.item(), n=3)")
    found = told(
        BEFORE,
        "from tqdm import tqdm",
        "bar = tqdm(range(N))\nfor epoch in bar:\n    inner = tqdm(train_loader, leave=False)\n"
        f"    for x, y in inner:{step}    bar.set_description('next')",
    )
    assert isinstance(found, Told)
    module, around = parts(found)
    assert methods_of(module)["training_step"].split("\n")[2:] == [
        "    loss = self.criterion(self.net(x), y)",
        '    self.log("loss", loss.item(), prog_bar=True)',
        "    return loss",
    ]
    assert around[2] == "trainer = pl.Trainer(max_epochs=N, num_sanity_val_steps=0)"
    assert not any("bar =" in s.text for s in found.program.statements)


@pytest.mark.parametrize("place", ["net.to(device)", "net = net.to(device)", "net.cuda()"])
def test_what_goes_on_with_the_network_finds_it_where_it_was(place: str) -> None:
    loop = f"for epoch in range(N):\n    for x, y in train_loader:{STEP}"
    found = told(BEFORE, f"device = torch.device('cpu')\n{place}", loop, "print(net)")
    assert isinstance(found, Told)
    assert parts(found)[1][-1] == place.removeprefix("net = ")
    assert [s.text for s in told_program(loop, place)][-1] == "trainer.fit(model, train_loader)"


def told_program(loop: str, place: str) -> tuple[Statement, ...]:
    found = told(BEFORE, f"device = torch.device('cpu')\n{place}", loop)
    assert isinstance(found, Told)
    return found.program.statements


def test_a_number_of_epochs_that_is_computed_reaches_the_trainer() -> None:
    first = BEFORE.replace("N = 3\n", "quick = bool(rows)\nN = 3\nN = 1 if quick else N\nprint(N)\n")
    story = [dedent("rows = [1]\n" + first), f"for epoch in range(N):\n    for x, y in train_loader:{STEP}"]
    done = pipeline.convert(notebook(story), Options())
    assert trains_in_a_loop(done.plan)
    assert "self.trainer_max_epochs = N" in code_of(done.plan, "data")


def test_a_function_that_no_trainer_can_tell_says_why_where_it_is() -> None:
    lines = "".join(f"    print({number})\n" for number in range(20))
    inner = STEP.replace("\n", "\n    ").rstrip(" ")
    function = f"def fit(net):\n{lines}    for epoch in range(7):\n        for x, y in train_loader:{inner}"
    plan = plan_of([dedent("rows = others = [1]\n" + BEFORE), function, "np = np\nfit(net)"])
    assert not trains_in_a_loop(plan)
    notes = [note for note in plan.notes if note.text.startswith("the training loop stays a loop: it cannot be told")]
    assert [(note.origin.cell, note.origin.first) for note in notes if note.origin] == [(1, 22)]


REFUSED = {
    "two loops": (
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}",
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}",
        "is one of 2 places that train",
    ),
    "until it is good": (
        f"while True:\n    for x, y in train_loader:{STEP}",
        "",
        "does not count epochs with a range",
    ),
    "early": (
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}        break",
        "",
        "leaves a pass over batches early",
    ),
    "a new optimizer each epoch": (
        "for epoch in range(N):\n    own = torch.optim.SGD(net.parameters(), lr=1 / (epoch + 1))\n"
        f"    for x, y in train_loader:{STEP.replace('optimizer', 'own')}",
        "",
        "steps 'own', which is not built once before it",
    ),
    "the optimizer is used before": (
        f"print(optimizer)\nfor epoch in range(N):\n    for x, y in train_loader:{STEP}",
        "",
        "uses 'optimizer' before it trains",
    ),
    "another head": (
        f"net.fc = nn.Linear(2, 2)\nfor epoch in range(N):\n    for x, y in train_loader:{STEP}",
        "",
        "changes the network between building its optimizer and training",
    ),
    "a function that reads what the loop computes": (
        "def tell():\n    print(loss)",
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}    tell()",
        "calls functions that read 'loss' of the loop",
    ),
    "something may not be there": (
        "if N > 2:\n    extra = torch.ones(2)",
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}    print(extra)",
        "reads 'extra', which is bound on some paths only",
    ),
    "the count is read behind it": (
        f"for epoch in range(N):\n    for x, y in train_loader:{STEP}",
        "print(epoch)",
        "counts what is read behind it",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_says_why(name: str) -> None:
    first, second, reason = REFUSED[name]
    found = told(BEFORE, first, *([second] if second else []))
    assert isinstance(found, Untold), found
    assert found.reason == reason


def test_where_nothing_is_trained_there_is_nothing_to_tell() -> None:
    assert told(BEFORE, "for epoch in range(N):\n    print(epoch)") is None
