"""What a command of the shell fetches: addresses, files of Google Drive, competitions and data sets of Kaggle.

subprocess.run(["wget", "https://x.org/images.tar.gz"])                         images_url
subprocess.run(["git", "clone", "https://github.com/me/birds-dataset.git"])     birds_dataset_url: other code stays
subprocess.run(["kaggle", "competitions", "download", "-c", "titanic"])         competition
os.system("wget https://x.org/images.tar.gz -P data")                           images_url
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Statement
from nb2pkg.params.sources.path_texts import (
    few_words,
    host_word,
    is_address,
    is_possible,
    is_store,
    last_part,
    word_for,
)
from nb2pkg.params.sources.paths import spelled
from nb2pkg.params.sources.spot import Known, Spot, spot_at

_RUN = frozenset("run call check_call check_output Popen system getoutput".split())
#: What is no longer says nothing: ``https://drive.google.com/uc?id=1O7``.
_SHORT = 2
_FETCH = frozenset("wget curl gdown aria2c axel".split())
#: What a repository with more than code is called, and where those are kept.
_DATA = ("data", "corpus", "corpora", "://huggingface.co/")
#: What sets up the machine, and is no data.
_TOOLS = (".sh", ".deb", ".rpm", ".whl", ".py", ".gpg", ".key", ".exe", ".dmg")
_HERE = ("://localhost", "://127.0.0.1", "://0.0.0.0")
_HELP = {
    "competition": "Competition whose data are downloaded.",
    "kaggle_dataset": "Data set to download.",
    "file_id": "File to download.",
}
#: Command -> option behind which the name stands -> what that is called.
_BEHIND = {
    "kaggle": {
        "-c": "competition",
        "--competition": "competition",
        "-d": "kaggle_dataset",
        "--dataset": "kaggle_dataset",
    },
    "gdown": {"--id": "file_id", "-id": "file_id"},
}


def downloads_in(statement: Statement, _: Known) -> Iterator[Spot]:
    """What the commands in a statement fetch, whatever its role."""
    for node in ast.walk(tree_of(statement.text)):
        match node:
            case ast.Call(func=func, args=[ast.List(elts=[*words]), *_]) if head_of(func) in _RUN:
                yield from _in_words(words, statement)
            case ast.Call(func=func, args=[ast.Constant(value=str() as line) as whole, *_]) if head_of(func) in _RUN:
                yield from _in_line(line, whole, statement)


def _in_words(words: list[ast.expr], statement: Statement) -> Iterator[Spot]:
    texts = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "" for one in words]
    command = texts[0] if texts else ""
    for before, text, node in zip(["", *texts], texts, words, strict=False):
        word = _BEHIND.get(command, {}).get(before, "")
        if word and is_possible(text):
            yield spot_at(node, statement, word, owner="files", help=_HELP[word], sure=True)
        elif _is_fetched(command, text):
            yield _address(node, text, statement)


def _in_line(line: str, node: ast.expr, statement: Statement) -> Iterator[Spot]:
    """The only address of a command that is one text."""
    words = line.split()
    found = [word for word in words if is_address(word)]
    plain = not any(mark in line for mark in '{}"\\\n')
    if len(found) != 1 or not plain or line.count(found[0]) != 1 or not _is_fetched(words[0], found[0]):
        return
    before, _, behind = line.partition(found[0])
    spot = _address(node, found[0], statement)
    yield replace(spot, source=spelled(found[0]), read=f'f"{before}{{{{{{}}}}}}{behind}"')


def _is_fetched(command: str, text: str) -> bool:
    """Whether it is an address of something to work with that the command fetches."""
    fetches = command in _FETCH or (command == "git" and any(word in text.lower() for word in _DATA))
    known = fetches and is_address(text) and not is_store(text) and is_possible(text)
    return known and not last_part(text).lower().endswith(_TOOLS) and not any(here in text for here in _HERE)


def _address(node: ast.expr, text: str, statement: Statement) -> Spot:
    name = few_words(last_part(text).removesuffix(".git")) if text.endswith(".git") else word_for(text)
    word = f"{name if len(name) > _SHORT else host_word(text) or 'data'}_url"
    return spot_at(node, statement, word, owner="files", help="Address that data or answers come from.", sure=True)
