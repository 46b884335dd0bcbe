"""Names of models, data sets, projects and places on services that are written into the code.

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")      model_name
nlp = spacy.load("en_core_web_sm")                                  spacy_model
aiplatform.init(project="leaves", location="us-central1")           project, location
aiplatform.Model.upload(display_name="leaves_" + TIMESTAMP)         display_name_prefix
aiplatform.Model.upload(display_name=f"leaves-{uuid}")              display_name_prefix
dataset.location = "US"                                             location, where a service of Google is used
grpc.insecure_channel("localhost:8500")                             server_address
load_dataset("cifar10", split=["train[:5000]", "test[:2000]"])      dataset_name, train_split, test_split
rf.workspace("me").project("leaves").version(10)                    workspace, project, dataset_version
Job(framework_version="1.10")                                       framework_version
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of
from nb2pkg.model import Statement
from nb2pkg.params.signatures import Signatures
from nb2pkg.params.sources.arguments import targets_in
from nb2pkg.params.sources.path_texts import is_file, is_possible, is_rooted
from nb2pkg.params.sources.running_parts import running_parts
from nb2pkg.params.sources.spot import Known, Spot, spot_at
from nb2pkg.params.sources.stamped import begun, is_stamped
from nb2pkg.params.tables.services import (
    ENDINGS,
    FIELDS,
    FORMATS,
    KEYWORDS,
    MODEL_CALLS,
    MODELS,
    NAMED,
    NAMED_PATHS,
    OF_OWN,
    OF_WANDB,
)

_HELP = {
    "model_name": "Name of the pretrained model.",
    "spacy_model": "Name of the spaCy model.",
    "dataset_name": "Name of the dataset.",
    "dataset_config": "Configuration of the dataset.",
    "hub_name": "Name of the repository.",
    "wandb_project": "Project that the runs belong to.",
    "wandb_entity": "Account that the runs belong to.",
    "artifact_name": "Name of the artifact.",
    "run_name": "Name of the run.",
    "weave_project": "Project that the traces belong to.",
    "file_id": "File to download.",
    "hub_repo": "Repository with the model.",
    "vectors_name": "Name of the word vectors.",
    "env_name": "Environment to act in.",
    "role_name": "Role to run as.",
    "dataset_version": "Version of the dataset.",
    "agent_name": "Name of the agent.",
    "competition": "Competition whose data are downloaded.",
    "server_address": "Host and port of the server.",
}


def services_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The names of such things in a statement, whatever its role."""
    tree = tree_of(statement.text)
    targets = targets_in(tree)
    for node in running_parts(tree):
        if isinstance(node, ast.Call):
            found = _asked(node, known.signatures) if _is_own(node.func, known) else _named(node, known)
            for word, value in found:
                target, help = targets.get(id(node), ""), _HELP.get(word, "")
                spot = spot_at(value, statement, word, call=_call(node), target=target, help=help, sure=True)
                if isinstance(value, ast.JoinedStr):
                    yield from begun(spot, value, statement)
                else:
                    yield spot
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in _MODEL_KEYS and _is_model(value):
                    yield spot_at(value, statement, "model_name", help=_HELP["model_name"], sure=True)
        elif isinstance(node, ast.Assign) and (field := _field(node, known)):
            yield spot_at(node.value, statement, field, owner="services", sure=True)


def _field(node: ast.Assign, known: Known) -> str:
    """The place or project that something on a service of Google is to have; empty where it says something else."""
    match node:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=name)], value=value) if name in FIELDS:
            served = any(path.startswith("google.cloud") for path in known.imports.values())
            return name if served and _is_name(value, "") else ""
    return ""


#: What is called so in a request, or by a function of the notebook, is a model where its value is the name of one.
_MODEL_KEYS = ("model", "model_name", "model_id")


def _is_model(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=str() as text):
            return text.startswith(MODELS) and is_possible(text) and " " not in text and not is_file(text)
    return False


def _asked(call: ast.Call, signatures: Signatures) -> Iterator[tuple[str, ast.expr]]:
    """The models that a function of the notebook is to ask, and what it is to find or make on a service."""
    for keyword in call.keywords:
        if keyword.arg in _MODEL_KEYS and _is_model(keyword.value):
            yield "model_name", keyword.value
    given = [*zip(signatures.get(_call(call), ()), call.args, strict=False)]
    if any(isinstance(value, ast.Starred) for value in call.args):
        given = []
    for word, value in [*given, *((one.arg or "", one.value) for one in call.keywords)]:
        if word in OF_OWN and _is_name(value, ""):
            yield word, value


def _is_own(func: ast.expr, known: Known) -> bool:
    """Whether it is a function of the notebook."""
    if not isinstance(func, ast.Name) or func.id in known.imports:
        return False
    return any(func.id in statement.names.binds for statement in known.statements)


