"""From the bytes of a file to text, or a word about what the file is instead."""

from __future__ import annotations

from nb2pkg.errors import BadNotebook

_STARTS = (
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"PK\x03\x04", "a zip archive", "unpack it first"),
    (b"%PDF", "a PDF file", "look for the .ipynb it was made from"),
    (b"\xff\xfe", "UTF-16 text, not UTF-8", "save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text, not UTF-8", "save it as UTF-8"),
    (b"version https://git-lfs", "a Git LFS pointer, not the notebook itself", "run: git lfs pull"),
)
_WEB_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<body")
_BOM = b"\xef\xbb\xbf"


def text_of(data: bytes, file: str) -> tuple[str, tuple[str, ...]]:
    """Decode a file.

    Args:
        data: All of it.
        file: What to call it in messages.

    Returns:
        Its text, and notes on what was odd about it.

    Raises:
        BadNotebook: It is empty, no UTF-8, or plainly something else.
    """
    body = data.removeprefix(_BOM)
    if not body.strip():
        hint = "look for a copy in .ipynb_checkpoints, or for one whose name starts with '.~'"
        raise BadNotebook("the file is empty", file=file, hint=hint)
    _refuse_other_things(body, file)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        place = error.start + len(data) - len(body)
        line = body.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8: byte {place} is 0x{body[error.start]:02X}"
        raise BadNotebook(message, file=file, line=line, hint="save it as UTF-8") from None
    return text, ("starts with a byte order mark",) if len(body) != len(data) else ()


def refuse_conflict_markers(text: str, file: str) -> None:
    """Raise BadNotebook if a merge has left its markers in the text."""
    lines = text.split("\n")
    ours = next((i for i, line in enumerate(lines) if line.startswith("<<<<<<< ")), None)
    if ours is None:
        return
    if any(line.rstrip("\r") == "=======" for line in lines[ours:]) and any(
        line.startswith(">>>>>>> ") for line in lines[ours:]
    ):
        raise BadNotebook("unresolved merge conflict", file=file, line=ours + 1, hint="resolve it, then try again")


def _refuse_other_things(body: bytes, file: str) -> None:
    for start, what, hint in _STARTS:
        if body.startswith(start):
            raise BadNotebook(f"this is {what}", file=file, hint=hint)
    head = body[:64].lstrip()
    if head.lower().startswith(_WEB_PAGES):
        hint = "download the notebook itself, not the page that shows it"
        raise BadNotebook("this is a web page, not a notebook", file=file, hint=hint)
    if head[1:2] == b"\0" or head[:1] == b"\0":
        raise BadNotebook("not UTF-8 (looks like UTF-16)", file=file, hint="save it as UTF-8")
    if b"\n" not in body.strip() and len(body) < 4096 and body.strip().endswith(b".ipynb") and b"{" not in body:
        hint = "check it out with symbolic links, or name the file it points to"
        raise BadNotebook("this is a symbolic link stored as text", file=file, hint=hint)
