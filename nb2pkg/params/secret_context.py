"""What the strings of a cell are bound to, read off the syntax tree.

db_password = "..."                 the variable
login(key="...")                    the keyword, and whom it logs in to
{"username": "me", "key": "..."}    the key, and the keys beside it
user, password = "me", "..."        its place
Github("...")                       what the call is known to take
os.environ["HF_TOKEN"] = "..."      the environment variable
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nb2pkg.notebook.lines import word_set
from nb2pkg.params.secret_words import Telling, service_of, telling

# Calls that take a secret as their only or first argument, and as their last.
_TAKE_FIRST = word_set(
    "Github Gitlab HfApi Bot TeleBot Updater OpenAI Anthropic Experiment Roboflow save_token "
    "AzureKeyCredential WebClient SlackClient InferenceClient authenticate login auth"
)
_TAKE_LAST = word_set("login HTTPBasicAuth HTTPDigestAuth basic_auth set_password auth set_credentials_file")
# Calls whose argument is named by the one before it.
_TAKE_NAMED = word_set("getenv get setdefault pop putenv setenv set setattr set_option config_set")
# Calls that ask for a secret or look one up: what stands in them is a question or a name.
_ASKING = word_set("getpass input raw_input prompt text_input find_element send_keys print compile sub match search")
_LOOKING_UP = (
    "get",
    "find",
    "has",
    "is",
    "load",
    "read",
    "fetch",
    "check",
    "create",
    "make",
    "generate",
    "add",
    "sort",
)
# Calls that hand on what they get: str("..."), base64.b64decode("..."), "...".strip().
_HANDING_ON = word_set(
    "str bytes b64decode urlsafe_b64decode b64encode standard_b64decode unhexlify fromhex quote unquote "
    "strip lstrip rstrip encode decode dedent loads join format SecretStr Secret lower upper replace"
)
_PLURAL = word_set("keys tokens secrets credentials passwords apikeys creds")
_PAIRS = word_set("auth basic_auth http_auth credentials creds login")

String = ast.Constant | ast.JoinedStr | ast.BinOp
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bound:
    """A name that a string is bound to, and whether that is sure."""

    name: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """``os.environ["NAME"] = "..."``: the variable, and the statement's span."""

    variable: str
    start: Place
    end: Place


@dataclass(frozen=True, slots=True)
class Context:
    """One string value of the source.

    Attributes:
        places: Where the literals start that make it up: (line from 1, column in characters from 0).
        bounds: What it is bound to.
        about: What else is known of it: the names of calls and targets around it.
        beside: The keys beside it, where it is a value of a dict.
        is_text: Whether it is a docstring or a pattern, where no expression may stand.
        setting: The assignment to the environment that it is the value of.
        default_of: The environment variable whose default it is.
    """

    places: tuple[Place, ...]
    bounds: tuple[Bound, ...] = ()
    about: str = ""
    beside: tuple[str, ...] = ()
    is_text: bool = False
    setting: Setting | None = None
    default_of: str = ""


