"""What an option holds of a setting that is computed: the value that is wrapped, the ordinary one of two, or nothing.

class_weight = torch.tensor([1.0, 2.0]).to(device)                        [1.0, 2.0]: the tensor is made of it
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")     "cuda": what it is without, stays
epochs = 1 if debug else 20                                               20
batch_size = 256 if torch.cuda.is_available() else 64                     None: it is computed where nobody says
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import Places, spliced
from nb2pkg.params.config_classes import is_plain_field
from nb2pkg.params.kinds import help_for
from nb2pkg.params.sources.chosen import usual_of
from nb2pkg.params.sources.devices import device_in

#: What makes an array of a list.
_ARRAYS = frozenset("tensor Tensor FloatTensor LongTensor array asarray as_tensor constant".split())
#: Methods of arrays that give the same numbers again.
_SAME = frozenset("to cuda cpu float double half long int type astype".split())
#: What asks the machine for something, and what it says.
_ASKS = {
    "os.cpu_count": "int",
    "torch.cuda.device_count": "int",
    "torch.cuda.is_available": "bool",
    "torch.backends.mps.is_available": "bool",
}
_ENVIRONMENT = ("os.environ.get", "os.getenv", "environ.get", "getenv")
#: An expression that is longer says nothing in a line of help.
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Inner:
    """A part of what is computed.

    Attributes:
        node: The part; all of it where the option has nothing until somebody says something.
        annotation: The option's type where its value does not tell, which is None then.
    """

    node: ast.expr
    annotation: str = ""

    @property
    def computed(self) -> bool:
        """Whether the option is None, and all of it is computed then."""
        return bool(self.annotation)


def inner_value(name: str, value: ast.expr) -> Inner | None:
    """What an option of this name would hold of a value that is no literal; None where it can hold nothing.

    Args:
        name: The setting.
        value: The value.
    """
    device = device_in(value)
    if device is not None:
        return Inner(device)
    array = _in_array(value)
    if array is not None:
        return Inner(array) if is_plain_field(name, array) else None
    if isinstance(value, ast.IfExp):
        usual = usual_of(value)
        if usual is not None:
            return Inner(usual) if is_plain_field(name, usual) else None
    kind = _kind(value)
    return Inner(value, f"{kind} | None") if kind else None


def is_array(value: ast.expr) -> bool:
    """Whether it makes an array of a literal list: making it once more gives the same."""
    return _in_array(value) is not None


def _in_array(value: ast.expr) -> ast.expr | None:
    """The list in ``torch.tensor([1.0, 2.0]).to(device)``."""
    match value:
        case ast.Call(func=ast.Attribute(value=ast.Call() as inner, attr=method)) if method in _SAME:
            return _in_array(inner)
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr=name), args=[ast.List() | ast.Tuple() as found]):
            return found if name in _ARRAYS else None
    return None


def _kind(value: ast.expr) -> str:
    """The type of what depends on the machine; empty for anything else."""
    match value:
        case ast.IfExp(test=test, body=body, orelse=other) if _asks(test):
            kinds = {_kind_of_plain(body), _kind_of_plain(other)}
            return kinds.pop() if len(kinds) == 1 else ""
        case ast.Call(func=ast.Name(id="int" | "float" | "str" as kind), args=[inner], keywords=[]) if _asks(inner):
            return kind
        case ast.Call(func=function, args=[_, other], keywords=[]) if dotted(function) in _ENVIRONMENT:
            return "str" if _kind_of_plain(other) == "str" else ""
        case ast.Call(func=function):
            return _ASKS.get(dotted(function) or "", "")
    return ""


def _asks(value: ast.expr) -> bool:
    """Whether it asks the machine for something."""
    calls = (dotted(one.func) for one in ast.walk(value) if isinstance(one, ast.Call))
    return any(name in _ASKS or name in _ENVIRONMENT for name in calls)


def _kind_of_plain(value: ast.expr) -> str:
    match value:
        case ast.Constant(value=bool() | int() | float() | str() as plain):
            return type(plain).__name__
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return _kind_of_plain(inner)
    return ""


def held_in(text: str, inner: Inner) -> str:
    """How an option is read within what is computed: a template for its name.

    Args:
        text: What is computed.
        inner: What the option holds of it; a part of `text`, which is parsed as an expression.
    """
    places = Places(text)
    edited = spliced(text, [(places.start(inner.node), places.end(inner.node), _HOLE)])
    return _escaped(edited).replace(_HOLE, "{0}")


def unless_told(computed: str) -> str:
    """How an option is read that is None until somebody says something: a template for its name.

    Args:
        computed: What has the value that is computed.
    """
    return f"{_escaped(computed)} if {{0}} is None else {{0}}"


#: Stands for the option's name while the rest of the braces are told from it.
_HOLE = "_held_"


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def said_of_computed(said: str, name: str, text: str) -> str:
    """The line of help of an option that is None until somebody says something.

    Args:
        said: What is said of it; it may be nothing.
        name: Its name.
        text: What is computed, as spelled.
    """
    said = help_for(name, said).rstrip(".")
    return f"{said} (none: {text})." if len(text) <= _LONGEST and "\n" not in text else f"{said} (none: computed)."
