"""What a configuration that is written down holds: its keys and values, those of the ones within it, too.

{"lr": 1e-3, "optimizer": {"name": "adam"}}      lr, optimizer_name
dict(lr=1e-3, seed=SEED)                         lr; the seed has a name already
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.params.config_words import about, is_drawn, words_in
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.words import is_setting

#: A longer list is data.
_MOST_ITEMS = 8
_MOST_WORDS = 4
_LONGEST_TEXT = 500
#: Keys of what is said while it runs, not of what is done.
_SAID = frozenset(
    "verbose verbosity verbose_eval silent quiet allow_writing_files logging_level disable_tqdm progress_bar".split()
)
#: Last words of keys whose lists name what a model is made of, or is trained and judged by.
_PARTS = frozenset("blocks modules layers models metrics losses augmentations transforms".split())
#: Keys whose lists name what the data have.
_NAMING = frozenset("columns cols features classes names labels class_names feature_names categories".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """One value.

    Attributes:
        path: The keys that lead to it.
        node: The value.
    """

    path: tuple[str, ...]
    node: ast.expr

    @property
    def keyword(self) -> str:
        """Its name: the last key, behind what holds it: ``optimizer_lr``."""
        *outer, last = (as_name(key) for key in self.path)
        holder = about(outer[-1]) if outer else ""
        return argument_name(last if not holder or last.startswith(f"{holder}_") else f"{holder}_{last}")


def as_name(key: str) -> str:
    """The key as it can be a part of a name: ``BATCH-SIZE`` is ``batch_size``."""
    spelled = "".join(char if char.isalnum() or char == "_" else "_" for char in key)
    return snake_case(spelled).strip("_")


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes a configuration of its arguments.

    Attributes:
        imports: Alias -> dotted path.
        own: The notebook's own kinds of dictionaries.
    """

    imports: Mapping[str, str]
    own: frozenset[str] = frozenset()

    def makes_config(self, call: ast.Call) -> bool:
        """Whether it is called for configurations alone: ``SimpleNamespace``, ``EasyDict``, ``OmegaConf.create``."""
        name = dotted(call.func) or ""
        full = resolve(name, self.imports)
        return name in self.own or full in _MAKERS or full.rpartition(".")[2] in _KNOWN

    def pairs(self, node: ast.expr) -> list[tuple[str, ast.expr]] | None:
        """Keys and values of ``{...}``, ``dict(...)`` and the like, what is unpacked into it left out.

        None where it is something else, or a table: something whose keys are no words.
        """
        match node:
            case ast.Dict(keys=keys, values=values):
                found: list[tuple[str, ast.expr]] = []
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        found.append((key.value, value))
                    elif key is not None:
                        return None
                return found
            case ast.Call(args=args, keywords=keywords) if len(args) <= 1:
                if dotted(node.func) not in ("dict", "OrderedDict") and not self.makes_config(node):
                    return None
                inner = (self.pairs(args[0]) or []) if args else []
                return [*inner, *((word.arg, word.value) for word in keywords if word.arg)]
        return None


#: Kinds of dictionaries and namespaces that are made to hold settings.
_MAKERS = frozenset(
    "argparse.Namespace box.Box addict.Dict munch.Munch omegaconf.OmegaConf.create "
    "ml_collections.config_dict.create".split()
)
#: Those whose names say it, wherever they come from.
_KNOWN = frozenset(
    "SimpleNamespace EasyDict AttrDict AttributeDict DotDict dotdict ConfigDict FrozenConfigDict DictConfig".split()
)


def entries_of(pairs: list[tuple[str, ast.expr]], makers: Makers, path: tuple[str, ...] = ()) -> Iterator[Entry]:
    """The values that a person could turn, in order.

    Args:
        pairs: The keys and values of a configuration.
        makers: What makes those within it.
        path: The keys that lead to it.
    """
    if is_drawn(key for key, _ in pairs) or (pairs and all(_is_choice(value, makers) for _, value in pairs)):
        return
    for key, value in pairs:
        inner = makers.pairs(value)
        if inner:
            if not _is_vocabulary(inner) and not _is_declared(inner):
                yield from entries_of(inner, makers, (*path, key))
        elif inner is None:
            yield from entry_of((*path, key), value)


def items_of(node: ast.expr, makers: Makers) -> list[tuple[str, list[tuple[str, ast.expr]]]]:
    """The configurations that a list or a dictionary of them holds, each with what it is called, if it is.

    Args:
        node: The list or dictionary; what holds anything else holds none.
        makers: What makes those within it.
    """
    match node:
        case ast.List(elts=[*values]) | ast.Tuple(elts=[*values]):
            found = [("" if len(values) == 1 else _label_of(makers.pairs(value) or []), value) for value in values]
        case _:
            found = makers.pairs(node) or []
    inner = [(label, makers.pairs(value)) for label, value in found]
    return [(label, pairs) for label, pairs in inner if pairs is not None] if all(pairs for _, pairs in inner) else []


