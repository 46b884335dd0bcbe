"""Each row: statements with estimators, networks and training calls, and the hyperparameters that they hold."""

from __future__ import annotations

import ast

import pytest
from stories import program_of

from nb2pkg.params.calls import with_stars
from nb2pkg.params.enough import MOST, MOST_ALIKE, MOST_OF_A_KIND, in_words
from nb2pkg.params.kinds import type_of
from nb2pkg.params.running_literals import Running, as_one, named, wanted
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known, Spot
from nb2pkg.params.tables import TABLES

IMPORTS = {
    "tf": "tensorflow",
    "keras": "tensorflow.keras",
    "layers": "tensorflow.keras.layers",
    "Adam": "keras.optimizers.Adam",
    "xgb": "xgboost",
    "SparkSession": "pyspark.sql.SparkSession",
    "jax": "jax",
    "DeviceMesh": "keras.distribution.DeviceMesh",
    "datasets": "datasets",
    "Stacking": "sklearn.ensemble.StackingClassifier",
    "init_device_mesh": "torch.distributed.device_mesh.init_device_mesh",
    "XGBClassifier": "xgboost.XGBClassifier",
    "LGBMRegressor": "lightgbm.LGBMRegressor",
    "CatBoostClassifier": "catboost.CatBoostClassifier",
    "Hist": "sklearn.ensemble.HistGradientBoostingClassifier",
    "Forest": "sklearn.ensemble.RandomForestClassifier",
    "KFold": "sklearn.model_selection.KFold",
    "GridSearchCV": "sklearn.model_selection.GridSearchCV",
    "SVC": "sklearn.svm.SVC",
    "SVD": "sklearn.decomposition.TruncatedSVD",
    "core": "keras_core",
    "torch": "torch",
    "torchvision": "torchvision",
    "nn": "torch.nn",
    "flash": "flash",
    "PCA": "sklearn.decomposition.PCA",
    "TSNE": "sklearn.manifold.TSNE",
    "Tfidf": "sklearn.feature_extraction.text.TfidfVectorizer",
    "AutoModel": "transformers.AutoModel",
    "AutoTokenizer": "transformers.AutoTokenizer",
    "TrainingArguments": "transformers.TrainingArguments",
    "pipeline": "transformers.pipeline",
    "pl": "pytorch_lightning",
    "TimeSeriesDataSet": "pytorch_forecasting.TimeSeriesDataSet",
    "mine": "mylib",
    "np": "numpy",
    "gpytorch": "gpytorch",
    "gym": "gymnasium",
    "deque": "collections.deque",
    "tiktoken": "tiktoken",
    "hpt": "google.cloud.aiplatform.hyperparameter_tuning",
}
PLAIN = {"np": "numpy", "nn": "torch.nn"}
FASTAI = with_stars({"np": "numpy"}, ["fastai.vision.all"], set())


def spots(text: str, imports: dict[str, str]) -> list[Spot]:
    statements = program_of(["import a", text]).statements
    return spots_in(statements, Known(imports, statements))


def groups(text: str, imports: dict[str, str] = IMPORTS) -> tuple[Running, ...]:
    return named(spots(text, imports), frozenset())


def found(text: str, imports: dict[str, str] = IMPORTS) -> list[tuple[str, str]]:
    return [(one.name, one.spots[0].source) for one in groups(text, imports)]


