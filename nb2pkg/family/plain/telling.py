"""Calls that tell what a piece of a notebook does."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from nb2pkg.family.plain.units import Unit
from nb2pkg.flow.source import head_of, tree_of

#: Verb -> last names of calls that stand for it, by room; the first verb wins where two are told as often.
TELLING = {
    "data": {
        "load": "read_csv read_parquet read_json read_excel read_pickle read_table read_sql read_feather read_hdf load "
        "load_data load_dataset load_files open imread fetch_openml fetch_california_housing load_iris load_digits "
        "load_boston load_wine load_breast_cancer ImageFolder MNIST FashionMNIST CIFAR10 CIFAR100 loadtxt genfromtxt",
        "split": "train_test_split random_split KFold StratifiedKFold GroupKFold TimeSeriesSplit",
        "download": "urlretrieve get_file snapshot_download hf_hub_download dataset_download untar_data",
        "merge": "merge concat",
        "clean": "dropna fillna drop_duplicates interpolate",
        "encode": "get_dummies LabelEncoder OneHotEncoder OrdinalEncoder factorize to_categorical",
        "scale": "StandardScaler MinMaxScaler RobustScaler normalize",
        "tokenize": "Tokenizer tokenize texts_to_sequences pad_sequences",
    },
    "train": {
        "train": "fit fit_generator fit_one_cycle fine_tune backward train train_on_batch learn partial_fit",
        "tune": "GridSearchCV RandomizedSearchCV create_study optimize fmin BayesSearchCV",
        "cross_validate": "cross_val_score cross_validate cross_val_predict",
        "predict": "predict predict_proba predict_generator predict_classes get_preds",
        "evaluate": "score evaluate accuracy_score classification_report confusion_matrix mean_squared_error "
        "mean_absolute_error log_loss f1_score roc_auc_score r2_score eval",
        "save": "to_csv save dump savez save_model save_pretrained save_weights to_json to_parquet",
    },
}
VERB_OF = {
    room: {name: verb for verb, names in verbs.items() for name in names.split()} for room, verbs in TELLING.items()
}


def calls_in(units: Iterable[Unit]) -> list[str]:
    """Last names of everything that the units call, in order."""
    found: list[str] = []
    for unit in units:
        for node in ast.walk(tree_of(unit.statement.text)):
            if isinstance(node, ast.Call):
                found.append(head_of(node.func))
    return found


def verb_of_call(call: str, room: str) -> str:
    """What a call tells of its piece; ``fit_model`` and ``train_one_epoch`` say themselves what they do."""
    known: Mapping[str, str] = VERB_OF.get(room, {})
    word = call.lower().partition("_")[0]
    return known.get(call) or (known.get(word, "") if word in known.values() or word == "fit" else "")


def tells_training(units: Iterable[Unit]) -> bool:
    """Whether something is trained, predicted, measured or saved."""
    return any(verb_of_call(call, "train") for call in calls_in(units))