def _label_of(pairs: list[tuple[str, ast.expr]]) -> str:
    """What a configuration calls itself."""
    for key, value in pairs:
        match value:
            case ast.Constant(value=str() as text) if key.lower() in _CALLED:
                return text
    return ""


_CALLED = frozenset("name alias id key label title tag".split())


def entry_of(path: tuple[str, ...], value: ast.expr) -> Iterator[Entry]:
    """What is at the path, if a person could turn it."""
    key = path[-1]
    if not is_drawn([key]) and is_value(value, key) and _is_named(key) and not _is_prose(key, value):
        yield Entry(path, value)


def is_value(node: ast.expr, key: str = "") -> bool:
    """Whether it is a number, a text, a switch, None, or a few of them.

    Args:
        node: The value.
        key: What it is the value of.
    """
    match node:
        case ast.Tuple(elts=items) | ast.List(elts=items) if items:
            words = any(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in items)
            most = _MOST_ITEMS if not words or _PARTS & {snake_case(key).rpartition("_")[2]} else _MOST_WORDS
            most = 0 if words and key.lower() in _NAMING else most
            return len(items) <= most and (all(map(_is_scalar, items)) or all(map(_is_row, items)))
    return _is_scalar(node)


def _is_row(node: ast.expr) -> bool:
    """Whether it is a few numbers: one of ``[[32, 64], [128]]``."""
    match node:
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return 0 < len(items) <= _MOST_ITEMS and all(map(is_number, items))
    return False


def _is_scalar(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() as text):
            return "\n" not in text and len(text) <= _LONGEST_TEXT
        case ast.Constant(value=None | bool()):
            return True
    return is_number(node)


def is_switch(node: ast.expr) -> bool:
    """Whether it is True or False."""
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)


def is_text(node: ast.expr) -> bool:
    """Whether it is a text that says something."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value.strip())


def is_number(node: ast.expr) -> bool:
    """Whether it is a number, or a calculation with some."""
    match node:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            return is_number(operand)
        case ast.BinOp(left=left, right=right):
            return is_number(left) and is_number(right)
    return False


def _is_named(key: str) -> bool:
    """Whether an option can have the key for its name."""
    name = as_name(key)
    return name.isidentifier() and name not in _SAID


def _is_choice(node: ast.expr, makers: Makers) -> bool:
    """Whether it is something to choose from, as a search has it for each key: a list, a distribution."""
    match node:
        case ast.List(elts=items):
            return len(items) > 1
        case ast.Call():
            return makers.pairs(node) is None
    return False


def _is_vocabulary(pairs: list[tuple[str, ast.expr]]) -> bool:
    """Whether it only describes: several keys, and text for each."""
    texts = [value for _, value in pairs if isinstance(value, ast.Constant) and isinstance(value.value, str)]
    return len(texts) == len(pairs) > 1


def _is_declared(pairs: list[tuple[str, ast.expr]]) -> bool:
    """Whether it says what holds, not what to do: ``{"test_data_used": False, "external_models": False}``."""
    return all(
        isinstance(value, ast.Constant) and isinstance(value.value, bool) and not is_setting(key)
        for key, value in pairs
    )


def _is_prose(key: str, value: ast.expr) -> bool:
    """Whether it is a sentence about the configuration, not one that is given to a model."""
    match value:
        case ast.Constant(value=str() as text):
            return len(text.split()) > _MOST_WORDS and not _GIVEN & set(words_in(key))
    return False


#: Words of keys whose texts are what a model is told.
_GIVEN = frozenset("prompt prompts text texts question query instruction message system".split())


def has_numbers(entries: list[Entry]) -> bool:
    """Whether not all of them are text."""
    return any(not (isinstance(e.node, ast.Constant) and isinstance(e.node.value, str | None)) for e in entries)


def key_path(node: ast.expr) -> tuple[str, tuple[str, ...]] | None:
    """The variable and the keys of ``config.optimizer.lr`` and ``config["optimizer"]["lr"]``."""
    path: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=inner, attr=name):
                path.append(name)
            case ast.Subscript(value=inner, slice=ast.Constant(value=str() as name)):
                path.append(name)
            case ast.Name(id=root):
                return root, tuple(reversed(path))
            case _:
                return None
        node = inner
