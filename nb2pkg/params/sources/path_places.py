"""Where a statement has files, folders and addresses written into it.

train = pd.read_csv("../input/train.csv")         read
torch.save(net.state_dict(), "best.pt")           written
TRAIN = os.path.join(BASE, "train.csv")           a part of a path
for root in ["/kaggle/input/a", "../input/a"]:    nothing but a path looks like that
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Statement
from nb2pkg.params.loose import only_looks
from nb2pkg.params.signatures import Signatures
from nb2pkg.params.sources.path_filled import end_of, filled, is_filled, is_in_store
from nb2pkg.params.sources.path_texts import (
    has_pattern,
    is_address,
    is_certain,
    is_checkpoint,
    is_file,
    is_folder,
    is_picture,
    is_plain_folder,
    is_possible,
    is_rooted,
    is_shown,
    last_part,
)
from nb2pkg.params.sources.running_parts import running_parts
from nb2pkg.params.tables.files import FILES, SAVERS, WORDS, Takes


@dataclass(frozen=True, slots=True)
class Place:
    """A text that is a path or an address.

    Attributes:
        node: The text, or the f-string that begins with it.
        text: What it says; of an f-string, what comes before its first value.
        takes: What is done with it.
        part: Whether it is the end of a longer path.
        keyword: The keyword that it is given as; empty where it is given by position.
        target: The variable that the statement binds with it; empty where it binds none.
        call: What it is an argument of; empty where it is none.
    """

    node: ast.expr = field(compare=False)
    text: str
    takes: Takes
    part: bool = False
    keyword: str = ""
    target: str = ""
    call: str = ""


def places_in(statement: Statement, signatures: Signatures = MappingProxyType({})) -> Iterator[Place]:
    """The paths and addresses in a statement, in no order.

    Args:
        statement: The statement.
        signatures: The notebook's own functions and classes, with the names of their arguments.
    """
    tree = tree_of(statement.text)
    above = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in running_parts(tree):
        if not isinstance(node, ast.expr):
            continue
        text, end = _text_of(node), end_of(node)
        place = _end_place(node, end, above) if end else None if text is None else _place(node, text, above, signatures)
        if place is not None:
            yield place


def _text_of(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=[ast.Constant(value=str() as text), *_]):
            return text
    return None


def _end_place(node: ast.expr, text: str, above: Mapping[int, ast.AST]) -> Place | None:
    """The end of a path that comes behind what is filled in, where that is certainly a path."""
    path = filled(node, above)
    found = _whole(path, above) if path is not None else None
    if found is None or found.part or (found.node is not path and not found.wrapped) or not is_possible(text):
        return None
    use = _use_of(found, above, {})
    named = use.target.isupper() and (is_file(text) or _names_a_path(use.target))
    named = named or (is_in_store(node) and bool(use.target or use.keyword))
    if not (named or (is_checkpoint(text) and use.takes)):
        return None
    takes = use.takes or Takes("name", folder=not is_file(text))
    return Place(node, text, takes, True, use.keyword, use.target, use.call)


def _place(node: ast.expr, text: str, above: Mapping[int, ast.AST], signatures: Signatures) -> Place | None:
    found = _whole(node, above)
    if found is None or (found.added and not text.strip("./")):
        return None
    if found.part and _is_of_a_logger(found.node):
        return None
    if found.middle:  # counts where it is the end of another path
        look = Takes("look", folder=not is_file(text))
        return Place(node, text, look, part=True) if isinstance(node, ast.Constant) else None
    use = _use_of(found, above, signatures)
    if found.within and found.part and not (is_file(text) and _names_a_path(use.target)):
        return None
    takes = use.takes
    if found.joined and is_plain_folder(text) and (takes or not _comes_second(found.node, above)):
        takes = Takes("name", folder=True) if takes is None else Takes(takes.sense, folder=True)
    if takes is None and (found.wrapped or use.asked or (found.part and _ends_a_path(text, found, use.target))):
        takes = Takes("name", folder=not is_file(text))
    if takes is None and found.node is node and (_is_given_a_name(node, text, above) or _is_of_files(node, above)):
        takes = Takes("name", folder=not is_file(text))
    if (
        takes is None
        and isinstance(node, ast.Constant)
        and is_certain(text)
        and _is_of_environment(above.get(id(node)))
    ):
        takes = Takes("read")
    begins = is_filled(node) or (has_pattern(text) and not is_address(text))
    if begins:
        text = _folder_before(text)
        takes = takes and Takes(takes.sense, folder=not is_address(text))
    elif found.node is not node and not found.part and not found.wrapped and not found.joined and "/" not in text:
        return None
    if takes is None and _is_one_of_many(above.get(id(found.node))):
        return None
    if takes is not None and use.call.rpartition(".")[2] == "save" and is_picture(text):
        takes = Takes("look")  # counts where it is read, too
    known = takes is not None and (_is_folder_of(text, takes) if begins else _fits(text, takes, found, use))
    if not known and not (is_rooted(text) or (is_file(text) and "/" in text and " " not in text)):
        return None
    own = takes or Takes("address" if is_address(text) else "name", folder=not is_file(text))
    return Place(node, text, own, found.part, use.keyword, use.target, use.call)


def _is_of_environment(holder: ast.AST | None) -> bool:
    """Whether a statement puts it into the environment: ``os.environ["CREDENTIALS"] = "key.json"``."""
    match holder:
        case ast.Assign(targets=[ast.Subscript(value=ast.Attribute(attr="environ"))]):
            return True
    return False


def _is_of_a_logger(path: ast.AST) -> bool:
    """Whether a logger says what the file is called: ``Path(trainer.logger.log_dir) / "metrics.csv"``."""
    owners = (inner.value for inner in ast.walk(path) if isinstance(inner, ast.Attribute) and inner.attr == "log_dir")
    names = (head_of(owner).lower() for owner in owners)
    return any(name == "trainer" or name.endswith("logger") for name in names)


def _comes_second(path: ast.AST, above: Mapping[int, ast.AST]) -> bool:
    """Whether it is what a call is given behind something else: there it may be a place within what is written."""
    holder = above.get(id(path))
    return isinstance(holder, ast.Call) and path in holder.args[1:]


def _is_given_a_name(node: ast.expr, text: str, above: Mapping[int, ast.AST]) -> bool:
    """Whether a file or a folder is what a variable for a path is bound to, and nothing else."""
    holder = above.get(id(node))
    bound = isinstance(holder, ast.Assign | ast.AnnAssign) and _names_a_path(_target(node, above))
    return bound and (is_file(text) or is_folder(text))


def _is_of_files(node: ast.expr, above: Mapping[int, ast.AST]) -> bool:
    """Whether it stands in a dict of nothing but few files, where that is given to what reads files, or called so."""
    holder = above.get(id(node))
    if not isinstance(holder, ast.Dict) or _is_one_of_many(holder):
        return False
    if not all(is_file(_text_of(value) or "") for value in holder.values):
        return False
    match above.get(id(holder)):
        case ast.keyword(arg=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name is not None and _names_a_path(name.removesuffix("s"))
    return False


#: A list of more is a table, and no choice.
_MOST_TOGETHER = 3


def _is_one_of_many(holder: ast.AST | None) -> bool:
    match holder:
        case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items) | ast.Dict(values=items):
            return len(items) > _MOST_TOGETHER
    return False


@dataclass(frozen=True, slots=True)
class _Use:
    """What is done with a path.

    Attributes:
        takes: What it is for the call that takes it; None where nobody knows.
        keyword: The keyword that it is given as.
        target: The variable that is bound with it.
        call: What it is an argument of.
        asked: Whether it is what a variable for a path is without an answer of the machine, or is asked for.
    """

    takes: Takes | None
    keyword: str
    target: str
    call: str
    asked: bool


def _use_of(found: _Whole, above: Mapping[int, ast.AST], signatures: Signatures) -> _Use:
    holder, target = above.get(id(found.node)), _target(found.node, above)
    keyword, call, asked = "", "", False
    takes: Takes | None = None
    if isinstance(holder, ast.keyword):
        keyword, holder = holder.arg or "", above.get(id(holder))
    if isinstance(holder, ast.Call) and holder.func is not found.node:
        call = dotted(holder.func) or f"?.{head_of(holder.func)}"
        takes = takes_of(holder, found.node, keyword) or _of_here(holder, found.node)
        if takes is None and not found.part and call in signatures and not only_looks(call):
            keyword = keyword or _argument(holder, found.node, signatures[call])
            takes = _of_own(keyword, found.node)
        elif takes is None and not found.part and not only_looks(call):
            takes = _of_keyword(keyword, found.node) if keyword else _of_library(holder, found.node)
        asked = call in _ASKING and holder.args[:1] != [found.node] and _names_a_path(target)
        asked = asked or (_is_bound(holder, above) and _names_a_path(target) and _is_looked_for(found.node))
    elif isinstance(holder, ast.Attribute):
        takes = _of_method(holder, above)
    return _Use(takes, keyword, target, call, asked)


def _of_here(call: ast.Call, value: ast.AST) -> Takes | None:
    """The folder in which a program runs is one for whatever a class keeps there: ``QM9(".")``."""
    match value:
        case ast.Constant(value="." | "./") if call.args[:1] == [value] and head_of(call.func)[:1].isupper():
            return Takes("read", folder=True)
        case ast.Constant(value=str() as text) if call.args[:1] == [value] and text.startswith("..") and "/" in text:
            looks = not text.strip("./") and head_of(call.func).startswith(("find", "load", "read"))
            return Takes("read", folder=True) if looks else None
    return None


def _argument(call: ast.Call, value: ast.AST, names: tuple[str, ...]) -> str:
    """What a function of the notebook calls what it is given by position; nothing where nobody knows."""
    before = call.args[: next((at for at, one in enumerate(call.args) if one is value), len(names))]
    known = len(before) < len(names) and not any(isinstance(one, ast.Starred) for one in before)
    return names[len(before)] if known else ""


def _of_own(keyword: str, value: ast.AST) -> Takes | None:
    """What an argument of a function of the notebook is to it, by what it is called there."""
    if keyword in WORDS:
        return WORDS[keyword]
    match value:
        case ast.Constant(value=str() as text) if _names_a_path(keyword) and _may_be_read(keyword, text):
            return Takes("name", folder=not is_file(text)) if is_file(text) or is_folder(text) else None
    return None


def _of_keyword(keyword: str, value: ast.AST) -> Takes | None:
    """What a keyword of a library that names a path says of a text that is spelled as one."""
    match value:
        case ast.Constant(value=str() as text) if _names_a_path(keyword) and not is_shown(text):
            folder = is_folder(text) and "." not in last_part(text)  # no ``task.py``
            return Takes("name", folder=folder) if is_file(text) or folder else None
        case ast.JoinedStr(values=[ast.Constant(value=str() as text), ast.FormattedValue(), *_]):
            kept = _names_a_path(keyword) and bool(_KEPT & set(keyword.lower().split("_")))
            return Takes("write", folder=True) if kept and is_folder(text) and text.endswith("/") else None
    return None


#: Methods that look for files of that name, take them out of something, or name another after one.
_OF_MANY = frozenset("rglob glob with_name extract extractfile getmember basename dirname splitext normpath".split())


def _of_library(call: ast.Call, value: ast.AST) -> Takes | None:
    """What a file is to what a module or an object has, that no table knows, and that is given it by position."""
    known = isinstance(call.func, ast.Attribute) and value in call.args[:2] and call.func.attr not in _OF_MANY
    match value:
        case ast.Constant(value=str() as text) if known and is_certain(text):
            return Takes("name")
    return None


#: Words of names of where something is put.
_KEPT = frozenset("save saved output out log logs checkpoint checkpoints ckpt results video cache export".split())
#: Words of names of what is a picture that is computed with.
_PICTURED = frozenset("image img picture photo".split())


def _may_be_read(keyword: str, text: str) -> bool:
    """Whether a file is more than what is looked at: data, or a picture that is asked for as one."""
    return not is_shown(text) or (is_picture(text) and bool(_PICTURED & set(keyword.lower().split("_"))))


def _is_bound(call: ast.Call, above: Mapping[int, ast.AST]) -> bool:
    """Whether a variable has what it returns."""
    return isinstance(above.get(id(call)), ast.Assign | ast.AnnAssign)


def _is_looked_for(node: ast.AST) -> bool:
    """Whether it is a file by its name alone: ``find("train.csv")``."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and is_file(node.value)