FOUND = {
    "m = Hist(early_stopping=True)": [("early_stopping", "True")],
    "m = Hist(early_stopping='auto')": [("early_stopping", "'auto'")],
    "kernel.base_kernel.initialize(lengthscale=0.01)": [("lengthscale", "0.01")],
    "class A:\n    def __init__(self):\n        self.kernel.initialize(lengthscale=0.01)": [("lengthscale", "0.01")],
    "class A:\n    def f(self):\n        self.initialize(lengthscale=0.01)": [],
    "env = gym.make('CartPole-v1', render_mode='rgb_array')": [("env_name", "'CartPole-v1'")],
    "buffer = deque(maxlen=2000)\nlast = deque([], 10)": [("buffer_capacity", "2000"), ("last_capacity", "10")],
    "e = tiktoken.get_encoding('cl100k_base')": [("encoding_name", "'cl100k_base'")],
    "e = tiktoken.encoding_for_model('gpt-4')": [("model_name", "'gpt-4'")],
    "job = {'rounds': hpt.IntegerParameterSpec(min=10, max=100, scale='linear')}": [
        ("min_tried", "10"),
        ("max_tried", "100"),
    ],
    "c = keras.callbacks.EarlyStopping(patience=5, baseline=0.9)": [("patience", "5"), ("baseline", "0.9")],
    "g = keras.preprocessing.image.ImageDataGenerator(zoom_range=0.2, horizontal_flip=True)": [
        ("zoom_range", "0.2"),
        ("horizontal_flip", "True"),
    ],
    "m = Stacking(estimators=[('f', Forest())], cv=5)": [("cv", "5")],
    "rows = rows.sample(0.2)": [("fraction", "0.2")],
    "rows = rows.sample(False, 0.2)": [],
    "a, b = rows.randomSplit([0.95, 0.05], 7)": [("split_shares", "[0.95, 0.05]"), ("seed", "7")],
    "data = data.map(split, batched=True, num_proc=8)": [("num_proc", "8")],
    "mesh = DeviceMesh((1, 8), ['batch', 'model'])": [("mesh_shape", "(1, 8)")],
    "mesh = jax.make_mesh((4, 2), ('x', 'y'))": [("mesh_shape", "(4, 2)")],
    "mesh = init_device_mesh('cuda', (2, 4), mesh_dim_names=('a', 'b'))": [("mesh_shape", "(2, 4)")],
    "m.add(layers.Conv2D(32, (3, 3), activation='relu'))": [("filters", "32")],
    "m = XGBClassifier(n_estimators=1500, learning_rate=5e-2, max_depth=8, n_jobs=-1, verbosity=0)": [
        ("n_estimators", "1500"),
        ("learning_rate", "5e-2"),
        ("max_depth", "8"),
        ("n_jobs", "-1"),
    ],
    "m = CatBoostClassifier(iterations=500, depth=6, verbose=100)": [("iterations", "500"), ("depth", "6")],
    "forest = Forest(max_depth=5)\nboost = XGBClassifier(max_depth=5)": [
        ("forest_max_depth", "5"),
        ("boost_max_depth", "5"),
    ],
    "model = Forest(max_depth=5)\nclf = XGBClassifier(max_depth=6)": [
        ("random_forest_max_depth", "5"),
        ("xgb_max_depth", "6"),
    ],
    "a = Forest(max_depth=5)\nb = Forest(max_depth=5)": [("max_depth", "5")],
    "both = [Forest(max_depth=5), XGBClassifier(max_depth=5)]": [
        ("random_forest_max_depth", "5"),
        ("xgb_max_depth", "5"),
    ],
    "a = Forest(random_state=1)\nb = XGBClassifier(random_state=1)": [("random_state", "1")],
    "m = xgb.train(p, d, num_boost_round=300, early_stopping_rounds=20)": [
        ("num_boost_round", "300"),
        ("early_stopping_rounds", "20"),
    ],
    "m.fit(a, b, early_stopping_rounds=50, verbose=10)": [("early_stopping_rounds", "50")],
    "k = KFold(5, shuffle=True, random_state=42)": [("n_splits", "5"), ("random_state", "42")],
    "k = GridSearchCV(m, {'C': [1, 2]}, cv=3)": [("c_values", "[1, 2]"), ("cv", "3")],
    "m = SVC(C=1, kernel='rbf')": [("regularization_c", "1"), ("kernel", "'rbf'")],
    "p = PCA(50)": [("n_components", "50")],
    "t = TSNE(n_components=2, perplexity=30)": [("n_components", "2"), ("perplexity", "30")],
    "t = Tfidf(max_features=5000, ngram_range=(1, 2), stop_words='english')": [
        ("max_features", "5000"),
        ("ngram_range", "(1, 2)"),
    ],
    "model.fit(a, b, epochs=30, batch_size=128, verbose=2)": [("epochs", "30"), ("batch_size", "128")],
    "model.compile(optimizer='adam', loss='mse', metrics=['mae'])": [("optimizer", "'adam'")],
    "model.compile(optimizer=keras.optimizers.Adam(1e-3), loss='mse')": [("learning_rate", "1e-3")],
    "small.compile(Adam(1e-3))\nlarge.compile(Adam(lr=1e-3))\nlarge.fit(a, epochs=3)": [
        ("learning_rate", "1e-3"),
        ("lr", "1e-3"),
        ("epochs", "3"),
    ],
    "small.fit(a, epochs=3)\nlarge.fit(a, epochs=3)": [("small_epochs", "3"), ("large_epochs", "3")],
    "m = keras.Sequential([layers.Dense(128, activation='relu'), layers.Dropout(.5), layers.Dense(10)])": [
        ("dense_units", "128"),
        ("dropout", ".5"),
    ],
    "m.add(layers.Dense(64, activation=tf.nn.relu))": [("dense_units", "64")],
    "m.add(layers.Dense(10, activation='softmax'))": [],
    "m.add(layers.Dense(64))\nm.add(layers.Activation('relu'))": [("dense_units", "64")],
    "m.add(layers.Dense(64))\nm.add(layers.Activation('softmax'))": [],
    "m.add(layers.Dense(64))\nn.add(layers.Activation('relu'))": [],
    "m.add(layers.Dense(64, activation='sigmoid'))\nm.add(layers.Activation('relu'))": [],
    "m = keras.Sequential([layers.Dense(64), layers.LeakyReLU(), layers.Dense(10)])": [("dense_units", "64")],
    "def net(x):\n    x = layers.Dense(units=64)(x)\n    x = layers.BatchNormalization()(x)\n    return x": [
        ("dense_units", "64")
    ],
    "x = tf.layers.dense(x, 64, activation=tf.nn.relu)": [("dense_units", "64")],
    "x = tf.layers.dense(x, 10)": [],
    "x = tf.layers.dropout(x, 0.5)": [("dropout", "0.5")],
    "layer = tf.layers.Dense(64, tf.nn.relu)": [("layer_units", "64")],
    "m.add(layers.Dense(64, 'relu'))": [("dense_units", "64")],
    "m.add(layers.Dense(10, 'softmax'))": [],
    "m.add(layers.Dense(64, activation=layers.LeakyReLU(0.2)))": [("dense_units", "64"), ("negative_slope", "0.2")],
    "m = keras.applications.VGG16(weights='imagenet', include_top=False)": [("weights", "'imagenet'")],
    "d = d.map(f, num_parallel_calls=4)": [("num_parallel_calls", "4")],
    "x = core.layers.Dropout(0.5)(x)": [("dropout", "0.5")],
    "s = SVD(n_components=2, algorithm='randomized', n_iter=500)": [("n_components", "2"), ("n_iter", "500")],
    "n = nn.BatchNorm1d(1, momentum=0.5)": [("momentum", "0.5")],
    "o = torch.optim.SGD(p, 0.1, 0.9)": [("lr", "0.1"), ("momentum", "0.9")],
    "o = torch.optim.Adam(p, 0.1, (0.9, 0.99))": [("lr", "0.1")],
    "s = torch.optim.lr_scheduler.MultiStepLR(o, [30, 60, 80, 90, 100])": [("milestones", "[30, 60, 80, 90, 100]")],
    "s = torch.optim.lr_scheduler.MultiStepLR(o, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])": [],
    "n = torchvision.models.resnet18(pretrained=True)": [("pretrained", "True")],
    "t = flash.Trainer(max_epochs=20, gpus=1)": [("max_epochs", "20"), ("gpus", "1")],
    "t = pl.Trainer(fast_dev_run=True, auto_scale_batch_size='power')": [
        ("fast_dev_run", "True"),
        ("auto_scale_batch_size", "'power'"),
    ],
    "t = pl.Trainer()\nfound = Tuner(t).lr_find(model, min_lr=1e-5, max_lr=1, mode='linear')": [
        ("min_lr", "1e-5"),
        ("max_lr", "1"),
    ],
    "a = DeepAR.from_dataset(d, hidden_size=8)\nb = Other.from_dataset(d, hidden_size=8)": [
        ("deepar_hidden_size", "8"),
        ("other_hidden_size", "8"),
    ],
    "a = TimeSeriesDataSet(d, max_encoder_length=9)\nb = TimeSeriesDataSet(e, max_encoder_length=9)": [
        ("max_encoder_length", "9")
    ],
    "t = TrainingArguments(push_to_hub=True)": [("push_to_hub", "True")],
    "t = pipeline('text-generation', max_new_tokens=50)": [("max_new_tokens", "50")],
    "x = layers.Embedding(9000, 32)(i)\nx = layers.LSTM(16, dropout=0.1)(x)": [
        ("embedding_dim", "32"),
        ("lstm_units", "16"),
        ("dropout", "0.1"),
    ],
    "stop = keras.callbacks.EarlyStopping(monitor='val_loss', patience=3)": [("patience", "3")],
    "g = keras.preprocessing.image.ImageDataGenerator(rescale=1./255, rotation_range=20)": [("rotation_range", "20")],
    "d = keras.utils.image_dataset_from_directory(p, image_size=(224, 224), batch_size=32)": [
        ("image_size", "(224, 224)"),
        ("batch_size", "32"),
    ],
    "d = tf.data.Dataset.from_tensor_slices(x).shuffle(100).batch(32)": [
        ("buffer_size", "100"),
        ("batch_size", "32"),
    ],
    "t = AutoTokenizer.from_pretrained('bert-base')\nm = AutoModel.from_pretrained('bert-base')": [
        ("model_name", "'bert-base'")
    ],
    "args = TrainingArguments('out', learning_rate=5e-5, num_train_epochs=3, fp16=True, eval_strategy='epoch')": [
        ("save_dir", '"out"'),
        ("learning_rate", "5e-5"),
        ("num_train_epochs", "3"),
        ("fp16", "True"),
    ],
    "for epoch in range(10):\n    loss.backward()": [("epochs", "10")],
    "for epoch in range(1, 11):\n    loss.backward()": [("epochs", "10")],
    "for i in range(1000):\n    with amp():\n        loss.backward()": [("train_steps", "1000")],
    "for step in range(20):\n    loss.backward()": [("train_steps", "20")],
    "for i_episode in range(300):\n    env.step(a)": [("n_episodes", "300")],
    "for epoch in tqdm(range(3)):\n    train_one(m)": [("epochs", "3")],
    "np.random.seed(3)\ntf.random.set_seed(3)": [("seed", "3")],
}
NOTHING = [
    "m = mine.XGBClassifier(reg=1, gpu_id=3)",
    "m = XGBClassifier(n_estimators=N, max_depth=None, verbosity=4, tree_method='hist')",
    "np.fit(a, epochs=3)",
    "mine.fit(a, 3)",
    "fit(a, verbose=3)",
    "m = AutoModel.from_pretrained(NAME)",
    "print(m.fit(a, epochs=3))",
    "assert Forest(max_depth=3)",
    "s = f'{Forest(max_depth=3)}'",
    "m = Forest(*args, max_depth=d)",
    "k = KFold(*[5])",
    "for epoch in range(10):\n    print(epoch)",
    "for i in range(10):\n    loss.backward()",
    "for i in range(1000):\n    for batch in data:\n        loss.backward()",
    "for i in range(1000):\n    print(i)",
    "for step in range(100):\n    agent.step()",
    "for epoch in range(2, 10):\n    loss.backward()",
    "for epoch in range(1, 1):\n    loss.backward()",
    "for epoch in range(True):\n    loss.backward()",
    "x.reshape(3, 4).batch",
    "df.sample(3)",
]


