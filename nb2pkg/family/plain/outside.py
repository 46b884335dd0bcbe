"""Commands that change something elsewhere: nothing here reads what they leave.

gcloud storage buckets create gs://b     elsewhere
git config --global user.name me         elsewhere
gsutil cp gs://b/train.csv .             brings a file that may be read
"""

from __future__ import annotations

import ast

from nb2pkg.flow.constants import dotted
from nb2pkg.flow.source import tree_of

_CALLS = frozenset(
    "subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen os.system".split()
)
#: Programs that work on accounts, other machines, other processes and what is installed.
_ELSEWHERE = frozenset(
    "gcloud gsutil bq az aws docker kubectl heroku firebase twine kill pkill killall pip pip3 conda".split()
)
#: What they do for what is run here: bring files, and say who asks.
_HERE = frozenset(
    "cp mv sync rsync download get export query extract pull login auth config configure list ls describe show".split()
)
_GIT = frozenset("config commit push add tag remote".split())
_FAR = ("gs://", "s3://", "hdfs://", "https://")


def acts_elsewhere(text: str) -> bool:
    """Whether a statement does no more than to run commands that leave nothing here.

    Args:
        text: The statement.
    """
    match tree_of(text).body:
        case [ast.Expr(value=ast.Call(func=function, args=[command, *_]))] if dotted(function) in _CALLS:
            words = _words(command)
            if words[:2] in (["bash", "-c"], ["sh", "-c"]):
                words = words[2:]
            lines = [line.split() for line in " ".join(words).replace("&&", "\n").replace(";", "\n").split("\n")]
            return bool(words) and all(_is_elsewhere(line) for line in lines if line)
    return False


def _is_elsewhere(words: list[str]) -> bool:
    words = words[1:] if words[0] == "sudo" else words
    if words[:1] == ["python"] and words[1:2] == ["-m"]:
        words = words[2:]
    if not words or any(word.startswith((">", "|")) for word in words):
        return False
    if words[0] == "git":
        return words[1:2] != [] and words[1] in _GIT
    sends = len(words) > 2 and words[-1].startswith(_FAR) and not words[-2].startswith(_FAR)
    return words[0] in _ELSEWHERE and (_HERE.isdisjoint(words[1:]) or (sends and not {"cp", "rsync"}.isdisjoint(words)))


def _words(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join("".join(_words(part)) for part in parts)]
        case ast.FormattedValue():
            return ["_"]
        case ast.Attribute(attr="executable"):
            return ["python"]
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            return [word for part in parts for word in (_words(part) or ["_"])]
    return []
