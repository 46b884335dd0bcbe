"""Settings in the arguments that a job elsewhere is given, which are texts.

container_args = ["--epochs", "50"]               epochs = 50, read as ``str(epochs)``
CMDARGS = ["--batch-size=64"]                     batch_size = 64, read as ``f"--batch-size={batch_size}"``
CMDARGS = ["--steps=" + str(200)]                 steps = 200
args = ["--port", "8080"]                         nothing: no setting
run(["python", "train.py", "--epochs", "5"])      epochs = 5
",".join(["trainer.train_steps=2000", ...])       train_steps = 2000
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.kinds import argument_name
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.words import is_setting, surely_setting


def job_arguments_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """The numbers behind the flags and keys of settings in lists of arguments that a running statement makes."""
    if statement.kind not in (Kind.RUN, Kind.CONSTANT) or not {"-", "="} & {*statement.text}:
        return
    for node in ast.walk(tree_of(statement.text)):
        for words in _lists(node):
            for first, second in zip(words.elts, [*words.elts[1:], None], strict=False):
                yield from _told(first, second, statement)


def _lists(node: ast.AST) -> Iterator[ast.List]:
    """The lists of arguments: what is called so, commands that run programs, overrides of a configuration."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.List() as words) if _is_called_so(name):
            yield words
        case ast.keyword(arg=str(name), value=ast.List() as words) if _is_called_so(name):
            yield words
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and _is_called_so(str(key.value)) and isinstance(value, ast.List):
                    yield value
        case ast.Call(args=[ast.List(elts=[*words]) as line, *_]) if any(map(_is_training, words)):
            yield line
        case ast.List(elts=[_, _, *_] as words) if all(map(_is_override, words)):
            yield node


#: What starts such a program.
_STARTS = ("python", "python3", "torchrun", "accelerate", "deepspeed", "yolo", "docker")


def _is_training(word: ast.expr) -> bool:
    """Whether a command starts a program that may train."""
    match word:
        case ast.Constant(value=str() as text):
            return text in _STARTS or text.endswith(".py")
        case ast.Attribute(value=ast.Name(id="sys"), attr="executable"):
            return True
    return False


def _is_override(word: ast.expr) -> bool:
    """Whether it says the value of a key of a configuration: ``"trainer.train_steps=2000"``."""
    first = word.left if isinstance(word, ast.BinOp) else word
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return False
    key, equals, _ = first.value.partition("=")
    return bool(equals) and all(part.isidentifier() for part in key.split("."))


def _is_called_so(name: str) -> bool:
    return name.lower().endswith(("args", "arguments"))


def _told(first: ast.expr, second: ast.expr | None, statement: Statement) -> Iterator[Spot]:
    """What an argument, or it and the next, say of a setting."""
    match first, second:
        case ast.Constant(value=str() as flag), ast.Constant(value=str() as value) if "=" not in flag:
            yield from _spot(flag, value, second, statement, "str({})")
        case ast.Constant(value=str() as text), _ if "{" not in text:
            flag, _, value = text.partition("=")
            yield from _spot(flag, value, first, statement, f'f"{flag}={{{{{{}}}}}}"')
        case (
            ast.BinOp(
                left=ast.Constant(value=str() as text),
                op=ast.Add(),
                right=ast.Call(func=ast.Name(id="str"), args=[ast.Constant(value=int() | float() as value) as number]),
            ),
            _,
        ):
            yield from _spot(text.rstrip("="), repr(value), number, statement, "{}")


def _spot(flag: str, value: str, node: ast.expr, statement: Statement, read: str) -> Iterator[Spot]:
    word = argument_name(flag.removeprefix("--").replace("-", "_").rpartition(".")[2])
    is_key = read.startswith("f") and ("." in flag or surely_setting(word))
    if (flag.startswith("--") or is_key) and word.isidentifier() and is_setting(word) and _is_number(value):
        yield replace(spot_at(node, statement, word, owner="job", sure=True), source=value, read=read)


def _is_number(text: str) -> bool:
    """Whether it is a number, spelled as its text is once it was read."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return isinstance(value, int | float) and not isinstance(value, bool) and str(value) == text
