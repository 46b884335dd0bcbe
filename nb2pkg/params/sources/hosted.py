"""What the environment of a model elsewhere is to say: which model it is, what it is to do, how much it may take.

hub = {"HF_MODEL_ID": "gpt2", "HF_TASK": "text-generation"}     hf_model_id, hf_task
model = HuggingFaceModel(env=hub)
env={"MAX_INPUT_LENGTH": json.dumps(2048)}                      max_input_length = 2048
env={"SM_NUM_GPUS": "4"}                                        sm_num_gpus = 4, read as ``str(sm_num_gpus)``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import dotted, single_target, value_of
from nb2pkg.flow.source import head_of, tree_of
from nb2pkg.model import Kind, Statement
from nb2pkg.params.kinds import argument_name
from nb2pkg.params.sources.config_values import as_name, is_number
from nb2pkg.params.sources.path_texts import is_possible
from nb2pkg.params.sources.spot import Known, Spot, spot_at

#: Keywords that take such an environment.
_ENVIRONMENTS = frozenset(
    "env environment env_vars environment_variables serving_container_environment_variables".split()
)
#: What runs programs on this machine.
_HERE = frozenset("run call Popen check_call check_output".split())
#: Words of keys of what nobody writes down, of what is said while it runs, and of how the container is made.
_OTHER = frozenset("token key secret password log logging level debug program directory container region port".split())


def hosted_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The values of such an environment that a running statement names or hands on."""
    if statement.kind not in (Kind.RUN, Kind.CONSTANT) or "{" not in statement.text:
        return
    tree = tree_of(statement.text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for given in _handed(node):
                if isinstance(given, ast.Dict):
                    yield from _values(given, statement)
    name, value = single_target(tree.body[0]), value_of(tree.body[0])
    if name is not None and isinstance(value, ast.Dict) and _is_handed_on(name, known):
        yield from _values(value, statement)


def _handed(call: ast.Call) -> Iterator[ast.expr]:
    """The environments that something elsewhere is given."""
    if head_of(call.func) not in _HERE:
        yield from (one.value for one in call.keywords if one.arg in _ENVIRONMENTS)


def _is_handed_on(name: str, known: Known) -> bool:
    return any(
        isinstance(value, ast.Name) and value.id == name
        for statement in known.statements
        if name in statement.names.reads
        for node in ast.walk(tree_of(statement.text))
        if isinstance(node, ast.Call)
        for value in _handed(node)
    )


def _values(given: ast.Dict, statement: Statement) -> Iterator[Spot]:
    for key, value in zip(given.keys, given.values, strict=True):
        match key:
            case ast.Constant(value=str() as text) if text.isupper() and not _OTHER & set(text.lower().split("_")):
                word = argument_name(as_name(text))
            case _:
                continue
        if not word.isidentifier():
            continue
        match value:
            case ast.Constant(value=str() as told) if is_possible(told):
                spot = spot_at(value, statement, word, owner="environment", sure=True)
                yield replace(spot, source=told, read="str({})") if _is_count(told) else spot
            case ast.Call(func=func, args=[number], keywords=[]) if dotted(func) in _SPELLED and is_number(number):
                yield spot_at(number, statement, word, owner="environment", sure=True)


#: Calls that spell a number.
_SPELLED = ("json.dumps", "str")


def _is_count(text: str) -> bool:
    """Whether it is a number that is spelled as it is read."""
    return text.isdecimal() and str(int(text)) == text
