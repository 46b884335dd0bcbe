"""Settings of calls that no table knows, by what they are called.

model = GATModel(n_tasks=1, learning_rate=1e-3)          learning_rate
train(net, 10)                                           epochs, where the notebook has ``def train(model, epochs)``
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.params.calls import Argument, is_choice, is_number
from nb2pkg.params.keyword_words import (
    GIVEN,
    holds_settings,
    is_counted,
    is_for_class,
    is_held,
    is_part,
    is_which,
    says,
    words_of,
)
from nb2pkg.params.kinds import snake_case
from nb2pkg.params.signatures import Signatures
from nb2pkg.params.words import is_setting, is_shape, surely_setting

#: Libraries that draw, compute or read: what their functions take is no setting, unless a table says so.
_OTHER_LIBRARIES = frozenset(
    "matplotlib seaborn plotly bokeh altair pylab IPython ipywidgets graphviz wordcloud folium mpl_toolkits holoviews "
    "plotnine py3Dmol missingno math numpy pandas scipy os sys json re itertools collections time datetime logging "
    "warnings pathlib typing dataclasses argparse PIL cv2 skimage requests subprocess shutil tqdm random string copy "
    "pickle csv glob statistics tensorflow keras tf_keras torch torchvision sklearn xgboost lightgbm catboost jax "
    "albumentations kornia monai torchio onnx onnxruntime networkx sympy einops pprint textwrap uuid hashlib ast "
    "operator inspect types enum abc contextlib threading queue socket urllib http ssl gc ctypes struct decimal "
    "fractions unittest pytest imageio moviepy tabulate rich colorama psutil kaggle learntools cupy gradio streamlit "
    "dash flask fastapi pydantic sqlalchemy pygame tkinter bs4 selenium".split()
)
#: Those of them whose classes are told what to do, while their functions compute.
_WITH_CLASSES = frozenset(
    "tensorflow keras tf_keras torch torchvision sklearn xgboost lightgbm catboost jax albumentations kornia monai "
    "torchio onnxruntime skimage".split()
)
#: Parts of those whose classes and functions are told what to do.
_TOLD = (
    *("torchvision.models.", "torch.hub.", "tensorflow.keras.applications.", "keras.applications.", "scipy.optimize."),
    *("torch.nn.utils.", "torch.distributed.", "keras.callbacks.", "tensorflow.keras.callbacks."),
)
#: Parts of libraries with layers.
_LAYERS = frozenset("layers nn linen".split())
#: Classes that are told what the data are like.
_BY_DATA = frozenset("Normalize ColumnTransformer".split())
#: Builtins, and holders of settings: those are a source of their own.
_PLAIN = frozenset(
    "print dict range len int float str list tuple set sorted zip enumerate min max sum abs round isinstance open "
    "input getattr setattr type display namedtuple SimpleNamespace Namespace EasyDict edict AttrDict Box Config field "
    "DictConfig defaultdict Counter Decimal Fraction slice pow divmod".split()
)
#: Methods of tables, arrays, texts and figures.
_METHODS = frozenset(
    "plot scatter hist bar barh imshow subplots text annotate legend savefig axhline axvline fill_between "
    "errorbar set_xlim set_ylim grid tick_params subplots_adjust add_subplot matshow contour contourf pcolormesh "
    "quiver boxplot expanding shift diff pct_change resample groupby sort_values sort_index head tail "
    "describe fillna interpolate clip clamp quantile round astype reshape view permute transpose sum mean std var "
    "argmax argmin max min to_csv to_excel value_counts drop dropna drop_duplicates apply map join split rsplit "
    "replace format zfill get pop append extend insert update unsqueeze squeeze repeat expand flatten item numpy "
    "add_argument add_scalar add_image add_trace update_layout update_traces show display imsave normal uniform "
    "integers choice randint standard_normal multivariate_normal binomial poisson exponential gamma beta "
    "suggest_int suggest_float suggest_categorical Int Float Choice Boolean log log_dict summary info debug "
    "warning error read write seek loads dumps encode decode nlargest nsmallest merge concat pivot_table melt "
    "corr cumsum topk sample assertEqual pop_from new_zeros new_ones softmax scatter_ gather index_select "
    "lineplot violinplot heatmap countplot barplot search_runs set_title set_xlabel".split()
)
_LOOKING = (
    "plot",
    "show",
    "visuali",
    "display",
    "draw",
    "print",
    "imshow",
    "animate",
    "view",
    "preview",
    "inspect",
    "explore",
)
_FIGURES = frozenset("ax axes axs axis fig figure plt sns px go ax1 ax2 g canvas writer logger log display".split())
#: Keywords whose value is a name that may be chosen.
_CHOSEN = frozenset(
    "model_name model_id model_name_or_path pretrained_model_name_or_path model_type checkpoint backbone encoder "
    "encoder_name base_model machine_type accelerator_type language_code device accelerator arch architecture "
    "repo_id dataset_name task_name optimizer_name embedding_model pretrained_model head lr_scheduler".split()
)
#: The same of what a library has; to a function of the notebook or a method they may say what was found.
_CHOSEN_OF_LIBRARIES = frozenset("optimizer strategy pretrained".split())
#: The same of the notebook's own functions and classes, which look up what has the name.
_CHOSEN_OF_OWN = frozenset(
    "optimizer_name optimizer_type optim_name layer_name layer_type loss_name loss_type loss_fn_name "
    "scheduler_name scheduler_type lr_scheduler_name sched_name act_fn_name activation_name norm_type norm_name "
    "kernel_name kernel_type env_name env_id game model_class_name network_name net_name arch_name architecture_name "
    "dataset_id data_name tokenizer_name embedding_name embedding_type pooling_type attention_type cell_type rnn_type "
    "model_version model_size sampler_name sampling_strategy algorithm algo solver_name objective task "
    "hub_name agent_type backbone_name decoder_name".split()
)


#: Keywords of functions of the notebook that read which of several files they read; how such functions begin.
_CHOSEN_OF_READERS = frozenset(["suffix"])
_READERS = ("load", "read", "get_data", "fetch")
#: Keywords that say whether something is done that takes its time or changes what is learnt.
_SWITCHES = frozenset(
    "overwrite augment augmentation use_augmentation bidirectional freeze freeze_backbone use_amp amp fp16 "
    "mixed_precision early_stopping use_attention finetune fine_tune resume".split()
)
#: The same of functions of the notebook.
_SWITCHES_OF_OWN = _SWITCHES | frozenset("lowercase remove_stopwords stemming lemmatize force_download".split())


def settings_of(call: ast.Call, imports: Mapping[str, str], signatures: Signatures) -> Iterator[Argument]:
    """The arguments of a call that are settings to judge by what they are called, where they are literals.

    Args:
        call: The call; no table knows it.
        imports: Alias -> dotted path.
        signatures: The notebook's own functions and classes.
    """
    call = _through_apply(call, signatures)
    name = dotted(call.func) or (f"?.{call.func.attr}" if isinstance(call.func, ast.Attribute) else "")
    method = _method(name, imports)
    taker = method if method in signatures else name
    own = taker in signatures
    if not name or not (own or _is_told(name, imports)) or only_looks(name):
        return
    imported, makes = name.partition(".")[0] in imports, name.rpartition(".")[2][:1].isupper()
    chosen = _CHOSEN | (_CHOSEN_OF_LIBRARIES if imported else _CHOSEN_OF_OWN if own else frozenset())
    chosen |= _CHOSEN_OF_READERS if own and name.startswith(_READERS) else frozenset()
    if not own and imported and (told := _named_after(call, name, imports)):
        yield Argument(told[0], told[1], "", "class", name, spelled=True)
    spelled = {word.arg for word in call.keywords}
    layer = imported and _is_layer(resolve(name, imports))
    for keyword, node in _named(call, signatures.get(taker, ())):
        number = is_number(node) and (
            surely_setting(keyword)
            or _is_turned(keyword, node, own, imported, makes)
            or (imported and makes and not layer and is_for_class(keyword, node))
            or (not makes and is_counted(keyword, node))
            or (own and not makes and keyword in spelled and _is_written(keyword, node))
        )
        number = number or _of_data_module(name, keyword, node)
        switch = (
            keyword in (_SWITCHES_OF_OWN if own else _SWITCHES)
            and isinstance(node, ast.Constant)
            and isinstance(node.value, bool)
        )
        switch = switch and not (keyword == "overwrite" and name.rpartition(".")[2].startswith("save"))
        word = keyword in chosen and isinstance(node, ast.Constant) and is_choice(node)
        word = word or (imported and (is_which(keyword, node) or (holds_settings(name) and is_held(keyword, node))))
        if own and not word and _is_kind(keyword, node):  # what is read for learning and for testing is of one kind
            yield Argument(keyword, node, "", "notebook", name, spelled=True)
        elif _is_of_window(name, keyword, node) if _is_window(name) else number or switch or word:
            yield Argument(keyword, node, "", "class", name, spelled=True)


def _through_apply(call: ast.Call, signatures: Signatures) -> ast.Call:
    """What a table has a function of the notebook do for each row: ``texts.apply(clean, lowercase=True)``."""
    match call:
        case ast.Call(func=ast.Attribute(attr="apply"), args=[ast.Name(id=name) as function], keywords=words):
            return ast.Call(function, [], words) if name in signatures else call
    return call


#: Methods of what holds rows: how many they take or leave out says where rows are split.
_ROWS = frozenset("take skip batch shuffle fit predict evaluate".split())


def _method(name: str, imports: Mapping[str, str]) -> str:
    """The method that may be one of the notebook's own, as the signatures have it; nothing where it is a library's."""
    first, last = name.partition(".")[0], name.rpartition(".")[2]
    own = "." in name and first not in imports and first not in _FIGURES
    return f".{last}" if own and last not in _METHODS | _ROWS else ""


def _named_after(call: ast.Call, name: str, imports: Mapping[str, str]) -> tuple[str, ast.expr] | None:
    """The one number that something is told which has the name of a setting itself: ``settings.cg_tolerance(1e-4)``."""
    last = snake_case(name.rpartition(".")[2])
    meant = surely_setting(last) or (".settings." in resolve(name, imports) and is_setting(last))
    match call:
        case ast.Call(args=[number], keywords=[]) if meant and is_number(number):
            return last, number
    return None


def _is_turned(keyword: str, node: ast.expr, own: bool, imported: bool, makes: bool) -> bool:
    """Whether a number that the notebook gives its own function, or what it imports, is a setting all the same."""
    words = keyword.lower().split("_")
    if own and (is_setting(keyword) or words[-1] in ("widths", "sizes") or keyword in ("minimum", "maximum")):
        return says(node)
    if own and not makes and words[-1] in _PARTS and len(words) > 1:  # preferred_train
        return says(node) and not is_part(node)
    if not (own or imported):
        return False
    if own and makes and _is_width(node) and len(keyword) > _SHORT and not is_shape(keyword):
        return not GIVEN & set(words)
    if words[-1] in _BOUNDED and isinstance(node, ast.Tuple | ast.List):
        return not is_shape(keyword)
    return is_part(node) and len(keyword) > _SHORT and not is_shape(keyword) and not GIVEN & set(words)


def _is_written(keyword: str, node: ast.expr) -> bool:
    """Whether a whole number that a function of the notebook is told by keyword is more than a detail."""
    words = words_of(keyword)
    if words[:1] and words[0] in _ENDS and words[1:] == ["index"]:
        return says(node)
    return is_for_class(keyword, node)


def _is_window(name: str) -> bool:
    return name.rpartition(".")[2] in _WINDOWS


def _is_of_window(name: str, keyword: str, node: ast.expr) -> bool:
    """Whether it says how many rows of a table are seen at once."""
    return "." in name and keyword in _SPANS and is_number(node) and says(node)


#: Parts of the rows.
_PARTS = frozenset("train valid val test".split())
#: Methods of tables that compute within a window, and how wide it is.
_WINDOWS = ("rolling", "ewm")
_SPANS = ("window", "span", "halflife")
#: Where some of many rows begin, or end.
_ENDS = ("start", "end", "stop")
#: Last words of what has a lowest and a highest value.
_BOUNDED = frozenset("range limit limits bounds".split())
#: How classes end that are asked for the data: what they are told is an option, as on Lightning's command line.
_DATA_MODULES = ("DataModule", "DM")
_CLASSES = frozenset("num_classes n_classes num_labels n_labels".split())


#: Last words of names of which of several kinds of something a function of the notebook works with.
_KINDS = ("type", "modality", "variant", "flavor")
#: What is no kind of data but a part of them, what files and columns have, and what is drawn.
_NO_KINDS = frozenset(
    "file data plot chart graph fig dtype col column content mime media train test artifact dataloader loader "
    "split".split()
)


_SPLITS = ("train", "test", "val", "valid", "validation", "eval")


def _is_kind(keyword: str, node: ast.expr) -> bool:
    """Whether a word that a function of the notebook is told says which kind of something is meant."""
    words = words_of(keyword)
    match node:
        case ast.Constant(value=str() as text) if words[-1:] and words[-1] in _KINDS and not _NO_KINDS & set(words):
            return len(words) > 1 and text.replace("-", "_").isidentifier() and text not in _SPLITS
    return False


def _of_data_module(name: str, keyword: str, node: ast.expr) -> bool:
    """Whether it is a number or a list of names that a class for all the data is told."""
    if not name.endswith(_DATA_MODULES) or keyword in _CLASSES:
        return False
    items = node.elts if isinstance(node, ast.Tuple | ast.List) else []
    texts = [one for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return is_number(node) or 0 < len(texts) == len(items)


def _is_width(node: ast.expr) -> bool:
    """Whether it is a number as those of a network's units are: 16, 32, 64 and on."""
    number = node.value if isinstance(node, ast.Constant) and type(node.value) is int else 0
    return number >= _NARROW and number & (number - 1) == 0


