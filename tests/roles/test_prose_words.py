"""What headings and comments say, in many languages."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.model import Role
from nb2pkg.roles.prose_words import of_prose

SAID = [
    ("Exploratory data analysis", Role.EXPLORE),
    ("EDA", Role.EXPLORE),
    ("A look at the labels", Role.EXPLORE),
    ("Plot training and validation loss", Role.EXPLORE),
    ("Visualising the data", Role.EXPLORE),
    ("数据可视化", Role.EXPLORE),
    ("データの可視化", Role.EXPLORE),
    ("Visualisation des données", Role.EXPLORE),
    ("Análisis exploratorio", Role.EXPLORE),
    ("시각화", Role.EXPLORE),
    ("Training", Role.TRAIN),
    ("Fit the model", Role.TRAIN),
    ("Evaluate the network", Role.TRAIN),
    ("3. Submission", Role.TRAIN),
    ("训练模型", Role.TRAIN),
    ("モデルの学習", Role.TRAIN),
    ("Entraînement du modèle", Role.TRAIN),
    ("Entrenamiento", Role.TRAIN),
    ("Обучение модели", Role.TRAIN),
    ("Huấn luyện mô hình", Role.TRAIN),
    ("The model", Role.MODEL),
    ("Loss functions", Role.MODEL),
    ("网络结构", Role.MODEL),
    ("モデル", Role.MODEL),
    ("Définition du modèle", Role.MODEL),
    ("La red neuronal", Role.MODEL),
    ("Load the data", Role.DATA),
    ("Preparing data for training", Role.DATA),
    ("Train/test split", Role.DATA),
    ("Feature engineering", Role.DATA),
    ("数据预处理", Role.DATA),
    ("訓練データの読み込み", Role.DATA),
    ("前処理", Role.DATA),
    ("Préparation des données", Role.DATA),
    ("Carga de datos", Role.DATA),
    ("Daten laden", Role.DATA),
    ("데이터 전처리", Role.DATA),
    ("Something else", None),
    ("Introduction", None),
    ("Benefits of restraint", None),  # words within words say nothing
    ("", None),
]


@pytest.mark.parametrize(("text", "role"), SAID)
def test_what_a_heading_speaks_of(text: str, role: Role | None) -> None:
    assert of_prose(text) is role


def test_capitals_and_accents_do_not_matter() -> None:
    assert of_prose("PREPARATION DES DONNEES") is of_prose("Préparation des données") is Role.DATA


TITLE = ("md", "# Leaves and training")
UNDER = [
    ([TITLE, ("md", "## Training"), "act()"], Role.TRAIN, "stands under 'Training'"),
    ([TITLE, ("md", "## Entraînement"), "act()"], Role.TRAIN, "stands under 'Entraînement'"),
    ([TITLE, ("md", "## Training"), "# Load the data\nact()"], Role.DATA, "its comment says 'Load the data'"),
    ([TITLE, "act()"], Role.DATA, "feeds what follows"),  # the title is about all of it
    ([TITLE, ("md", "## Something else"), "act()"], Role.DATA, "feeds what follows"),
    ([TITLE, ("md", "## The model"), "import pandas as pd\ndf = pd.read_csv('a')"], Role.DATA, "calls pd.read_csv"),
]


@pytest.mark.parametrize(("cells", "role", "why"), UNDER)
def test_words_decide_where_nothing_else_does(cells: list[str | tuple[str, str]], role: Role, why: str) -> None:
    statement = program_of(cells).statements[-1]
    assert (statement.role, statement.why) == (role, why)
