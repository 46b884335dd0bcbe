"""Which files a statement reads and writes, as far as their names can be told.

pd.read_csv(Path(logger.log_dir) / "metrics.csv")      reads metrics.csv
sorted(folder.glob("*.ckpt"))                          reads any file
trainer.test(model, dm)                                writes any file: logs, checkpoints, what hooks of the model write
submission.to_csv(f"{out}/submission.csv")             writes submission.csv
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from nb2pkg.flow.constants import Constant
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.flow.world import World
from nb2pkg.params.tables.files import FILES, SAVERS
from nb2pkg.story.effects import Effect, leaves_a_trace, used_definitions

#: An end of a file's name that every name has.
_ANY = ""


@dataclass(frozen=True, slots=True)
class Files:
    """Files of a statement, each by the end of its name, as far as that is known.

    Attributes:
        reads: Those that it reads or asks for.
        writes: Those that it writes, moves or deletes.
    """

    reads: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()

    def meet(self, other: Files) -> bool:
        """Whether one of the two may read what the other writes: their order matters."""
        return _may_be_same(self.reads, other.writes) or _may_be_same(self.writes, other.reads)


def _may_be_same(some: frozenset[str], others: frozenset[str]) -> bool:
    return any(one.endswith(other) or other.endswith(one) for one in some for other in others)


def files_of(effect: Effect, world: World, trainer: str) -> Files:
    """The files of a statement and of the notebook's functions that it uses.

    Args:
        effect: The statement.
        world: The program.
        trainer: Name of the Trainer, which writes while it works.
    """
    text = effect.statement.text
    names = effect.statement.names
    found = [*_of_text(text, world)]
    if trainer in effect.reads:
        found += _of_trainer(text, trainer)
    for name in sorted(used_definitions(names.reads | names.deferred, world)):
        # A name means in there what the function says.
        found += _of_text(world.definitions[name].text, None)
        if trainer in effect.reads:
            found += _of_trainer(world.definitions[name].text, "")
    return Files(
        frozenset(end for writes, end in found if not writes), frozenset(end for writes, end in found if writes)
    )


#: Whether the file is written, and the end of its name.
_Found = tuple[bool, str]


def _of_text(text: str, world: World | None) -> Iterator[_Found]:
    tree = tree_of(text)
    bare = [inner.value for inner in ast.walk(tree) if isinstance(inner, ast.Expr)]
    for call in (inner for inner in ast.walk(tree) if isinstance(inner, ast.Call)):
        found = list(_of_call(call, world))
        yield from found
        if leaves_a_trace(call, bare) and not any(writes for writes, _ in found):
            yield True, _ANY


def _of_call(call: ast.Call, world: World | None) -> Iterator[_Found]:
    name = head_of(call.func)
    if name in _OWN and isinstance(call.func, ast.Attribute):
        yield _writes(call), _end(call.func.value, world)
    elif name in _ANY_READ:
        yield False, _ANY
    elif name in _KEEPERS and not call.args:
        yield True, _ANY
    elif name in _DRAWN:
        yield from ((True, _end(given, world)) for given in call.args[:1])
    elif name in _SHOWN:
        given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "filename")]
        yield from ((False, _end(one, world)) for one in given)
    elif name in SAVERS:
        # np.save("a.npy", rows), torch.save(rows, "a.pt"): one of the two is no file.
        ends = {_end(value, world) for place in SAVERS[name] if (value := _given(call, place)) is not None}
        yield from ((True, end) for end in sorted(ends - {_ANY} or ends))
    elif name not in _NO_FILES:
        for place, takes in FILES.get(name, {}).items():
            value = _given(call, place)
            if value is not None and takes.sense in ("read", "look", "write"):
                writes = takes.sense == "write" or (place == 0 and _writes(call))
                yield writes, _ANY if takes.folder else _end(value, world)


def _of_trainer(text: str, trainer: str) -> Iterator[_Found]:
    """What the Trainer writes; without its name, of any object: a function calls it by the name of an argument."""
    for call in (inner for inner in ast.walk(tree_of(text)) if isinstance(inner, ast.Call)):
        match call.func:
            case ast.Attribute(value=owner, attr=name) if name in _RUNS:
                if not trainer or (isinstance(owner, ast.Name) and owner.id == trainer):
                    yield True, _ANY


_RUNS = frozenset("fit validate test predict save_checkpoint".split())
#: Methods of a path.
_OWN = frozenset("read_text read_bytes write_text write_bytes is_file is_dir touch unlink".split())
_ANY_READ = frozenset("iterdir glob iglob rglob listdir scandir Reload EventAccumulator".split())
#: Methods of loggers, which write what they hold.
_KEEPERS = frozenset("save flush finalize".split())
_DRAWN = frozenset(["savefig"])
_SHOWN = frozenset("Image Video Audio IFrame SVG".split())
#: They take files where they belong to one library, and something else in others: ``copy.copy(rows)``.
_NO_FILES = frozenset("copy walk connect".split())


def _writes(call: ast.Call) -> bool:
    """Whether it is opened to be written, or its name says so."""
    modes = [a.value for a in [*call.args[1:2], *(k.value for k in call.keywords)] if isinstance(a, ast.Constant)]
    opens = head_of(call.func) in ("open", "File", "ZipFile", "HDFStore")
    named = head_of(call.func) in ("write_text", "write_bytes", "touch", "unlink")
    return named or (opens and any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes))


def _given(call: ast.Call, place: int | str) -> ast.expr | None:
    if isinstance(place, int):
        return call.args[place] if place < len(call.args) else None
    return next((keyword.value for keyword in call.keywords if keyword.arg == place), None)


def _end(value: ast.expr, world: World | None, depth: int = 5) -> str:
    """How the name of the file ends for which the expression stands."""
    match value:
        case ast.Constant(value=str() as text):
            name = text.rpartition("/")[2]
            return _ANY if set(name) & set("*?[") else name
        case ast.JoinedStr(values=[*_, ast.Constant() as last]):
            return _end(last, world, depth)
        case ast.BinOp(op=ast.Add() | ast.Div(), right=last):
            return _end(last, world, depth)
        case ast.Call(func=func, args=[*_, last]) if head_of(func) in ("Path", "PurePath", "join", "joinpath", "str"):
            return _end(last, world, depth)
        case ast.Name(id=name) if world is not None and depth and name in world.constants:
            return _end(_value(world.constants[name]), world, depth - 1)
    return _ANY


def _value(constant: Constant) -> ast.expr:
    body = tree_of(constant.value).body
    return body[0].value if body and isinstance(body[0], ast.Expr) else ast.Constant(None)