@pytest.mark.parametrize(("text", "literals"), FOUND.items())
def test_these_are_hyperparameters(text: str, literals: list[tuple[str, str]]) -> None:
    assert found(text) == literals


@pytest.mark.parametrize("text", NOTHING)
def test_these_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["m.fit(a, validation_steps=3)", "m.compile(optimizer='adam')", "d.batch(3)", "l.fine_tune(1)"]
)
def test_a_method_counts_only_where_its_library_is_imported(text: str) -> None:
    assert found(text, PLAIN) == []


def test_names_of_a_star_import_are_known() -> None:
    text = (
        "dls = ImageDataLoaders.from_folder(p, valid_pct=0.2, item_tfms=Resize(224), bs=64)\nlearn.fine_tune(4, 3e-3)"
    )
    assert found(text, dict(FASTAI)) == [
        ("valid_pct", "0.2"),
        ("image_size", "224"),
        ("batch_size", "64"),
        ("epochs", "4"),
        ("base_lr", "3e-3"),
    ]
    assert found("Resize(224)", dict(with_stars({}, ["fastai.vision.all"], {"Resize"}))) == []


def test_the_help_says_what_is_meant_where_several_things_are_built() -> None:
    text = "forest = Forest(max_depth=5)\nboost = XGBClassifier(max_depth=5, depth=3, num_leaves=7)"
    assert [one.help for one in groups(text)] == [
        "Greatest depth of a tree (`Forest`).",
        "Greatest depth of a tree (`XGBClassifier`).",
        "Depth of the trees (`XGBClassifier`).",
        "Greatest number of leaves of a tree (`XGBClassifier`).",
    ]
    assert [one.help for one in groups("m = Forest(max_depth=5)")] == ["Greatest depth of a tree."]


