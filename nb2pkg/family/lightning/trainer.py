"""What the notebook's Trainer is built with: plain arguments, callbacks with flags of their own, the logger.

Trainer(max_epochs=EPOCHS, callbacks=[EarlyStopping(monitor="val_loss")], logger=CSVLogger("logs"))

-> --trainer.max_epochs, --early_stopping.monitor, --trainer.logger.init_args.save_dir
"""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nb2pkg.family.lightning.arguments import is_value
from nb2pkg.flow.constants import dotted, resolve, single_target, value_of
from nb2pkg.flow.imports import lines_for
from nb2pkg.flow.names import names_of
from nb2pkg.flow.world import World
from nb2pkg.model import Callback, Note, Origin, Parameter, Statement
from nb2pkg.params.kinds import help_for, snake_case, type_of
from nb2pkg.story.effects import Effect, computed_effect, needed_by, used_definitions
from nb2pkg.story.threads import Threads

#: Arguments of today's Trainer (Lightning 2.x).
TRAINER_ARGUMENTS = frozenset(
    "accelerator strategy devices num_nodes precision logger callbacks fast_dev_run max_epochs min_epochs "
    "max_steps min_steps max_time limit_train_batches limit_val_batches limit_test_batches "
    "limit_predict_batches overfit_batches val_check_interval check_val_every_n_epoch "
    "num_sanity_val_steps log_every_n_steps enable_checkpointing enable_progress_bar enable_model_summary "
    "accumulate_grad_batches gradient_clip_val gradient_clip_algorithm deterministic benchmark "
    "inference_mode use_distributed_sampler profiler detect_anomaly barebones plugins sync_batchnorm "
    "reload_dataloaders_every_n_epochs default_root_dir enable_autolog_hparams model_registry".split()
)
#: First positional arguments of callbacks and loggers, by class.
_POSITIONAL: Mapping[str, tuple[str, ...]] = {
    "EarlyStopping": ("monitor", "min_delta", "patience"),
    "ModelCheckpoint": ("dirpath", "filename", "monitor"),
    "LearningRateMonitor": ("logging_interval",),
    "CSVLogger": ("save_dir", "name", "version"),
    "TensorBoardLogger": ("save_dir", "name", "version"),
    "WandbLogger": ("name", "save_dir", "version"),
    "StochasticWeightAveraging": ("swa_lrs",),
    "TQDMProgressBar": ("refresh_rate",),
    "RichProgressBar": ("refresh_rate",),
    "ModelSummary": ("max_depth",),
    "GradientAccumulationScheduler": ("scheduling",),
}

#: Loggers of the library; the folder is the only argument they may need.
_LOGGERS = frozenset(name for name, arguments in _POSITIONAL.items() if "save_dir" in arguments)


@dataclass(frozen=True, slots=True)
class TrainerPlan:
    """The Trainer, decided.

    Attributes:
        arguments: (name, source) for the command line's defaults.
        callbacks: Those with flags of their own.
        parameters: All of it as parameters.
        computed: (name, source) of arguments that running statements are needed for.
        built_in_code: Source of each callback that only code can build.
        absorbed: Statements whose work the command line does now.
        handles: The notebook's name of a callback or logger -> how to get at it from the trainer.
        notes: What is reported.
    """

    arguments: tuple[tuple[str, str], ...]
    callbacks: tuple[Callback, ...]
    parameters: tuple[Parameter, ...]
    computed: tuple[tuple[str, str], ...]
    built_in_code: tuple[str, ...]
    absorbed: frozenset[int]
    handles: Mapping[str, str]
    notes: tuple[Note, ...]


def tool_names(call: ast.Call) -> frozenset[str]:
    """Names that the Trainer's callbacks and logger arguments mention."""
    found: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg in ("callbacks", "logger", "plugins", "strategy", "profiler") or keyword.arg is None:
            found |= {n.id for n in ast.walk(keyword.value) if isinstance(n, ast.Name)}
    return frozenset(found)