class Contexts:
    """Finds what the strings of one tree are bound to.

    Args:
        tree: The tree.
        source: What it was parsed from.
    """

    def __init__(self, tree: ast.AST, source: str) -> None:
        self._lines = source.split("\n")
        self._parents: dict[ast.AST, ast.AST] = {}
        self._strings: list[String] = []
        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            if isinstance(node, String) and _leaves(node):
                self._strings.append(node)
                continue
            for child in ast.iter_child_nodes(node):
                self._parents[child] = node
                waiting.append(child)

    def all(self) -> list[Context]:
        """Return the context of every string, in the order of the source."""
        return sorted((self._context(node) for node in self._strings), key=lambda found: found.places)

    def _context(self, node: String) -> Context:
        places = tuple(self.place(leaf.lineno, leaf.col_offset) for leaf in _leaves(node))
        parent = self._parents.get(node)
        if isinstance(parent, ast.Expr | ast.MatchValue | ast.MatchMapping):
            return Context(places, is_text=True)
        bounds: list[Bound] = []
        about: list[str] = []
        beside: tuple[str, ...] = ()
        below: ast.AST = node
        sure = True
        for child, above in self._climb(node):
            bounds += [Bound(bound.name, bound.sure and sure) for bound in _bounds(below, child, above) if not beside]
            about += _about(above)
            beside = beside or _keys_beside(above)
            sure = sure and not isinstance(above, ast.BinOp)
            below = child
        setting = self._setting(node, parent)
        return Context(places, tuple(bounds), " ".join(about), beside, False, setting, _default_of(node, parent))

    def _climb(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Go up as long as the value is handed on; then one step more, to what it is bound to."""
        child, above = node, self._parents.get(node)
        while above is not None:
            yield child, above
            if not _hands_on(child, above):
                break
            child, above = above, self._parents.get(above)

    def _setting(self, node: ast.AST, parent: ast.AST | None) -> Setting | None:
        match parent:
            case ast.Assign(targets=[ast.Subscript(value=mapping, slice=ast.Constant(value=str(name)))]) if (
                parent.value is node and _is_environ(mapping)
            ):
                end = self.place(parent.end_lineno or 0, parent.end_col_offset or 0)
                return Setting(name, self.place(parent.lineno, parent.col_offset), end)
        return None

    def place(self, line: int, column: int) -> Place:
        """Turn a place of the tree, whose columns count bytes, into one that counts characters."""
        text = self._lines[line - 1]
        return line, column if text.isascii() else len(text.encode()[:column].decode(errors="ignore"))


def _leaves(node: ast.AST) -> list[ast.Constant | ast.JoinedStr]:
    """Return the literals that a string is added up from; nothing if it is not made of literals alone."""
    leaves: list[ast.Constant | ast.JoinedStr] = []
    waiting = [node]
    while waiting:
        match waiting.pop():
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                waiting += [right, left]
            case ast.JoinedStr() as leaf:
                leaves.append(leaf)
            case ast.Constant(value=str() | bytes()) as leaf:
                leaves.append(leaf)
            case _:
                return []
    return leaves


def _is_environ(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "environ") or (
        isinstance(node, ast.Name) and node.id == "environ"
    )


def _dotted(node: ast.AST) -> str:
    """``wandb.sdk.login`` of a chain of attributes, with what is called on the way."""
    names: list[str] = []
    while True:
        match node:
            case ast.Attribute():
                names.append(node.attr)
                node = node.value
            case ast.Call():
                node = node.func
            case ast.Subscript():
                node = node.value
            case ast.Name():
                return ".".join(reversed([*names, node.id]))
            case _:
                return ".".join(reversed(names))


def _last(node: ast.AST) -> str:
    return _dotted(node).rpartition(".")[2]


def _hands_on(child: ast.AST, above: ast.AST) -> bool:
    match above:
        case ast.BoolOp() | ast.Starred() | ast.Await() | ast.List() | ast.Tuple() | ast.Set() | ast.NamedExpr():
            return True
        case ast.IfExp():
            return child is not above.test
        case ast.BinOp():
            return True
        case ast.Subscript():
            return child is above.value
        case ast.Attribute():
            return above.attr in _HANDING_ON
        case ast.Call():
            return child is above.func or _last(above.func) in _HANDING_ON
        case ast.Dict():
            return child not in above.keys
        case ast.keyword():
            return True
        case ast.FormattedValue():
            return False
    return False


def _keys_beside(above: ast.AST) -> tuple[str, ...]:
    match above:
        case ast.Dict(keys=keys):
            return tuple(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
            return tuple(keyword.arg for keyword in keywords if keyword.arg)
    return ()


def _about(above: ast.AST) -> list[str]:
    match above:
        case ast.Call():
            return [_dotted(above.func)]
        case ast.Assign():
            return [_dotted(target) for target in above.targets]
        case ast.AnnAssign():
            return [_dotted(above.target)]
        case ast.List(elts=words) | ast.Tuple(elts=words):
            return [word.value for word in words[:3] if isinstance(word, ast.Constant) and isinstance(word.value, str)]
    return []


def _bounds(below: ast.AST, child: ast.AST, above: ast.AST) -> list[Bound]:
    """Name what `above` binds `child` to; `below` is the part of `child` that the string stands in."""
    match above:
        case ast.Assign():
            return [bound for target in above.targets for bound in _from_target(target, child, below)]
        case ast.AnnAssign() | ast.NamedExpr() | ast.AugAssign():
            return _from_target(above.target, child, below) if child is above.value else []
        case ast.keyword(arg=str(name)):
            return _from_name(name, child, below)
        case ast.Dict():
            return [
                bound
                for key, value in zip(above.keys, above.values, strict=True)
                if value is child
                for bound in _key(key)
            ]
        case ast.Call():
            return _from_call(child, above)
        case ast.arguments():
            return _from_defaults(child, above)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
            return _from_target(left if right is child else right, child, below)
        case ast.Tuple(elts=[ast.Constant(value=str(name)), second]) if second is child:
            return [Bound(name, sure=False)]
        case ast.List(elts=words) | ast.Tuple(elts=words):
            return _from_word_before(child, words)
    return []


def _from_word_before(child: ast.AST, words: Sequence[ast.expr]) -> list[Bound]:
    """``["wandb", "login", "..."]``, ``["--password", "..."]``: the words of a command."""
    for word, value in pairwise(words):
        if value is child and isinstance(word, ast.Constant) and isinstance(word.value, str):
            is_option = word.value.startswith("-")
            return [Bound(word.value, sure=False)] if is_option or telling(word.value) < Telling.PASSWORD else []
    return []


def _key(key: ast.AST | None) -> list[Bound]:
    match key:
        case ast.Constant(value=str(name)):
            return [Bound(name)]
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [Bound(name, sure=False)]
    return []


def _from_target(target: ast.AST, value: ast.AST, below: ast.AST) -> list[Bound]:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return _from_name(name, value, below)
        case ast.Tuple(elts=targets) | ast.List(elts=targets) if isinstance(value, ast.Tuple | ast.List):
            pairs = zip(targets, value.elts, strict=False) if len(targets) == len(value.elts) else ()
            return [bound for one, part in pairs if part is below for bound in _from_target(one, part, part)]
    return []


def _from_name(name: str, value: ast.AST, below: ast.AST) -> list[Bound]:
    if not isinstance(value, ast.Tuple | ast.List | ast.Set):
        return [Bound(name)]
    if name.lower() in _PAIRS and len(value.elts) == 2:
        return [Bound("password")] if below is value.elts[1] else []
    return [Bound(name[:-1] if name.lower().rpartition("_")[2] in _PLURAL else name, sure=False)]


def _from_call(child: ast.AST, call: ast.Call) -> list[Bound]:
    name = _last(call.func)
    if isinstance(child, ast.keyword):
        return _from_option(call) if child.arg in ("default", "value") else []
    if child is call.func or name in _ASKING:
        return []
    index = next(i for i, argument in enumerate(call.args) if argument is child)
    before = call.args[index - 1] if index else None
    if isinstance(before, ast.Constant) and isinstance(before.value, str) and telling(before.value):
        return [Bound(before.value, sure=name in _TAKE_NAMED)]
    if name in _TAKE_LAST and index and index == len(call.args) - 1:
        return [Bound("password", sure=name in ("login", "HTTPBasicAuth", "HTTPDigestAuth"))]
    if name == "connect" and index == 2:  # host, user, password
        return [Bound("password", sure=False)]
    if name in _TAKE_FIRST:
        return [Bound("token", sure=False)]
    words = name.lower().split("_")
    bare = "_".join(words[1:]) if words[0] in ("set", "save", "with", "use") else name
    return [Bound(bare, sure=False)] if telling(bare) and words[0] not in _LOOKING_UP else []


def _from_option(call: ast.Call) -> list[Bound]:
    """``add_argument("--api-key", default="...")``."""
    said = (argument.value for argument in call.args if isinstance(argument, ast.Constant))
    return [Bound(name.lstrip("-")) for name in said if isinstance(name, str) and telling(name) > Telling.NOTHING]


def _from_defaults(child: ast.AST, arguments: ast.arguments) -> list[Bound]:
    named = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(reversed(named), reversed(arguments.defaults), strict=False)]
    pairs += [(name, value) for name, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    return [Bound(name.arg) for name, value in pairs if value is child]


def _default_of(node: ast.AST, parent: ast.AST | None) -> str:
    match parent:
        case ast.Call(func=func, args=[ast.Constant(value=str(name)), second]) if second is node:
            names = _dotted(func).split(".")
            return name if names[-1] == "getenv" or "environ" in names[:-1] else ""
    return ""


def logged_in_with(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the variables that a call takes as its key, with whom it calls: ``wandb.login(key=key)``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func, args=arguments, keywords=keywords) if service := service_of(_dotted(func)):
                for argument in [*arguments, *(keyword.value for keyword in keywords if telling(keyword.arg or ""))]:
                    if isinstance(argument, ast.Name):
                        yield argument.id, service
