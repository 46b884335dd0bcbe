"""Names, types and lines of help of parameters."""

from __future__ import annotations

import ast
import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.flow.methods import is_builtin
from nb2pkg.params.kinds import argument_name, help_for, snake_case, type_of

TYPES = {
    "3": "int", "-3": "int", "0x10": "int", "1_000": "int", "(3)": "int", "28 * 28": "int", "7 // 2": "int",
    "1 << 3": "int", "~5": "int", "-(-3)": "int", "10 ** 6": "int", "2 ** (1 + 1)": "int", "7 % 2": "int",
    "True + 1": "int", "-True": "int", "3.0": "float", "1e-3": "float", "-0.5": "float", "1 / 255": "float",
    "10 ** -3": "float", "2 ** 0.5": "float", "7 % 2.0": "float", "3 * 1.5": "float", "-(1 / 2)": "float",
    "2 ** (1 - 2)": "float", "True": "bool", "not 1": "bool", "'a'": "str", "''": "str", "'a' 'b'": "str",
    "(1, 2)": "tuple[int, int]", "(1,)": "tuple[int]", "(0.5, 'a')": "tuple[float, str]",
    "((1, 2), (3.0,))": "tuple[tuple[int, int], tuple[float]]", "[1, 2]": "list[int]", "[1, 2.5]": "list[float | int]",
    "[True]": "list[bool]", "[[1], [2]]": "list[list[int]]", "{'a': 1}": "dict[str, int]",
    "{'a': 1, 'b': 0.5}": "dict[str, float | int]", "None": "Any", "()": "Any", "[]": "Any", "{}": "Any",
    "{1: 2}": "Any", "{1, 2}": "Any", "[None]": "list[Any]", "1j": "Any", "1 + 2j": "Any", "b'a'": "Any", "...": "Any",
    "x": "Any", "x + 1": "Any", "'a' * 3": "Any", "f(1)": "Any", "[x]": "Any", "lambda: 1": "Any",
    "y := 1": "Any",
}  # fmt: skip


@pytest.mark.parametrize(("source", "kind"), TYPES.items())
def test_the_type_of(source: str, kind: str) -> None:
    ast.parse(kind, mode="eval")
    assert type_of("x", source) == kind


@pytest.mark.parametrize("name", ["lr", "learning_rate", "weight_decay", "dropout"])
def test_a_rate_is_a_real_number_however_it_is_written(name: str) -> None:
    assert type_of(name, "1") == "float"
    assert type_of(name, "0.1") == "float"
    assert type_of(name, "'auto'") == "str"
    assert type_of(name, "(1, 2)") == "tuple[int, int]"
    assert type_of(f"n_{name}", "1") == "int"


@pytest.mark.parametrize("name", ["test_size", "gamma", "p", "alpha"])
def test_what_may_be_a_number_of_things_stays_whole_where_it_is(name: str) -> None:
    assert type_of(name, "100") == "int | float"
    assert type_of(name, "0.2") == "float"


NUMBERS = st.recursive(
    st.one_of(st.integers(0, 9).map(str), st.sampled_from(["0.5", "2.0", "True"])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+ - * / // % **".split()), inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda one: f"(-{one})"),
    ),
    max_leaves=4,
)


@given(NUMBERS)
def test_the_type_of_a_calculation_holds_for_its_result(source: str) -> None:
    try:
        value = eval(source)
    except (ArithmeticError, ValueError):
        return
    if isinstance(value, complex):
        return
    kind = type_of("x", source)
    if isinstance(value, float):
        assert kind == "float"
    else:
        # What may come out negative somewhere in an exponent is a real number to be safe.
        assert kind == type(value).__name__ or (kind == "float" and "**" in source)