def plain_reads(statement: Statement, world: World, threads: Threads) -> frozenset[str]:
    """What must have run for the Trainer's arguments other than callbacks and loggers."""
    call = value_of(ast.parse(statement.text).body[0])
    assert isinstance(call, ast.Call)
    found: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg not in (None, "callbacks", "logger"):
            text = ast.unparse(keyword.value)
            found |= computed_effect(replace(statement, text=text, names=names_of(text)), world, threads).reads
    return frozenset(found)


def plan_trainer(statement: Statement, tools: Sequence[Effect], world: World, threads: Threads) -> TrainerPlan:
    """Decide on every argument of the Trainer."""
    call = value_of(ast.parse(statement.text).body[0])
    assert isinstance(call, ast.Call)
    builder = _Builder(statement, tools, world, threads)
    for keyword in call.keywords:
        builder.argument(keyword.arg, keyword.value)
    if call.args:
        builder.note("the Trainer's positional arguments are left out: today's takes keywords only")
    return builder.plan()


def _node(effect: Effect) -> ast.stmt:
    return ast.parse(effect.statement.text).body[0]


class _Builder:
    """Gathers the plan argument by argument."""

    def __init__(self, statement: Statement, tools: Sequence[Effect], world: World, threads: Threads) -> None:
        self.statement = statement
        self.all_tools = tools
        self.tools = {single_target(_node(e)) or "": e for e in tools}
        self.world = world
        self.threads = threads
        self.arguments: list[tuple[str, str]] = []
        self.callbacks: list[Callback] = []
        self.parameters: list[Parameter] = []
        self.computed: list[tuple[str, str]] = []
        self.in_code: list[str] = []
        self.built_first: list[tuple[str, str]] = []
        self.built_then: list[tuple[str, str]] = []
        self.absorbed: set[int] = set()
        self.handles: dict[str, str] = {}
        self.notes: list[Note] = []

    def plan(self) -> TrainerPlan:
        self._handles()
        return TrainerPlan(
            tuple(self.arguments),
            tuple(self.callbacks),
            tuple(self.parameters),
            tuple(self.computed),
            tuple(self.in_code),
            frozenset(self.absorbed),
            self.handles,
            tuple(self.notes),
        )

    def _handles(self) -> None:
        """How to get at each named callback: those that code builds come first in the Trainer's list."""
        seen: dict[str, int] = {}
        built = [*self.built_first, *self.built_then]
        for name, class_name in built:
            number = seen[class_name] = seen.get(class_name, -1) + 1
            if name and class_name:
                alone = sum(other == class_name for _, other in built) == 1
                self.handles[name] = _handle(class_name) if alone else _numbered(class_name, number)

    def note(self, text: str) -> None:
        self.notes.append(Note("warning", text, self.statement.origin))

    def argument(self, name: str | None, value: ast.expr) -> None:
        if name is None:
            self._unpacked(value)
        elif name not in TRAINER_ARGUMENTS:
            self.note(f"Trainer({name}={ast.unparse(value)}) is no argument of today's Trainer and is left out")
        elif name == "callbacks":
            self._callbacks(value)
        elif name == "logger":
            self._logger(value)
        else:
            self._plain(name, value)

    def _unpacked(self, value: ast.expr) -> None:
        """``Trainer(**settings)``: what a constant holds is known."""
        constant = self.world.constants.get(value.id) if isinstance(value, ast.Name) else None
        node = ast.parse(constant.value, mode="eval").body if constant else value
        if not isinstance(node, ast.Dict) or not all(isinstance(k, ast.Constant) for k in node.keys):
            self.computed.append(("", ast.unparse(value)))
            return
        for key, item in zip(node.keys, node.values, strict=True):
            self.argument(str(key.value) if isinstance(key, ast.Constant) else None, item)

    def _plain(self, name: str, value: ast.expr) -> None:
        source, origins = self._source(value)
        if source is None:
            self.computed.append((name, ast.unparse(value)))
            return
        self.arguments.append((name, source))
        if is_value(ast.parse(source, mode="eval").body):
            comment = self._help(value, name)
            self.parameters.append(
                Parameter(name, "trainer", type_of(name, source), source, comment, origins, "trainer")
            )

    def _help(self, value: ast.expr, name: str) -> str:
        item = self.threads.items.get(value.id) if isinstance(value, ast.Name) else None
        return item.help if item else help_for(name, where="Trainer")

    def _source(self, value: ast.expr) -> tuple[str | None, tuple[Origin, ...]]:
        """The value with constants put in, or None if running statements are needed for it."""
        here = self.statement.origin
        item = self.threads.items.get(value.id) if isinstance(value, ast.Name) else None
        if item is not None and item.default is not None:
            return item.default, (*item.origins, here)
        names = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)}
        if any(map(self._is_configuration, names)):
            return None, (here,)
        names |= self._constants_in(names)
        if names & self.world.computed or any(self._not_alone(name) for name in names & set(self.world.definitions)):
            return None, (here,)
        constants = {n: self.world.constants[n].value for n in self._constants_in(names)}
        tree = _Put(constants).visit(ast.parse(ast.unparse(value), mode="eval"))
        origins = tuple(self.world.constants[n].origin for n in sorted(constants))
        return folded(ast.unparse(tree)), (*origins, here)

    def _is_configuration(self, name: str) -> bool:
        """Whether it holds several options: what is read from it follows them."""
        constant = self.world.constants.get(name)
        if constant is None or constant.sort != "derived":
            return False
        node = ast.parse(constant.value, mode="eval").body
        return isinstance(node, ast.Dict) or (isinstance(node, ast.Call) and dotted(node.func) == "dict")

    def _not_alone(self, name: str) -> bool:
        """Whether the value of a definition depends on what has run: ``CFG.epochs`` where ``CFG`` is changed."""
        used = used_definitions([name], self.world)
        changed = any(used & s.names.changes for s in self.world.statements)
        return changed or any(self.world.inside[one].outside for one in used) or bool(needed_by(used, self.threads))

    def _constants_in(self, names: set[str]) -> set[str]:
        """Constants among the names, and those that their values are made of."""
        found: set[str] = set()
        stack = [n for n in names if n in self.world.constants]
        while stack:
            name = stack.pop()
            if name not in found:
                found.add(name)
                stack += self.world.constants[name].uses
        return found

    def _callbacks(self, value: ast.expr) -> None:
        if isinstance(value, ast.Name) and value.id in self.tools:
            effect = self.tools[value.id]
            bound = value_of(_node(effect))
            more = self._appended(value.id)
            if isinstance(bound, ast.List) and more is not None:
                self.absorbed |= {effect.statement.index, *(e.statement.index for e, _ in more)}
                self.handles[value.id] = "trainer.callbacks"
                for element in [*bound.elts, *(element for _, element in more)]:
                    self._callback(element)
                return
        elements = value.elts if isinstance(value, ast.List | ast.Tuple) else None
        if elements is None and isinstance(value, ast.Call | ast.Name) and not isinstance(value, ast.List):
            elements = [value] if self._built(value) else None
        if elements is None:
            self.in_code.append(f"*{ast.unparse(value)}" if not isinstance(value, ast.Call) else ast.unparse(value))
            return
        for element in elements:
            self._callback(element)

    def _appended(self, name: str) -> list[tuple[Effect, ast.expr]] | None:
        """What ``name.append(...)`` adds at the top level, or None if the list is changed in another way."""
        found: list[tuple[Effect, ast.expr]] = []
        for effect in self.all_tools:
            if name not in effect.changes or name in effect.binds:
                continue
            match _node(effect):
                case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(), attr="append"), args=[element])):
                    found.append((effect, element))
                case _:
                    return None
        return found if sum(name in e.binds for e in self.all_tools) == 1 else None

    def _built(self, value: ast.expr) -> ast.Call | None:
        """The call that builds a callback or logger, here or in the statement that names it."""
        if isinstance(value, ast.Call):
            return value
        if isinstance(value, ast.Name) and value.id in self.tools:
            effect = self.tools[value.id]
            bound = value_of(_node(effect))
            changed = any(value.id in e.changes and e is not effect for e in self.all_tools)
            if isinstance(bound, ast.Call) and not changed:
                return bound
        return None

    def _callback(self, element: ast.expr) -> None:
        call = self._built(element)
        name = dotted(call.func) if call else None
        values = self._values(call, name) if call and name else None
        if call is None or name is None or values is None or self._needs_more(name):
            self.in_code.append(ast.unparse(element))
            self.built_first.append((element.id if isinstance(element, ast.Name) else "", name or ""))
            return
        self.built_then.append((element.id if isinstance(element, ast.Name) else "", name))
        if isinstance(element, ast.Name):
            self.absorbed.add(self.tools[element.id].statement.index)
        class_name = name.rpartition(".")[2]
        key = self._free_key(snake_case(class_name))
        origin = self._origin(element)
        self.callbacks.append(Callback(key, self._import_line(name), class_name, values))
        for argument, source in values:
            kind = type_of(argument, source)
            self.parameters.append(
                Parameter(argument, key, kind, source, help_for(argument, where=class_name), (origin,), "keyword")
            )

    def _needs_more(self, name: str) -> bool:
        """A callback of the notebook's own that takes what the notebook computes."""
        keys = self.threads.needs.get(name, ())
        return any(self.threads.items[key].default is None for key in keys)

    def _origin(self, element: ast.expr) -> Origin:
        if isinstance(element, ast.Name) and element.id in self.tools:
            return self.tools[element.id].statement.origin
        return self.statement.origin

    def _free_key(self, key: str) -> str:
        taken = {callback.key for callback in self.callbacks} | {"data", "model", "trainer"}
        if key not in taken:
            return key
        number = 2
        while f"{key}_{number}" in taken:
            number += 1
        return f"{key}_{number}"

    def _values(self, call: ast.Call, name: str) -> tuple[tuple[str, str], ...] | None:
        """The call's arguments where all of them are values, under their names."""
        pairs = self._named(call, name)
        found = [(argument, self._value(node)) for argument, node in pairs or ()]
        values = tuple((argument, source) for argument, source in found if source is not None)
        return None if pairs is None or len(values) < len(found) else values

    def _named(self, call: ast.Call, name: str) -> list[tuple[str, ast.expr]] | None:
        """The call's arguments under their names, or None where those cannot be told."""
        last = name.rpartition(".")[2]
        definition = self.world.definitions.get(name)
        names = tuple(n for n, _ in definition.arguments) if definition else _POSITIONAL.get(last, ())
        unpacked = any(k.arg is None for k in call.keywords) or any(isinstance(a, ast.Starred) for a in call.args)
        if unpacked or len(call.args) > len(names):
            return None
        return [*zip(names, call.args, strict=False), *((k.arg, k.value) for k in call.keywords if k.arg)]

    def _value(self, node: ast.expr) -> str | None:
        source, _ = self._source(node)
        plain = source is not None and (is_value(ast.parse(source, mode="eval").body) or source == "None")
        return source if plain else None

    def _import_line(self, name: str) -> str:
        if name in self.world.definitions:
            return f"from .train import {name}"
        full = resolve(name, self.world.aliases)
        module, _, last = full.rpartition(".")
        return f"from {module} import {last}" if module else (lines_for([name], self.world.imports) or ("",))[0]

    def _logger(self, value: ast.expr) -> None:
        if isinstance(value, ast.Constant):
            self.arguments.append(("logger", ast.unparse(value)))
            self.parameters.append(
                Parameter(
                    "logger",
                    "trainer",
                    "bool",
                    ast.unparse(value),
                    "Whether to log.",
                    (self.statement.origin,),
                    "trainer",
                )
            )
            return
        if isinstance(value, ast.Name) and value.id in self.tools:
            effect = self.tools[value.id]
            bound = value_of(_node(effect))
            if isinstance(bound, ast.List | ast.Tuple) and not any(value.id in e.changes for e in self.all_tools):
                self.absorbed.add(effect.statement.index)
                self.handles[value.id] = "trainer.loggers"
                value = bound
        parts = list(value.elts) if isinstance(value, ast.List | ast.Tuple) else [value]
        several = isinstance(value, ast.List | ast.Tuple)
        sources = [self._logger_source(part, n if several else None) for n, part in enumerate(parts)]
        if any(source is None for source in sources):
            self.note(f"Trainer(logger={ast.unparse(value)}) is built from computed values and is left out")
            return
        source = f"[{', '.join(filter(None, sources))}]" if several else (sources[0] or "")
        self.arguments.append(("logger", source))

    def _logger_source(self, value: ast.expr, number: int | None) -> str | None:
        call = self._built(value)
        name = dotted(call.func) if call else None
        values = self._logger_values(call, name, number) if call and name else None
        if name is None or values is None:
            return None
        if isinstance(value, ast.Name):
            self.absorbed.add(self.tools[value.id].statement.index)
            self.handles[value.id] = "trainer.logger" if number is None else f"trainer.loggers[{number}]"
        full = resolve(name, self.world.aliases)
        inner = ", ".join(f"{argument!r}: {source}" for argument, source in values)
        for argument, source in values:
            self.parameters.append(
                Parameter(
                    f"logger.init_args.{argument}",
                    "trainer",
                    type_of(argument, source),
                    source,
                    help_for(argument, where=full.rpartition(".")[2]),
                    (self._origin(value),),
                    "keyword",
                )
            )
        return f"{{'class_path': {full!r}, 'init_args': {{{inner}}}}}"

    def _logger_values(self, call: ast.Call, name: str, number: int | None) -> tuple[tuple[str, str], ...] | None:
        """The logger's arguments; what is computed for one that can do without it is left out, and said so.

        CSVLogger(save_dir="logs", name=model.name)  ->  CSVLogger(save_dir="logs")
        """
        last = name.rpartition(".")[2]
        pairs = self._named(call, name)
        if name in self.world.definitions or last not in _LOGGERS or pairs is None:
            return self._values(call, name)
        found = [(argument, self._value(node)) for argument, node in pairs]
        if any(argument == "save_dir" and source is None for argument, source in found):
            return None
        for argument, node in pairs:
            if self._value(node) is None:
                flag = f"--trainer.logger.init_args.{argument}" if number is None else "it in --trainer.logger"
                text = f"{last}({argument}={ast.unparse(node)}) is built from computed values and is left out"
                self.note(f"{text}: give {flag}")
        return tuple((argument, source) for argument, source in found if source is not None)


