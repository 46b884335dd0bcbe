"""Well-kept tables: what methods and functions do to the object they are called on and to their arguments."""

from __future__ import annotations

import builtins


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


#: Names that are there without anybody binding them, in all of Python 3.10 to 3.13 and on every machine: what a
#: shell adds (``_``, ``display``) is left out, what ``site`` adds is in.
BUILTINS: frozenset[str] = (
    frozenset(dir(builtins))
    | _words(
        "__file__ __name__ __builtins__ __annotations__ __doc__ __spec__ __package__ __loader__ exit quit",
        "copyright credits license help BaseExceptionGroup ExceptionGroup PythonFinalizationError",
        "_IncompleteInputError WindowsError",
    )
) - {"_", "display", "get_ipython"}

#: Methods that change nothing, and whose result has nothing to do with the object any more.
FRESH = _words(
    # looking at tables
    "describe info value_counts nunique unique mean sum min max std var median mode quantile count corr cov",
    "skew kurt kurtosis idxmax idxmin argmax argmin argsort nlargest nsmallest isna isnull notna notnull any",
    "all duplicated memory_usage astype copy deepcopy clone agg aggregate size ngroups cumsum cumprod cummax",
    "cummin diff pct_change rank between isin merge join concat pivot pivot_table melt crosstab stack unstack",
    "explode drop_duplicates dropna fillna sort_values sort_index reset_index set_index rename assign reindex",
    "sample nth ngroup corrwith eq ne lt le gt ge add_prefix add_suffix tolist drop cut qcut to_csv to_dict",
    "to_list to_string to_json to_excel to_records get_dummies",
    # drawing
    "plot hist boxplot scatter bar barh pie imshow matshow heatmap countplot barplot histplot lineplot",
    "scatterplot kdeplot distplot pairplot violinplot jointplot regplot relplot catplot lmplot displot",
    "show_batch",
    # strings
    "split rsplit splitlines partition rpartition lower upper title capitalize casefold swapcase strip lstrip",
    "rstrip format format_map replace startswith endswith find rfind index rindex encode decode zfill ljust",
    "rjust center isdigit isalpha isalnum isnumeric isspace isupper islower removeprefix removesuffix",
    "translate expandtabs contains match fullmatch extract findall search",
    # numbers, arrays, tensors
    "item numel dim ndimension nelement norm abs round exp log log2 log10 log1p sqrt sin cos tan tanh sigmoid",
    "softmax log_softmax relu pow matmul mm bmm dot floor ceil clip clamp prod nonzero bincount histogram",
    "histc allclose equal isclose isnan isinf isfinite bit_length conjugate topk outer cross trace det",
    "inverse pinv bool byte char short int long type_as logical_and logical_or logical_not",
    "repeat repeat_interleave zeros ones empty full zeros_like ones_like empty_like full_like arange linspace",
    "logspace eye meshgrid where",
    # sets, time, paths, objects
    "union intersection difference symmetric_difference issubset issuperset isdisjoint strftime isoformat",
    "timestamp total_seconds exists resolve absolute joinpath with_suffix with_name relative_to glob rglob",
    "iterdir stat as_posix expanduser basename dirname abspath isfile isdir listdir getsize splitext",
    "score predict predict_proba predict_log_proba decision_function kneighbors transform",
    "inverse_transform summary device_count current_device dumps is_file is_dir is_absolute is_integer",
    "read_text read_bytes get_params get_feature_names_out is_available",
)

#: Methods that change nothing themselves, but whose result leads to the object or its parts.
VIEWS = _words(
    "head tail keys values items get groupby rolling expanding resample ewm iterrows itertuples iteritems",
    "select_dtypes filter query xs squeeze transpose swapaxes swaplevel reshape view view_as ravel flatten",
    "expand expand_as broadcast_to permute unsqueeze narrow chunk tensor_split unbind t contiguous detach",
    "numpy diagonal state_dict parameters named_parameters buffers named_buffers children named_children modules",
    "named_modules train_dataloader val_dataloader test_dataloader predict_dataloader gca gcf flat axes",
    "asarray as_tensor from_numpy optimizers lr_schedulers map",
)

#: How the names of methods begin that change nothing.
PURE_PREFIXES = ("to_", "is_", "has_", "read_", "get_")

#: Methods that change their object and leave their arguments alone.
CHANGES_ONLY_SELF = _words(
    "append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse update",
    "setdefault add discard rotate write writelines write_text close flush seek step zero_grad backward eval",
    "train requires_grad_ to cuda load_state_dict setup prepare_data save_hyperparameters seed manual_seed",
    "set_params fill manual_seed_all difference_update intersection_update symmetric_difference_update",
)

#: Methods that move modules in place and make copies of tensors: what a loop takes from a loader is a tensor.
DEVICE_MOVES = frozenset({"to", "cuda", "cpu", "half", "float", "double"})

#: Functions, however they are reached (``shuffle(x)``, ``random.shuffle(x)``), that change their first argument.
CHANGES_FIRST = _words(
    "shuffle heappush heappop heapify heapreplace heappushpop insort insort_left insort_right setattr delattr next",
    "copyto fill_diagonal put_along_axis putmask setitem delitem",
)

#: Functions that change nothing, and whose result leads to their arguments.
WRAPPERS = _words(
    "zip enumerate reversed sorted list tuple set dict iter next filter map getattr vars tqdm trange islice chain",
    "cycle product cast",
)

#: Functions that neither change nor keep their arguments.
PURE_FUNCTIONS = _words(
    "abs all any ascii bin bool bytearray bytes callable chr complex dict dir divmod enumerate filter float",
    "format frozenset getattr hasattr hash help hex id int isinstance issubclass iter len list map max min",
    "object oct ord pow print property range repr reversed round set slice sorted str sum super tuple type",
    "vars zip display pprint deepcopy trange tqdm OrderedDict defaultdict Counter namedtuple Path",
    "seed_everything accuracy_score f1_score precision_score recall_score roc_auc_score log_loss",
    "mean_squared_error mean_absolute_error r2_score confusion_matrix classification_report train_test_split",
)


def is_builtin(name: str) -> bool:
    """Whether a name is there without anybody binding it."""
    return name in BUILTINS


def leaves_object_alone(method: str) -> bool:
    """Whether a method is known to change nothing."""
    return method in FRESH or method in VIEWS or method.startswith(PURE_PREFIXES)


def result_is_fresh(method: str) -> bool:
    """Whether a method's result is known to share nothing with its object."""
    return method in FRESH


def leaves_arguments_alone(function: str) -> bool:
    """Whether a function or method, by the last part of its name, is known not to change its arguments."""
    return function in PURE_FUNCTIONS or function in CHANGES_ONLY_SELF or leaves_object_alone(function)
