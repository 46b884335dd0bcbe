"""What a shell line is for: ``subprocess.run("wget ...", shell=True)`` as it stands in the program."""

from __future__ import annotations

import ast

from nb2pkg.model import Role
from nb2pkg.roles.evidence import Sign
from nb2pkg.roles.scope import called_name
from nb2pkg.roles.tables.shell import PROGRAMS, SETS_UP, SETS_UP_WITH, TRAINS

_RUNS = frozenset("run call check_call check_output Popen system getoutput".split())


def commands_of(call: ast.Call) -> list[tuple[str, ...]]:
    """The words of each command that a call runs, as far as they are written out; nothing for other calls."""
    written, last = called_name(call)
    if last not in _RUNS or not written.startswith(("subprocess.", "os.")) or not call.args:
        return []
    words = _texts(call.args[0])
    lines = (
        words[2].split("\n") if words[:2] in (["bash", "-c"], ["sh", "-c"]) and len(words) > 2 else [" ".join(words)]
    )
    return [tuple(line.split()) for line in lines if line.strip("\\ \t")]


def set_machine_up(commands: list[tuple[str, ...]]) -> bool:
    """Whether commands install or configure something, all of them."""
    rests = [_of_program(words) for words in commands]
    return all(rest and (rest[0] in SETS_UP or rest[:2] in SETS_UP_WITH) for rest in rests)


def sign_of_commands(commands: list[tuple[str, ...]]) -> Sign | None:
    """What commands are for: training, if one of them trains, or else what the first one is for that says something."""
    signs = [sign for words in commands if (sign := _sign_of(_of_program(words)))]
    return next((sign for sign in signs if sign.role is Role.TRAIN), signs[0] if signs else None)


def _sign_of(rest: tuple[str, ...]) -> Sign | None:
    if not rest or rest[:2] in SETS_UP_WITH:
        return None
    role = PROGRAMS.get(rest[0])
    trains = rest[0].startswith(("python", "accelerate", "torchrun", "bash", "sh", "kaggle")) or rest[0].endswith(".py")
    if trains and any(mark in word.lower() for word in rest[1:6] for mark in TRAINS):
        role = Role.TRAIN
    return Sign(role, f"runs `{rest[0]}`", 1.0) if role else None


def _of_program(words: tuple[str, ...]) -> tuple[str, ...]:
    """The command from its program on: ``python -m pip install x`` is pip's."""
    rest = words[1:] if words[:1] == ("sudo",) else words
    module = rest[2:] if len(rest) > 2 and rest[0].startswith("python") and rest[1] == "-m" else ()
    return module if module[:1] and module[0] in SETS_UP else rest


def _texts(node: ast.expr) -> list[str]:
    """What is written out in a command: ``[sys.executable, "-m", "pip"]`` begins with Python."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(text for part in parts for text in _texts(part))]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [text for part in parts for text in _texts(part)]
        case ast.Attribute(attr="executable"):
            return ["python"]
        case ast.BinOp(left=left, right=right):
            return [*_texts(left), *_texts(right)]
        case ast.FormattedValue():
            return ["_"]
    return []