def _ends_a_path(text: str, found: _Whole, target: str) -> bool:
    """Whether it is certainly a path that the text is the end of."""
    return _names_a_path(target) or (is_file(text) and not found.added)


def _folder_before(text: str) -> str:
    """The folder that comes before a pattern, or before what is filled in."""
    fixed = text[: min((text.index(mark) for mark in "*?[" if mark in text), default=len(text))]
    return fixed.rpartition("/")[0]


def _is_folder_of(text: str, takes: Takes) -> bool:
    return bool(text.strip("./")) and is_possible(text) and is_address(text) == (takes.sense == "address")


def _fits(text: str, takes: Takes, found: _Whole, use: _Use) -> bool:
    """Whether what the call takes can be this text."""
    last = use.call.rpartition(".")[2]
    if not is_possible(text) or is_address(text) != (takes.sense == "address"):
        return is_address(text)
    if not text.strip("./"):
        return takes.folder and last not in _OF_THE_MACHINE
    if takes.sense == "address" or is_file(text) or is_folder(text) or is_rooted(text):
        return True
    if found.part:
        return not found.added and not text.startswith(".")
    if found.joined and is_plain_folder(text) and takes.folder:
        return True
    if use.keyword in _WORDS_OR_PATHS:
        return False
    return use.keyword in WORDS or (last not in _MANY_THINGS and " " not in text)