def _named(call: ast.Call, known: Known) -> Iterator[tuple[str, ast.expr]]:
    """The words and values of a call's arguments that name something."""
    path = resolve(_call(call), known.imports)
    last = path.rpartition(".")[2]
    own = NAMED_PATHS.get(path) or NAMED.get(last) or (OF_WANDB if "wandb" in path.lower() else {})
    if last == "option" and (told := _of_reader(call)):
        own = {1: told}
    if last == "load_dataset" or path == "tensorflow_datasets.load":
        yield from _slices(call)
    if last == "create" and path.startswith("google.cloud.aiplatform.") and call.args and _is_name(call.args[0], path):
        yield _CREATED.get(path.split(".")[-2], "display_name"), call.args[0]
    match call:
        case ast.Call(func=ast.Attribute(attr="version"), args=[ast.Constant(value=int()) as number], keywords=[]):
            yield "dataset_version", number
    for index, value in enumerate(call.args):
        if isinstance(value, ast.Starred):
            break
        if index in own and _is_name(value, path):
            yield own[index], value
        elif is_server(value) or (index == 0 and _is_of_bigquery(last, value, known)):
            yield "server_address" if is_server(value) else "dataset_name", value
    for keyword in call.keywords:
        yield from _told(keyword, own, path)


#: What is created by another name than the one that is shown.
_CREATED = {"Featurestore": "featurestore_id"}


def _told(keyword: ast.keyword, own: Mapping[int | str, str], path: str) -> Iterator[tuple[str, ast.expr]]:
    """The word and value of a keyword that names something."""
    last = path.rpartition(".")[2]
    prefix, named = _prefix(keyword.value), KEYWORDS.get(keyword.arg or "")
    if named and prefix is not None and _is_name(prefix, path):
        yield f"{named}_prefix", prefix
    elif named and isinstance(keyword.value, ast.JoinedStr) and is_stamped(keyword.value):
        yield f"{named}_prefix", keyword.value
    if keyword.arg is None or not _is_name(keyword.value, path):
        return
    word = own.get(keyword.arg) or KEYWORDS.get(keyword.arg)
    if keyword.arg.endswith(ENDINGS):
        word = keyword.arg
    elif is_server(keyword.value):
        word = "server_address"
    elif keyword.arg == "name" and last.endswith("Agent"):
        word = "agent_name"
    if keyword.arg == "model" and (last in MODEL_CALLS or _is_model(keyword.value)):
        word = "model_name"
    if word:
        yield word, keyword.value


def _slices(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """How much of each part of a data set is loaded: ``split=["train[:5000]", "test"]`` says it of the first."""
    for given in (keyword.value for keyword in call.keywords if keyword.arg == "split"):
        for value in given.elts if isinstance(given, ast.List | ast.Tuple) else [given]:
            match value:
                case ast.Constant(value=str() as text) if text.endswith("]") and is_possible(text):
                    part = text.partition("[")[0]
                    yield (f"{part}_split" if part.isidentifier() else "split"), value


#: What readers of Spark are told by key: ``spark.read.format("bigquery").option("table", "a.b.c")``.
_READ = {
    **{"table": "table", "dbtable": "table", "dataset": "dataset_name", "parentProject": "project"},
    **{"temporaryGcsBucket": "bucket", "collection": "collection", "database": "database"},
}


def _of_reader(call: ast.Call) -> str:
    match call.args:
        case [ast.Constant(value=str() as key), _]:
            return _READ.get(key, "")
    return ""


def _prefix(value: ast.expr) -> ast.expr | None:
    """What a name begins with that ends with what is computed: ``"leaves_" + TIMESTAMP``."""
    match value:
        case ast.BinOp(left=ast.Constant() as first, op=ast.Add(), right=ast.Name() | ast.Call()):
            return first
        case ast.BinOp(left=ast.BinOp() as first, op=ast.Add()):
            return _prefix(first)
    return None


def is_server(value: ast.expr) -> bool:
    """Whether it is a host with a port: ``"localhost:8500"``."""
    match value:
        case ast.Constant(value=str() as text):
            host, _, port = text.partition(":")
            known = host == "localhost" or (host.count(".") == _DOTS and host.replace(".", "").isdigit())
            return known and port.isdigit()
    return False


_DOTS = 3


def _is_of_bigquery(last: str, value: ast.expr, known: Known) -> bool:
    """Whether it is a data set that BigQuery is to make: elsewhere that is a part of a file."""
    made = last == "create_dataset" and any("bigquery" in path for path in known.imports.values())
    return made and _is_name(value, "")


def _is_name(value: ast.expr, path: str) -> bool:
    match value:
        case ast.Constant(value=str() as text):
            own_files = path.endswith("load_dataset") and text in FORMATS
            is_path = is_rooted(text) or (is_file(text) and not path.endswith("YOLO"))
            return is_possible(text.strip("<>[]")) and not own_files and not is_path and len(text) < 120
    return False


def _call(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return dotted(call.func) or f"?.{call.func.attr}"
    return dotted(call.func) or ""