def test_an_argument_with_many_values_is_compared_not_chosen() -> None:
    few = "\n".join(f"m{i} = Forest(max_depth={i}, n_estimators=9)" for i in range(MOST_OF_A_KIND))
    assert len({one.option for one in wanted(spots(few, IMPORTS)).kept}) == MOST_OF_A_KIND + 1
    many = wanted(spots(f"{few}\nm = Forest(max_depth=99)", IMPORTS))
    assert {one.keyword for one in many.kept} == {"n_estimators"}
    assert (many.repeated, many.early) == (MOST_OF_A_KIND + 1, 0)
    assert f"{MOST_OF_A_KIND + 1} belong to calls that the notebook makes with many values" in in_words(many)
    assert in_words(wanted(spots(few, IMPORTS))) == ""


def test_places_that_have_the_same_value_compare_nothing() -> None:
    places = [f"def f{i}():\n    return Forest(max_depth=5)" for i in range(MOST_ALIKE)]
    assert len({one.option for one in wanted(spots("\n".join(places), IMPORTS)).kept}) == MOST_ALIKE
    more = "\n".join([*places, "def g():\n    return Forest(max_depth=5)"])
    assert len({one.option for one in wanted(as_one(spots(more, IMPORTS))).kept}) == 1
    assert len(wanted(as_one(spots(more, IMPORTS))).kept) == MOST_ALIKE + 1
    others = "\n".join([more, *(f"m{i} = Forest(max_depth={i})" for i in range(MOST_OF_A_KIND))])
    assert wanted(as_one(spots(others, IMPORTS))).kept == ()


