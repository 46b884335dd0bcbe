"""Classes that are handed around as they are hold what can be turned themselves, since nothing gives it to instances.

class Net(nn.Module):                              class Net(nn.Module):
                                                       DROPOUT = 0.5
    def __init__(self):                                def __init__(self):
        self.drop = nn.Dropout(dropout)    ->              self.drop = nn.Dropout(self.DROPOUT)

                                                   Net.DROPOUT = dropout
train(model_class=Net)                             train(model_class=Net)

What makes the instances finds the value in the class, whatever it gives to the constructor: a function that is handed
the class, a library that takes the class, ``Net.load_from_checkpoint``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from nb2pkg.flow.made import asked_while_made
from nb2pkg.flow.mentions import mentions_of
from nb2pkg.flow.names import names_of
from nb2pkg.flow.obstacles import immovable
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Kind, Program, Statement
from nb2pkg.params.kinds import snake_case

#: Class -> the keys of what it holds -> the attributes that hold that.
Holders = Mapping[str, Mapping[str, str]]

#: Decorators that give the same class back, its attributes where they were.
_SAME_CLASS = frozenset(["dataclass", "register_keras_serializable", "total_ordering", "final", "runtime_checkable"])
#: Libraries whose classes make nothing of attributes that they do not know; what pydantic makes refuses such ones.
_INDIFFERENT = frozenset(
    "abc albumentations botorch catboost datasets fastai flash flax gpytorch gym gymnasium imblearn keras kornia "
    "lightgbm lightning lightning_fabric monai object pyro pytorch_forecasting pytorch_lightning skimage sklearn "
    "skorch stable_baselines3 tensorflow tf_keras threading timm torch torch_geometric torchaudio torchmetrics "
    "torchvision transformers typing xgboost".split()
)
#: Bases whose subclasses make values of what stands in their bodies, or are values; what others find and build.
_READ_BODIES = frozenset("NamedTuple Protocol TypedDict Tensor Parameter".split())
#: Names with which a class may be asked for all it holds, or its methods be read by something other than Python.
_ASKING = frozenset(["locals", "vars", "globals", "exec", "eval", "dir", "getmembers", "__dict__", "__slots__"])
#: Modules that run code in processes of their own, which find the class as it is written.
_OTHER_PROCESSES = frozenset(
    "multiprocessing concurrent joblib ray dask distributed pyspark torch_xla accelerate mpire "
    "pathos submitit parsl".split()
)


def holders_of(world: World, inside: frozenset[str]) -> frozenset[str]:
    """The classes that take no arguments of their own and can hold what is turned as attributes.

    Args:
        world: The program.
        inside: Definitions that stay where they stand, and find all they need there.
    """
    classes = {name for name, d in world.definitions.items() if d.kind is Kind.CLASS}
    families = {_family(name, world) for name in classes & immovable(world).keys()}
    found = [one for one in families if not one & inside and all(_can_hold(world.definitions[n], world) for n in one)]
    if not found or any("jit.script" in statement.text for statement in world.statements):
        return frozenset()
    names = frozenset[str]().union(*found)
    unsound = _made_early(names, world) | _in_other_processes(names, world)
    return frozenset(name for one in found if not one & unsound for name in one)


def _family(name: str, world: World) -> frozenset[str]:
    """The class with all that it derives from and all that derives from one of those: an attribute is for all."""
    found = {name}
    while True:
        bases = {base for one in found for base in world.definitions[one].family & world.definitions.keys()}
        derived = {one for one, other in world.definitions.items() if other.family & found}
        if found >= bases | derived:
            return frozenset(found)
        found |= bases | derived


def _can_hold(definition: Definition, world: World) -> bool:
    """Whether an attribute that is set on the class is found by all its instances."""
    node = tree_of(definition.text).body[0]
    if not isinstance(node, ast.ClassDef) or node.keywords or definition.name in world.computed:
        return False
    names = {decorator.rpartition(".")[2] for decorator in definition.decorators}
    if len(names) != len(node.decorator_list) or not names <= _SAME_CLASS or names & world.definitions.keys():
        return False
    last = {full.rpartition(".")[2] for full in definition.family}
    known = all(full.partition(".")[0] in _INDIFFERENT for full in definition.family - world.definitions.keys())
    if not known or last & _READ_BODIES or any(isinstance(base, ast.Call) for base in node.bases):
        return False
    asked = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    asked |= {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
    asked |= {one.name for one in node.body if isinstance(one, ast.FunctionDef)} & {"__getattribute__"}
    return not asked & _ASKING


def _in_other_processes(names: frozenset[str], world: World) -> frozenset[str]:
    """Those that code in other processes may use, or that something was made of which it may use."""
    apart = {alias for alias, full in world.aliases.items() if _is_of_processes(full)}
    if not apart:
        return frozenset()
    told = [(s.names.reads | s.names.deferred, s.names.binds | s.names.may_bind) for s in world.statements]
    apart = _followed(apart, [one for one, s in zip(told, world.statements, strict=True) if s.kind is not Kind.RUN])
    touched = frozenset[str]().union(*(reads for reads, _ in told if reads & apart))
    return frozenset(name for name in names if _followed({name}, told) & touched)


def _followed(names: Set[str], told: Iterable[tuple[Set[str], Set[str]]]) -> set[str]:
    """The names, and all that is bound where one of them is read."""
    found, pairs = set(names), list(told)
    while more := {one for reads, binds in pairs if reads & found for one in binds} - found:
        found |= more
    return found


def _is_of_processes(full: str) -> bool:
    return full.partition(".")[0] in _OTHER_PROCESSES or full.startswith("torch.multiprocessing")


def _made_early(names: frozenset[str], world: World) -> frozenset[str]:
    """Those of which there may be instances before the class could be set."""
    found: set[str] = set()
    built = {one.statement for one in world.constants.values() if one.sort in ("object", "fixed")}
    for mention in mentions_of(world):
        early = mention.early and mention.how == "call"
        listed = mention.statement not in built or _only_lists(world.statements[mention.statement])
        if early or mention.how == "patch" or not listed:
            found.add(mention.name)
    for definition in world.definitions.values():
        found |= asked_while_made(definition).keys()
        found |= {one.id for one in _in_decorators(definition)}
    return frozenset(found & names)


def _in_decorators(definition: Definition) -> Iterator[ast.Name]:
    node = tree_of(definition.text).body[0]
    for decorator in getattr(node, "decorator_list", []):
        yield from (one for one in ast.walk(decorator) if isinstance(one, ast.Name))


def _only_lists(statement: Statement) -> bool:
    """``MODELS = {"small": Small, "large": Large}``: nothing is done with the classes."""
    return not any(isinstance(node, ast.Call | ast.comprehension) for node in ast.walk(tree_of(statement.text)))


def attribute_names(world: World, wanted: Mapping[str, Mapping[str, str]], known: Holders) -> Holders:
    """What the attributes are called: in capitals, as no library calls those of its classes.

    Args:
        world: The program.
        wanted: Class -> the keys that it holds -> their arguments.
        known: The names that some have already.
    """
    taken = {
        word for statement in world.statements for node in ast.walk(tree_of(statement.text)) for word in _words(node)
    }
    found: dict[str, Mapping[str, str]] = {}
    for name, keys in wanted.items():
        before, kin = known.get(name, {}), _family(name, world)
        attributes: dict[str, str] = {}
        for key, argument in keys.items():
            plain = argument.removeprefix(f"{snake_case(name)}_").upper()
            others = [held for one, held in found.items() if one in kin]
            same = next((held[key] for held in others if key in held), "")
            mine = {word for held in [attributes, *others] for word in held.values()}
            attributes[key] = before.get(key) or same or _free(plain, taken | mine)
        found[name] = attributes
    return found


def _words(node: ast.AST) -> Iterator[str]:
    """Names of attributes: those that are asked for, and those that the bodies of classes bind."""
    match node:
        case ast.Attribute(attr=name):
            yield name
        case ast.ClassDef(body=body):
            inner = (one for item in body if not isinstance(item, ast.FunctionDef) for one in ast.walk(item))
            yield from (one.id for one in inner if isinstance(one, ast.Name))


def _free(name: str, taken: Set[str]) -> str:
    number, found = 2, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found


def with_settings_of(program: Program, world: World, holders: Holders) -> Program:
    """The program that sets the attributes, each as soon as there are the class and its value.

    Args:
        program: The program.
        world: The same, surveyed.
        holders: What the classes hold.
    """
    behind: dict[int, list[Statement]] = {}
    for name, attributes in holders.items():
        definition = world.definitions[name]
        for key, attribute in attributes.items():
            place = max(definition.statement, world.constants[key].statement)
            behind.setdefault(place, []).append(_setting(f"{name}.{attribute} = {key}", definition, world))
    statements: list[Statement] = []
    for statement in program.statements:
        statements += [statement, *behind.get(statement.index, ())]
    return replace(program, statements=tuple(_numbered(statements)))


def _setting(text: str, definition: Definition, world: World) -> Statement:
    like = world.statements[definition.statement]
    return replace(like, kind=Kind.RUN, text=text, names=names_of(text), why="a setting", inner=True, again=())


def _numbered(statements: Iterable[Statement]) -> Iterator[Statement]:
    return (replace(statement, index=index) for index, statement in enumerate(statements))