#: Keywords whose values may be words that say which: ``ckpt_path="best"``.
_WORDS_OR_PATHS = ("ckpt_path",)
#: Calls that look at the folder in which all runs, where they are given that.
_OF_THE_MACHINE = frozenset("listdir walk scandir makedirs mkdir rmtree glob iglob".split())
#: What asks the machine for a value, and has another where that has none.
_ASKING = ("os.environ.get", "os.getenv", "getenv", "environ.get")
#: Calls that take much else: what is given to them must look like a path.
_MANY_THINGS = frozenset(
    "load get save copy move dump open connect download rename glob iglob rglob read_html File remove stat post".split()
)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A path that a text is the end or the beginning of.

    Attributes:
        node: The path.
        part: Whether the text is its end, not its beginning.
        middle: Whether more of the path comes behind it.
        within: Whether more than one variable stands in front of it.
        added: Whether that is put together with ``+``.
        wrapped: Whether it is made a ``Path``.
        joined: Whether other parts are joined to it, which is done to nothing but folders.
    """

    node: ast.AST
    part: bool = False
    middle: bool = False
    within: bool = False
    added: bool = False
    wrapped: bool = False
    joined: bool = False


def _whole(node: ast.AST, above: Mapping[int, ast.AST]) -> _Whole | None:
    """The path that a text is the end or the beginning of; none where it stands within."""
    found = _Whole(node)
    while True:
        holder = above.get(id(found.node))
        match holder:
            case ast.BinOp(op=ast.Div() | ast.Add() as how, right=right):
                end = right is found.node
                if not end and found.part and isinstance(how, ast.Add):
                    return None
                found = replace(found, middle=found.middle or (found.part and not end))
                found = replace(found, part=found.part or end, added=found.added or isinstance(how, ast.Add))
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join")):
                return None
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as form), attr="format"), args=[*_, last]):
                if last is not found.node or set(form.split("/")) != {"{}"}:
                    return found
                found = replace(found, part=True)
            case ast.Call(func=func, args=[*_, last], keywords=[]) if head_of(func) in ("join", "joinpath"):
                begins = head_of(func) == "join" and holder.args[0] is found.node
                if begins and found.part:
                    return None
                found = replace(found, middle=found.middle or (last is not found.node and not begins))
                found = replace(found, joined=found.joined or (begins and (dotted(func) or "").endswith("path.join")))
                parts = [one for one in holder.args if not isinstance(one, ast.Constant)]
                found = replace(found, part=found.part or not begins, within=found.within or len(parts) > 1)
                found = replace(found, wrapped=found.wrapped or len(holder.args) == 1)
            case ast.Call(func=func, args=[only], keywords=[]) if head_of(func) in _WRAPPING and only is found.node:
                found = replace(found, wrapped=found.wrapped or "Path" in head_of(func))
            case ast.Attribute(attr="resolve" | "absolute" | "expanduser") if isinstance(above[id(holder)], ast.Call):
                found = replace(found, node=holder)
                holder = above[id(holder)]
            case _:
                return found
        found = replace(found, node=holder)


_WRAPPING = ("Path", "PosixPath", "PurePath", "str", "abspath", "expanduser", "realpath", "normpath", "fspath")


def takes_of(call: ast.Call, value: ast.AST, keyword: str) -> Takes | None:
    """What an argument of a call is to it, if that is a file, a folder or an address."""
    name = head_of(call.func)
    own = SAVERS.get(name) or FILES.get(name, {})
    if keyword:
        return own.get(keyword) or WORDS.get(keyword)
    at = next((index for index, argument in enumerate(call.args) if argument is value), -1)
    return own.get(at)


def _of_method(attribute: ast.Attribute, above: Mapping[int, ast.AST]) -> Takes | None:
    """What a path's own method does with it: ``(folder / "log.txt").open("w")``."""
    call = above.get(id(attribute))
    if not isinstance(call, ast.Call):
        return None
    if attribute.attr in ("open", "read_text", "read_bytes", "iterdir", "glob", "rglob"):
        return Takes("read", folder=attribute.attr not in ("open", "read_text", "read_bytes"))
    if attribute.attr in ("exists", "is_file", "is_dir"):
        return Takes("look", folder=attribute.attr == "is_dir")
    if attribute.attr in ("write_bytes", "mkdir", "touch", "unlink"):
        return Takes("write", folder=attribute.attr == "mkdir")
    return None


def _target(node: ast.AST, above: Mapping[int, ast.AST]) -> str:
    """The variable, or the field of a configuration, that is bound to what the expression is a part of."""
    while (holder := above.get(id(node))) is not None:
        match holder:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return name
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=owner), attr=name)]) if owner != "self":
                return f"{owner}.{name}"
            case ast.stmt():
                return ""
        node = holder
    return ""


_PATHS = frozenset("path paths dir file folder root csv url uri filename filepath directory dest json log".split())


def _names_a_path(name: str) -> bool:
    return bool(_PATHS & set(name.lower().split("_"))) or name.lower().endswith(("path", "dir", "file", "folder"))