NAMES = {
    "BATCH_SIZE": "batch_size", "LR": "lr", "_N": "n", "__N__": "n", "N_1": "n_1", "N2": "n2", "É": "é",
    "LAMBDA": "lambda_", "CLASS": "class_", "_LAMBDA": "lambda_", "MAX": "max_", "ID": "id_", "INPUT": "input_",
    "TYPE": "type_", "_2D": "_2d", "MATCH": "match", "SELF": "self",
    "lr": "lr", "batchSize": "batchSize", "Lr": "Lr", "_private": "_private", "__version__": "__version__",
    "_": "_", "__": "__", "_1": "_1", "None_": "None_", "max_": "max_", "x1": "x1",
}  # fmt: skip


@pytest.mark.parametrize(("name", "argument"), NAMES.items())
def test_the_argument_for(name: str, argument: str) -> None:
    assert argument_name(name) == argument
    assert argument_name(argument) == argument


@given(st.text("AZaz_09Éß", min_size=1, max_size=6).filter(str.isidentifier))
def test_every_name_gives_an_argument_that_hides_nothing(name: str) -> None:
    argument = argument_name(name)
    assert argument.isidentifier()
    assert not keyword.iskeyword(argument)
    assert not is_builtin(argument) or name.startswith("__")
    assert argument == name or name.isupper() or is_builtin(name)


HELP = {
    ("batch_size", "", ""): "Number of samples in a batch.",
    ("hidden", "", ""): "Hidden.",
    ("hidden_size", "", "nn.LSTM"): "Hidden size of `nn.LSTM`.",
    ("n_cols", "", ""): "Number of columns.",
    ("patience", "epochs to wait", ""): "Epochs to wait.",
    ("patience", "  how long\n  to wait? ", ""): "How long to wait?",
    ("patience", "待つ。", ""): "待つ。",
    ("lr", "found by trying", "Adam"): "Learning rate (found by trying).",
    ("größe", "", ""): "Größe.",
    # words of the field
    ("gradient_clip_val", "", ""): "Value at which gradients are clipped.",
    ("fill_val", "", ""): "Fill value.",
    ("x_val", "", ""): "X validation.",
    ("max_encoder_length", "", ""): "Maximum encoder length.",
    ("encoder_lr", "", ""): "Encoder learning rate.",
    # well-known endings
    ("train_model_max_epochs", "", "pl.Trainer"): "Number of epochs to train.",
    ("train_batch_size", "", ""): "Number of samples in a batch.",
    ("image_batch_size", "", ""): "Image batch size.",
    ("warmup_max_epochs", "", ""): "Warmup maximum epochs.",
    # what an argument is of whom it is one
    ("patience", "", "EarlyStopping"): "Number of checks without improvement after which training stops.",
    ("patience", "", "pl.callbacks.EarlyStopping"): "Number of checks without improvement after which training stops.",
    ("patience", "", ""): "Patience.",
    ("max_lr", "", "Tuner.lr_find"): "Highest learning rate.",
    ("eta_min", "", "torch.optim.lr_scheduler.CosineAnnealingLR"): "Lowest learning rate.",
    ("devices", "", "Trainer"): "Number of devices to run on, or which.",
    ("devices", "", ""): "Devices.",
    # a comment that says what the lines below it do is none on the value
    ("hidden", "create dataset and dataloaders", ""): "Hidden.",
    ("hidden", "Define the size", ""): "Hidden.",
    ("hidden", "created by hand", ""): "Created by hand.",
}


@pytest.mark.parametrize(("given_", "sentence"), HELP.items())
def test_the_line_of_help(given_: tuple[str, str, str], sentence: str) -> None:
    assert help_for(*given_) == sentence


@given(st.text("ab_ n", min_size=1).filter(str.strip), st.text(max_size=20))
def test_help_is_one_line_that_ends(name: str, comment: str) -> None:
    line = help_for(name.strip(), comment)
    assert "\n" not in line
    assert line.endswith((".", "!", "?", "。"))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("EarlyStopping", "early_stopping"),
        ("CSVLogger", "csv_logger"),
        ("DATA_ROOT", "data_root"),
        ("X_test", "x_test"),
        ("par_jour", "par_jour"),
        ("_X", "_x"),
    ],
)
def test_names_in_small_letters(name: str, written: str) -> None:
    assert snake_case(name) == written
