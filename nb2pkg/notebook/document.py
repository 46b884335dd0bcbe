"""From the text of a notebook file to JSON values."""

from __future__ import annotations

import json
from collections import Counter

from nb2pkg.errors import BadNotebook
from nb2pkg.notebook.container import refuse_conflict_markers

Json = dict[str, object]

_LONGEST_INTEGER = 4000  # beyond some 4300 digits Python refuses to read a number


class Ambiguous(dict[str, object]):
    """A JSON object that says something twice.

    Attributes:
        repeated: The keys it repeats.
    """

    repeated: frozenset[str] = frozenset()


def parse_document(text: str, file: str) -> tuple[Json, tuple[str, ...]]:
    """Read a notebook file as JSON.

    Outputs may hold what strict readers refuse: NaN, lone surrogates, endless numbers.

    Args:
        text: The text of the file.
        file: What to call it in messages.

    Returns:
        The document, and notes on what was odd about it.

    Raises:
        BadNotebook: It is no JSON object.
    """
    notes: tuple[str, ...] = ()
    try:
        root = _loads(text)
    except json.JSONDecodeError as error:
        refuse_conflict_markers(text, file)
        if not error.msg.startswith("Invalid control character") or "\0" in text:
            raise _not_json(text, file, error) from None
        root = _loads_with_control_characters(text, file)
        notes = ("holds control characters that JSON does not allow",)
    except RecursionError:
        raise _too_deep(file) from None
    if not isinstance(root, dict):
        raise BadNotebook("not a notebook: no JSON object", file=file, hint="is it the right file?")
    return root, notes


def _loads(text: str, strict: bool = True) -> object:
    return json.loads(text, strict=strict, object_pairs_hook=_object, parse_int=_integer)


def _loads_with_control_characters(text: str, file: str) -> object:
    try:
        return _loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise _not_json(text, file, error) from None
    except RecursionError:
        raise _too_deep(file) from None


def _object(pairs: list[tuple[str, object]]) -> Json:
    read = dict(pairs)
    if len(read) == len(pairs):
        return read
    ambiguous = Ambiguous(read)
    ambiguous.repeated = frozenset(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    return ambiguous


def _integer(digits: str) -> int:
    return int(digits) if len(digits) < _LONGEST_INTEGER else 0


def _too_deep(file: str) -> BadNotebook:
    return BadNotebook("its JSON is nested too deeply", file=file, hint="clear the notebook's outputs")


def _not_json(text: str, file: str, error: json.JSONDecodeError) -> BadNotebook:
    cut_off = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    if text.lstrip()[:1] not in ("{", "["):
        return BadNotebook("not a notebook: the file is not JSON", file=file, hint="is it the right file?")
    if cut_off:
        message, hint = "the file is truncated: its JSON stops early", "restore an older copy of it"
    elif error.msg == "Extra data":
        message, hint = "something follows the end of the notebook", "remove what stands after its last brace"
    else:
        message, hint = f"the file is not JSON: {error.msg}", "restore an older copy of it, or correct that line"
    return BadNotebook(message, file=file, line=error.lineno, hint=hint)