def folded(source: str) -> str:
    """``os.path.join("runs", "checkpoints")`` and f-strings of literals as the text they make."""
    match ast.parse(source, mode="eval").body:
        case ast.Call(func=func, args=args, keywords=[]) if dotted(func) in ("os.path.join", "path.join") and args:
            parts = [a.value for a in args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            return repr(posixpath.join(*parts)) if len(parts) == len(args) else source
        case ast.JoinedStr(values=values):
            texts = [_text_of(v) for v in values]
            return repr("".join(filter(None, texts))) if all(t is not None for t in texts) else source
    return source


def _text_of(value: ast.expr) -> str | None:
    match value:
        case ast.Constant(value=str() as text):
            return text
        case ast.FormattedValue(value=ast.Constant(value=str() | int() as inner), conversion=-1, format_spec=None):
            return str(inner)
    return None


class _Put(ast.NodeTransformer):
    """Puts constants' values in for their names."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self.values.get(node.id)
        if value is None:
            return node
        inner: ast.expr = self.visit(ast.parse(value, mode="eval").body)  # made of other constants itself
        return inner


def _handle(name: str) -> str:
    last = name.rpartition(".")[2]
    if last == "ModelCheckpoint":
        return "trainer.checkpoint_callback"
    if last == "EarlyStopping":
        return "trainer.early_stopping_callback"
    return f"next(callback for callback in trainer.callbacks if isinstance(callback, {name}))"


def _numbered(name: str, number: int) -> str:
    return f"[callback for callback in trainer.callbacks if type(callback) is {name}][{number}]"
