"""Where the words of a docstring come from: the comment above, the notebook's prose, remarks in the signature."""

from __future__ import annotations

import ast
import re
import tokenize
import warnings
from collections.abc import Iterator, Mapping, Sequence

from nb2pkg.flow.source import tokens_of
from nb2pkg.rules.docstring_words import words_of
from nb2pkg.text.literals import one_line, unix_lines

_DIRECTIVE = re.compile(
    r"(?:noqa|type:|pylint|fmt:|isort:|mypy|pragma|pyright|ruff:|yapf|nb2pkg|%|@|!|-\*-|coding[:=]|In ?\[|"
    r"(?:todo|fixme|xxx|hack)\b)",
    re.IGNORECASE,
)
_MARKS = "#=-*~_+<>| \t"
# Nodes that a few words may parse to; anything else is code that was commented out.
_WORDS = ast.Module | ast.Expr | ast.Name | ast.expr_context | ast.Constant | ast.Tuple | ast.BoolOp | ast.boolop
_LINKED = ast.Compare | ast.cmpop | ast.UnaryOp | ast.unaryop | ast.BinOp | ast.operator

# How much of a cell is looked at: what explains a definition stands in its first paragraphs.
_MOST_PROSE = 4_000
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_NO_PROSE = re.compile(
    r"\s{0,3}(?:#{1,6}(?:\s|$)|>|<|\||[-*+]\s|\d{1,9}[.)]\s|!\[|\[[^\]]*\]:|[-*_=]{3,}\s*$|:{3}|\$\$|\\)"
)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_STRONG = re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])")
_CODE_SPAN = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")
_END = re.compile(r"[.!?][)\"'\u201d\u2019]*(?=\s|$)")
_ABBREVIATIONS = re.compile(
    r"(?:e\.g|i\.e|etc|vs|cf|fig|eq|sec|approx|resp|al|no|dr|mr|mrs|ca|incl|excl|st|[a-z]|\d+)\.", re.IGNORECASE
)
# Who tells a story speaks of people or of other places, not of the thing that is defined.
_STORY = re.compile(
    r"\b(?:i(?!\.)|i'm|i've|i'll|we|we're|we've|we'll|our|us|my|me|you|your|you're|let's|lets|let)\b|\b(?:above|below|cell|notebook|"
    r"section|tutorial|exercise|following|next|now)\b|^(?:it|this|that|these|those|they|then|here|finally|first|so|but|and|also|"
    r"next|note|remember|recall|otherwise|however|there|to|in|as|since|if|when|with|for|before|after|because|given|while|"
    r"once|instead|usually)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 3
# What is compared of a word, so that "plots" and "plotting" are about "plot_history".
_STEM = 5
_LEAST_LETTERS = 3
_GENERIC = re.compile(
    r"data|dataset|module|model|net|network|layer|block|callback|class|head|step|function|func|lit|custom|base|simple|"
    r"get|make|create|build|compute|calculate|calc|plot|show|load|save|run|init"
)


def comment_words(lines: Sequence[str]) -> tuple[str, int]:
    """The words of the comment block right above a definition.

    Args:
        lines: The comment lines, as written, down to the definition.

    Returns:
        The words, one line each, and how many of the lines (from the last) they are; nothing and 0 where the block is
        code that was commented out, a drawn heading, a single word, or for a tool.
    """
    kept: list[str] = []
    for line in reversed(lines):
        if _DIRECTIVE.match(line.lstrip("#").strip()):
            break
        kept.insert(0, line)
    words = [_uncommented(line) for line in kept]
    said = [word for word in words if word.strip()]
    if len(" ".join(said).split()) < 2 or any(_is_drawn(line) for line in kept):
        return "", 0
    if _is_code("\n".join(words)) or any(_is_code(word) for word in words):
        return "", 0
    return "\n".join(words).strip("\n"), len(kept)


def _uncommented(line: str) -> str:
    text = line.lstrip().lstrip("#")
    return text[1:] if text.startswith(" ") else text


def _is_drawn(line: str) -> bool:
    """``# -----`` and ``#### Model ####``."""
    text = line.strip()
    body = text.lstrip("#")
    inner = body.strip()
    return len(text) - len(body) > 2 or (bool(inner) and (inner[:2] == inner[:1] * 2 and inner[0] in _MARKS))


def _is_code(text: str) -> bool:
    try:
        tree = quiet_parse(text if "\n" in text else text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text.rstrip().endswith((":", "(", "[", "{", "\\")) and text.lstrip().startswith(_STARTS)
    return bool(tree.body) and not all(_is_words(node) for node in ast.walk(tree))


def quiet_parse(text: str) -> ast.Module:
    """The text's tree; what Python would warn of, such as an invalid escape, is the notebook's own affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


_STARTS = ("def ", "class ", "if ", "for ", "while ", "with ", "else:", "elif ", "try:", "except", "return ", "self.")


def _is_words(node: ast.AST) -> bool:
    return isinstance(node, _WORDS | _LINKED) or (isinstance(node, ast.AnnAssign) and node.value is None)


def remarks(text: str) -> dict[int, str]:
    """The comments at the ends of lines: line -> words, those for tools and code left out."""
    if "#" not in text:
        return {}
    found = {}
    for token in tokens_of(unix_lines(text)):
        if token.type != tokenize.COMMENT or not token.line[: token.start[1]].strip():
            continue
        words = token.string.lstrip("#").strip()
        if sum(c.isalpha() for c in words) > 1 and not _DIRECTIVE.match(words) and not _is_code(words):
            found[token.start[0]] = one_line(words)
    return found


def argument_remarks(node: ast.FunctionDef | ast.AsyncFunctionDef, comments: Mapping[int, str]) -> dict[str, str]:
    """The remark on each argument that has a line of its own in the signature, below the one with ``def``."""
    positional = [*node.args.posonlyargs, *node.args.args]
    ends = {arg: arg.end_lineno or arg.lineno for arg in [*positional, *node.args.kwonlyargs]}
    ends |= {arg: arg.end_lineno or arg.lineno for arg in (node.args.vararg, node.args.kwarg) if arg}
    defaults = node.args.defaults
    pairs = list(zip(positional[len(positional) - len(defaults) :], defaults, strict=True))
    pairs += [(arg, value) for arg, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if value]
    ends |= {arg: value.end_lineno or value.lineno for arg, value in pairs}
    touched = [line for arg, end in ends.items() for line in {arg.lineno, end}]
    own = [end for end in ends.values() if end > node.lineno and touched.count(end) == 1]
    return {arg.arg: comments[end] for arg, end in ends.items() if end in comments and end in own}


def head_words(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, comment: str) -> str:
    """The words behind the colon of a definition on one line; empty where they are for a tool, or code.

    Args:
        node: The definition.
        comment: The comment, as written.
    """
    magic = node.name.startswith("__") and node.name.endswith("__")
    arguments = [] if isinstance(node, ast.ClassDef) else [a for a in ast.walk(node.args) if isinstance(a, ast.arg)]
    if magic or "#" in comment.lstrip("#") or any(arg.lineno > node.lineno for arg in arguments):
        return ""
    return comment_words([comment])[0]


def field_remarks(node: ast.ClassDef, comments: Mapping[int, str]) -> dict[str, str]:
    """The remark on each annotated name of a class body."""
    fields = [item for item in node.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)]
    ends = {ast.unparse(field.target): field.end_lineno or field.lineno for field in fields}
    return {name: comments[end] for name, end in ends.items() if end in comments}


def prose_sentence(prose: str) -> str:
    """The first sentence of Markdown that is about a thing, its marks removed; empty where there is none.

    Headings, lists, tables, quotes, HTML, images and code are not prose; a sentence that speaks of the reader, the
    author or another place, that asks, or that holds formulas or addresses says nothing of the definition.
    """
    first = next(_first_sentences(prose), "")
    return first if _is_about_a_thing(first) else ""


def prose_about(prose: str, name: str) -> str:
    """The sentence of Markdown that is about what has that name, the last one where several begin a paragraph."""
    found = [one for one in _first_sentences(prose) if _is_about_a_thing(one) and mentions(one, name)]
    return found[-1] if found else ""


def _first_sentences(prose: str) -> Iterator[str]:
    """How the paragraphs begin, where that is a sentence: those further on lean on what is before them."""
    for paragraph in _paragraphs(unix_lines(prose)[:_MOST_PROSE]):
        if found := _sentence(one_line(paragraph)):
            yield found


def mentions(sentence: str, name: str) -> bool:
    """Whether a sentence speaks of what has that name.

    A cell's prose often tells of something else than the definition below it: it is about ``SplitFlow`` if it names it
    or speaks of splitting, and not if it only speaks of flows.
    """
    words = [word for word in re.sub(r"[^a-z0-9\s]", "", sentence.lower()).split() if len(word) >= _LEAST_LETTERS]
    if (condensed := name.lower().replace("_", "")) in "".join(words) and len(condensed) >= _LEAST_LETTERS:
        return True
    telling = [piece.lower() for piece in words_of(name).split() if len(piece) >= _LEAST_LETTERS]
    telling = [piece for piece in telling if not _GENERIC.fullmatch(piece)] or telling
    found = [piece for piece in telling if any(word.startswith(piece[:_STEM]) for word in words)]
    return bool(found) and found[0] == telling[0] and 2 * len(found) >= len(telling)


def _paragraphs(prose: str) -> list[str]:
    """The blocks of Markdown that are plain paragraphs."""
    blocks: list[list[str]] = [[]]
    fence = ""
    for line in _without_comments(prose).split("\n"):
        match = _FENCE.match(line)
        if fence:
            fence = "" if match and match[1].startswith(fence) else fence
        elif match:
            fence = match[1]
            blocks.append([])
        elif line.strip():
            blocks[-1].append(line)
        else:
            blocks.append([])
    return ["\n".join(_plain_lines(block)) for block in blocks if block and not block[0].startswith(("    ", "\t"))]


def _plain_lines(block: list[str]) -> list[str]:
    """The lines up to the first that is no prose; a heading above them is no part of them."""
    lines = list(block)
    while lines and re.match(r"\s{0,3}#{1,6}\s", lines[0]):
        lines.pop(0)
    end = next((at for at, line in enumerate(lines) if _NO_PROSE.match(line)), len(lines))
    # A line drawn below makes a heading of what is above it.
    return [] if end < len(lines) and re.fullmatch(r"\s{0,3}[-=]+\s*", lines[end]) else lines[:end]


def _without_comments(prose: str) -> str:
    kept, rest = "", prose
    while "<!--" in rest:
        before, _, after = rest.partition("<!--")
        kept, rest = kept + before, after.partition("-->")[2]
    return kept + rest


def _sentence(text: str) -> str:
    """The first sentence, without marks; empty where none ends."""
    plain = _unmarked(text)
    for match in _END.finditer(plain):
        head = plain[: match.end()].strip()
        if not _ABBREVIATIONS.fullmatch(head.split()[-1].lstrip("(")):
            return head
    return ""


def _unmarked(text: str) -> str:
    """Markdown's marks removed; code keeps single backquotes."""
    pieces: list[str] = []
    at = 0
    for match in _CODE_SPAN.finditer(text):
        pieces += [_unmarked_words(text[at : match.start()]), f"`{match[2].strip().strip('`')}`"]
        at = match.end()
    pieces.append(_unmarked_words(text[at:]))
    return " ".join("".join(pieces).split())


def _unmarked_words(text: str) -> str:
    text = _TAG.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    return _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text).replace("**", ""))


def _is_about_a_thing(found: str) -> bool:
    if (
        found.endswith("?")
        or len(found.split()) < _LEAST_WORDS
        or any(mark in found for mark in ("$", "://", "\\", "<", "{"))
    ):
        return False
    return not _STORY.search(found)
