"""Well-kept tables: which calls give objects that keep what they were given."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


#: Classes whose objects are values of their own: what they were made from is copied or read.
_VALUES = _words(
    "DataFrame Series Index MultiIndex Categorical Tensor FloatTensor LongTensor IntTensor DoubleTensor ByteTensor",
    "BoolTensor HalfTensor GeoDataFrame GeoSeries Path PurePath PosixPath Counter Decimal Fraction Timestamp Timedelta",
    "Period Interval BytesIO StringIO Markdown HTML Image Audio Video JSON SVG Latex IFrame Figure Text Rectangle",
    "Circle Polygon Line2D Patch Bunch Version Point LineString DictVectorizer Exception ValueError KeyError TypeError",
    "RuntimeError Random RandomState SeedSequence",
)

#: Last words of the names of classes that read their data and never change it.
_LOOKING = _words(
    "Dataset Datasets Loader Loaders Subset Datamodule Bunch Frame Figure Display Report Viewer Explainer Table Plot",
    "Evaluation Evaluator Explanation Corpus Vocab Vocabulary",
)

#: Arguments that are read and not changed.
_READ = _words(
    "train_dataset eval_dataset test_dataset dataset data datasets x y X args config cfg tokenizer data_collator",
    "train_data eval_data test_data validation_data training_data compute_metrics feature_extractor",
    "processing_class image_processor train_x train_y inputs targets labels lr device dtype random_state seed verbose",
    "epochs name path shape logdir id2label label2id",
)

#: Words in the names of functions that build something around their arguments.
_BUILDING = _words(
    "learner optimizer optimizers optim scheduler schedule pipeline prepare wrap wrapper wrapped initialize compile",
    "trainer script parallel agent policy engine sampler callback callbacks partial ensemble peft adapter lora ema",
    "quantize attach env distribute",
)

#: Functions that build something around their arguments and whose names have none of those words.
_KEEPING = frozenset({"copy.copy", "torch.jit.trace", "weakref.ref", "jit.trace"})

#: Methods that give back their object, its parts, or what keeps it.
THROUGH = _words(
    "parameters named_parameters buffers named_buffers children named_children modules named_modules state_dict to",
    "cuda cpu half double train eval requires_grad_ module as_default scope strategy compile optimizers bind",
)

#: Methods that put their arguments into their object.
FILLS = _words(
    "append appendleft extend insert add update add_module register_module attach compile add_callback",
    "register_forward_hook add_param_group setdefault register set_model set_optimizer connect",
)

#: Methods that learn: what they are called on and what they are given changes.
STEPS = _words("backward step optimize minimize")

#: Methods that learn, and change the model that they are given.
LEARNS = _words("fit train learn tune run find fit_one_cycle fine_tune")

#: Methods of texts that models have as well.
CODES = _words("encode decode predict sample transform score")

#: How a tensor learns by itself.
GRADIENT = _words("requires_grad requires_grad_ Parameter Variable")

#: Attributes that are numbers and texts.
PLAIN = _words(
    "shape size dtype ndim name device columns vocab_size n_features_in_ in_features out_features stem suffix"
)


def keeps_arguments(function: str) -> bool:
    """Whether what a call gives may keep its arguments.

    Args:
        function: The name that is called, with its dots.
    """
    last = function.rpartition(".")[2]
    if function in _KEEPING:
        return True
    if _is_class(last):
        return last not in _VALUES
    return not _BUILDING.isdisjoint(last.lower().split("_"))


def keeps_for_looking(name: str) -> bool:
    """Whether objects of a class change when what they keep does, but not the other way round."""
    return _is_class(name) and _last_word(name) in _LOOKING


def _is_class(name: str) -> bool:
    return name.lstrip("_")[:1].isupper()


def _last_word(name: str) -> str:
    """``TensorDataset``: Dataset."""
    start = max((place for place, letter in enumerate(name) if letter.isupper()), default=0)
    return name[start:]


def is_read_only(keyword: str) -> bool:
    """Whether an argument is a number, a text, or data that is read and never changed."""
    starts, ends = ("n_", "num_", "max_", "min_"), ("_size", "_rate", "_dim", "_path", "_dir", "_name", "_steps")
    return keyword in _READ or keyword.startswith(starts) or keyword.endswith(ends)
