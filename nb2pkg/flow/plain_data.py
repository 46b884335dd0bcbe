"""Whether what the notebook computes is data for sure: no network, layer or parameter, nor anything that holds one.

rows = pd.read_csv(path); sizes = [len(row) for row in rows]     data
backbone = timm.create_model("resnet18"); head = make()          perhaps not
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.methods import is_builtin
from nb2pkg.flow.source import tree_of
from nb2pkg.flow.world import World
from nb2pkg.model import Kind

#: Libraries that know nothing of networks.
_OF_DATA = frozenset(
    "numpy pandas sklearn scipy collections itertools functools math random os sys re json csv glob pathlib string "
    "datetime time tqdm PIL cv2 polars nltk shutil operator typing".split()
)
#: What of torch gives networks, beside torch.nn.
_OF_NETWORKS = frozenset(["load", "compile", "jit", "hub", "nn", "quantization", "fx", "ao", "package", "export"])
#: Attributes that are numbers, texts and tables whatever they are asked of.
_NUMBERS = frozenset("shape size dtype device ndim vocab_size columns values num_classes classes_ __name__".split())
_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.GeneratorExp


def is_data(name: str, world: World) -> bool:
    """Whether all that the notebook binds the name to is data for sure."""
    return _Judge(world, frozenset()).name(name)


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges expressions.

    Attributes:
        world: The program.
        asked: Names about which somebody is asking already, and names that are data where the expression stands.
    """

    world: World
    asked: frozenset[str]

    def name(self, name: str) -> bool:
        world = self.world
        if name in self.asked or (name in world.constants and name not in world.computed):
            return name in self.asked or world.constants[name].sort in ("plain", "fixed", "derived")
        if name in world.aliases:
            return _is_of_data(world.aliases[name])
        inner = _Judge(world, self.asked | {name})
        if name in world.definitions:
            return inner.definition(name)
        if name not in world.computed:
            return is_builtin(name)
        makers = [s for s in world.statements if name in s.names.binds | s.names.may_bind]
        # What something is put into holds that, too.
        put = {n for s in world.statements if name in s.names.changes for n in s.names.reads | s.names.deferred}
        if not all(map(inner.name, sorted(put))):
            return False
        return bool(makers) and all(s.kind is Kind.RUN and inner.bound(name, tree_of(s.text).body[0]) for s in makers)

    def definition(self, name: str) -> bool:
        """Whether nothing but data can come out: it uses nothing that could give anything else."""
        return all(self.name(use.name) for use in self.world.definitions[name].uses if use.name != name)

    def bound(self, name: str, node: ast.stmt) -> bool:
        match node:
            case ast.Assign(targets=targets, value=value):
                known = all(isinstance(t, ast.Name | ast.Tuple | ast.List) for t in targets)
                return known and self.value(value)
            case ast.AnnAssign(target=ast.Name(), value=value):
                return value is None or self.value(value)
            case ast.For(target=ast.Name(id=target) as named, iter=value) if target == name:
                stored = [n for n in ast.walk(node) if isinstance(n, ast.Name) and n.id == name and n is not named]
                return self.value(value) and all(isinstance(n.ctx, ast.Load) for n in stored)
        return False

    def value(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant() | ast.JoinedStr() | ast.Compare():
                return True
            case ast.Name(id=name):
                return self.name(name)
            case ast.Attribute(attr=attr) if attr in _NUMBERS:
                return True
            case ast.Attribute() | ast.Call() if (full := self._of_library(node)) is not None:
                return _is_of_data(full)
            case ast.Attribute(value=inner) | ast.Subscript(value=inner) | ast.Starred(value=inner):
                return self.value(inner)
            case ast.UnaryOp() | ast.BinOp():
                return True  # networks know no arithmetic, and what comes of a parameter is none
            case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return all(map(self.value, parts))
            case ast.IfExp(body=body, orelse=orelse):
                return self.value(body) and self.value(orelse)
            case ast.Dict(keys=keys, values=parts):
                return all(map(self.value, parts)) and all(key is None or self.value(key) for key in keys)
            case ast.DictComp(key=key, value=value, generators=generators):
                return self._comprehension([key, value], generators)
        if isinstance(node, _COMPREHENSIONS):
            return self._comprehension([node.elt], node.generators)
        return isinstance(node, ast.Call) and self._called(node)

    def _called(self, call: ast.Call) -> bool:
        if isinstance(call.func, ast.Name) and call.func.id in self.world.computed:
            return False
        if dotted(call.func) == "len":
            return True
        return self.value(call.func) and self._arguments(call)

    def _arguments(self, call: ast.Call) -> bool:
        return all(map(self.value, call.args)) and all(self.value(keyword.value) for keyword in call.keywords)

    def _of_library(self, node: ast.expr) -> str | None:
        """The dotted path of what a library has or gives, where that settles it."""
        name = dotted(node.func if isinstance(node, ast.Call) else node)
        first = name.partition(".")[0] if name else ""
        if not name or first not in self.world.aliases or first in self.world.computed:
            return None
        full = resolve(name, self.world.aliases)
        if isinstance(node, ast.Call) and not full.startswith("torch.") and not self._arguments(node):
            return ""
        return full

    def _comprehension(self, parts: list[ast.expr], generators: list[ast.comprehension]) -> bool:
        if not all(self.value(generator.iter) for generator in generators):
            return False
        bound = {n.id for g in generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        inner = _Judge(self.world, self.asked | bound)
        return all(map(inner.value, parts))


def _is_of_data(full: str) -> bool:
    first, _, rest = full.partition(".")
    if first == "torch":
        second = rest.partition(".")[0]
        return second not in _OF_NETWORKS or rest.startswith("nn.functional.")
    return first in _OF_DATA