def test_of_too_many_the_last_are_kept_whole_statements_at_a_time() -> None:
    words = ["n_estimators", "learning_rate", "max_depth", "subsample", "gamma"]
    kinds = [f"a{i} = xgb.XGBClassifier({words[i % 5]}={i // 5})" for i in range(15)]
    rest = [f"b{i} = LGBMRegressor({words[i % 5]}={i // 5}, reg_alpha=1)" for i in range(15)]
    more = [f"c{i} = CatBoostClassifier({words[i % 5]}={i // 5})" for i in range(15)]
    left = wanted(spots("\n".join([*kinds, *rest, *more]), IMPORTS))
    assert len({one.option for one in left.kept}) <= MOST
    assert left.early > 0
    assert {one.keyword for one in left.kept if "CatBoost" in one.call} == set(words)
    assert f"come before the last {MOST}" in in_words(left)


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("forest_learning_rate", "1", "float"),
        ("regularization_c", "1", "float"),
        ("tfidf_max_features", "500", "int | float"),
        ("n_learning_rate", "1", "int"),
        ("ngram_range", "(1, 2)", "tuple[int, int]"),
    ],
)
def test_a_rate_stays_one_behind_the_word_that_tells_it_apart(name: str, source: str, kind: str) -> None:
    assert type_of(name, source) == kind


def test_the_tables_are_whole() -> None:
    for one in TABLES:
        assert set(one.positions.values()) <= {*one.words, *one.only_with}
        assert set(one.others) <= set(one.words)
        assert one.libraries
        assert one.names or not one.method
        for text in one.words.values():
            assert not text or (text.endswith(".") and len(text) < 80)
            ast.parse(repr(text))