#: Layers of fewer units are none that somebody makes wider.
_NARROW = 16
#: Names that are shorter are those of what a formula is about.
_SHORT = 2


def _named(call: ast.Call, positions: tuple[str, ...]) -> Iterator[tuple[str, ast.expr]]:
    for keyword, value in zip(positions, call.args, strict=False):
        if isinstance(value, ast.Starred):
            break  # from here on nobody knows which is which
        yield keyword, value
    for word in call.keywords:
        if word.arg:
            yield word.arg, word.value


def _is_told(name: str, imports: Mapping[str, str]) -> bool:
    """Whether it is a call that may be told what to do: one of a library that trains, a method of what it makes."""
    first, dot, last = name.partition(".")[0], "." in name, name.rpartition(".")[2]
    if first in imports:
        full = resolve(name, imports)
        library = full.partition(".")[0]
        told = last[:1].isupper() and last not in _BY_DATA and library in _WITH_CLASSES and not _is_layer(full)
        return told or library not in _OTHER_LIBRARIES or full.startswith(_TOLD)
    if not dot:
        return name not in _PLAIN
    return (
        last not in _METHODS
        and not last.startswith("get_")
        and first not in _FIGURES
        and first not in ("self", "cls", "super")
    )


def _is_layer(path: str) -> bool:
    """Whether it is one of the layers that a library has: what those are told, others know who see the network."""
    return any(part in _LAYERS for part in path.split("."))


def only_looks(name: str) -> bool:
    """Whether what is called shows something, by its name."""
    words = name.rpartition(".")[2].lower()
    return words.startswith(_LOOKING) or any(f"_{one}" in words for one in _LOOKING)
