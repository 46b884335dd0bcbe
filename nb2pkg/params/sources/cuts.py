"""How much of a text, or how many of some records, are used.

prompt = PROMPT.format(text=text[:8000])           max_text_chars
for record in records[:100]: ...                   max_records
def load(): ... return images[:120]                max_images
scores = audit(model, images[:20])                 max_images, where the notebook has ``def audit``
print(text[:100])                                  a look
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Role, Statement
from nb2pkg.params.kinds import argument_name, snake_case
from nb2pkg.params.loose import only_looks
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.within import within_definition

#: Words in the names of texts.
_TEXTS = frozenset("text texts prompt content document doc ocr body abstract context transcript html markdown".split())
#: What is shorter is shown; of fewer records somebody looks at how it goes.
_SHORTEST, _FEWEST = 1000, 50
#: What a function is given so many of, it computes something with.
_FEWEST_HANDED = 16
#: What says something, or keeps what went wrong.
_SAYS = frozenset("print display log info debug warning error write append repr".split())


def cuts_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The ends of texts and of lists in a statement that go somewhere, and are not only shown."""
    if statement.role is Role.EXPLORE or statement.kind not in (Kind.RUN, Kind.FUNCTION, Kind.CLASS):
        return
    tree = tree_of(statement.text)
    shown = {id(inner) for node in ast.walk(tree) if _shows(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in shown:
            continue
        for end, word, said in (*_found(node), *_handed_on(node, known)):
            for number in (end, *_asked(tree, node, end)):
                spot = replace(spot_at(number, statement, word, owner="cut", help=said), spelled=True)
                yield within_definition(spot, statement)


def _shows(node: ast.AST) -> bool:
    match node:
        case ast.JoinedStr() | ast.Raise():
            return True
        case ast.Call(func=func):
            return head_of(func) in _SAYS
    return False


def _found(node: ast.AST) -> Iterator[tuple[ast.Constant, str, str]]:
    match node:
        case ast.Call(args=arguments, keywords=words):
            for one in [*arguments, *(word.value for word in words)]:
                if (cut := _cut(one)) and _TEXTS & set(cut[0].split("_")) and _number(cut[1]) >= _SHORTEST:
                    yield cut[1], f"max_{cut[0]}_chars", f"Number of characters of `{cut[0]}`; what is longer is cut."
        case ast.For(iter=over):
            part = over.args[0] if isinstance(over, ast.Call) and over.args else over
            if (cut := _cut(part)) and _number(cut[1]) >= _FEWEST:
                yield cut[1], f"max_{cut[0]}", f"Greatest number of `{cut[0]}` to go through."
        case ast.Return(value=ast.expr() as value):
            if (cut := _cut(value)) and _number(cut[1]) >= _FEWEST:
                yield cut[1], f"max_{cut[0]}", f"Greatest number of `{cut[0]}`."


def _handed_on(node: ast.AST, known: Known) -> Iterator[tuple[ast.Constant, str, str]]:
    """The ends of lists of which a function of the notebook computes something with the first ones."""
    match node:
        case ast.Assign(value=ast.Call(func=ast.Name(id=name), args=arguments)):
            words: dict[int, str] = {}  # lists of one length belong together
            for one in arguments if name in known.signatures and not only_looks(name) else ():
                if (cut := _cut(one)) and _number(cut[1]) >= _FEWEST_HANDED:
                    word = words.setdefault(_number(cut[1]), cut[0])
                    yield cut[1], f"max_{word}", f"Greatest number of `{word}` that `{name}` is given."


def _cut(node: ast.expr) -> tuple[str, ast.Constant] | None:
    """The name of what is cut off somewhere, and where."""
    match node:
        case ast.Subscript(
            value=ast.Name(id=name), slice=ast.Slice(lower=None, upper=ast.Constant(value=int()) as end, step=None)
        ) if argument_name(snake_case(name)).isidentifier():
            return argument_name(snake_case(name)), end
    return None


def _asked(tree: ast.Module, node: ast.AST, end: ast.Constant) -> Iterator[ast.Constant]:
    """Where it is asked whether there are so many: ``assert len(images) >= 120``, where ``images[:120]`` follows."""
    cut = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    for one in ast.walk(tree):
        match one:
            case ast.Compare(
                left=ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]), comparators=[ast.Constant() as number]
            ) if name in cut and number.value == end.value:
                yield number


def _number(node: ast.Constant) -> int:
    return node.value if isinstance(node.value, int) else 0
