"""A datamodule for a notebook that hands bare loaders to the Trainer.

train_loader = DataLoader(...)               class ReviewsDataModule(LightningDataModule):
val_loader = DataLoader(...)           ->        def __init__(self, batch_size=32): ...   # builds both
trainer.fit(model, train_loader, val_loader)     def train_dataloader(self): return self.train_loader
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from nb2pkg.family.lightning.handed import free_attributes
from nb2pkg.family.lightning.segments import Segments
from nb2pkg.family.lightning.shape import Shape
from nb2pkg.family.lightning.targets import Built, described, item_parameters
from nb2pkg.family.stages import Stage, constant_keys, merged_origins, statement_text, step_texts
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.reserved import reserved_by
from nb2pkg.flow.world import World
from nb2pkg.model import Member, Target
from nb2pkg.rules.docstring_entry import function_doc
from nb2pkg.rules.source import function, indent
from nb2pkg.story.effects import Effect
from nb2pkg.story.threads import Threads

_HOOKS = {
    "train": "train_dataloader",
    "val": "val_dataloader",
    "test": "test_dataloader",
    "predict": "predict_dataloader",
}


#: Attributes that the written class has itself.
_RESERVED = reserved_by(["LightningDataModule"])


def loader_module(
    shape: Shape,
    segments: Segments,
    stages: Sequence[Stage],
    wanted: frozenset[str],
    world: World,
    threads: Threads,
    title: str,
    taken: set[str],
    computed: Mapping[str, Effect],
) -> tuple[Built, list[Member], Mapping[str, str]]:
    """Write the datamodule that serves the notebook's loaders.

    Returns:
        The slot, the class, and the computed names that it keeps -> under which attributes.
    """
    own = constant_keys([*segments.data, *computed.values()], threads)
    items = [threads.items[key] for key in own]
    name = _class_name(title, taken)
    served = _served(shape, segments, wanted)
    names = dict.fromkeys([*(loader for _, loader in served), *sorted(wanted)])
    attributes = free_attributes([item.argument for item in items], _RESERVED)
    context = free_attributes(names, _RESERVED | frozenset(attributes.values()))
    base = next((alias for alias, full in world.aliases.items() if full.endswith(".LightningDataModule")), "")
    base = base or _dotted_base(world)
    parameters = tuple(item_parameters(items, "data"))
    text = [f"class {name}({base}):"]
    about = function_doc("Serves the data loaders that the notebook builds.", described(parameters))
    text.append(indent(about).rstrip("\n"))
    signature = ", ".join(["self", *(f"{p.name}: {p.type} = {p.default}" for p in parameters)])
    where = "; the arguments are described in the class" if "Args:" in about else ""
    body = [f'"""Initialize the instance{where}."""', "super().__init__()"]
    body += [f"self.{attribute} = {argument}" for argument, attribute in attributes.items()]
    used = frozenset(context).union(*(effect.reads for effect in computed.values()))
    body += step_texts(segments.data, stages, world, threads, used)
    body += [f"self.{attribute} = {name}" for name, attribute in context.items()]
    body += [f"self.{attribute} = {statement_text(value, world, threads)}" for attribute, value in computed.items()]
    text.append(indent(function(f"def __init__({signature}) -> None", body)))
    for kind, loader in served:
        what = {"train": "training", "val": "validation"}.get(kind, kind)
        hook = [f'"""Return the loader of the {what} data."""', f"return self.{context[loader]}"]
        text.append(indent(function(f"def {_HOOKS[kind]}(self)", hook)))
    code = "\n".join([text[0], *(part.rstrip("\n") + "\n" for part in text[1:])])
    origins = merged_origins(e.statement.origin for e in segments.data)
    target = Target("data", name, name, False, parameters)
    options = {key: item.argument for key, item in zip(own, items, strict=True)}
    return Built(target, options=options), [Member(name, "class", code, origins)], context


def _dotted_base(world: World) -> str:
    for alias, full in world.aliases.items():
        if full in ("lightning.pytorch", "pytorch_lightning", "lightning"):
            return f"{alias}.LightningDataModule"
    return "LightningDataModule"


def _served(shape: Shape, segments: Segments, wanted: frozenset[str]) -> list[tuple[str, str]]:
    served = list(zip(("train", "val"), shape.loaders, strict=False))
    for method, kind in (("test", "test"), ("predict", "predict"), ("validate", "val")):
        if kind in dict(served):
            continue
        for effect in [*segments.before, *segments.after, *segments.explore_after]:
            loader = _loader_of(effect, f"{shape.trainer_name}.{method}")
            if loader and loader in wanted:
                served.append((kind, loader))
                break
    return served


def _loader_of(effect: Effect, called: str) -> str | None:
    for node in ast.walk(ast.parse(effect.statement.text)):
        if isinstance(node, ast.Call) and dotted(node.func) == called:
            values = [k.value for k in node.keywords if k.arg in ("dataloaders", "test_dataloaders", "val_dataloaders")]
            values += node.args[1:2]
            for value in values:
                if isinstance(value, ast.Name):
                    return value.id
    return None


def _class_name(title: str, taken: set[str]) -> str:
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in title).split()
    stem = "".join(word[:1].upper() + word[1:] for word in words[:3] if not word[0].isdigit()) or "Notebook"
    name = f"{stem}DataModule"
    while name in taken:
        name = f"Notebook{name}"
    taken.add(name)
    return name
