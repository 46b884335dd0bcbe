"""Each row: statements whose calls no table knows, and the settings among their arguments."""

from __future__ import annotations

import pytest
from stories import program_of

from nb2pkg.params.running_literals import named
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known
from nb2pkg.params.words import is_setting, surely_setting

IMPORTS = {
    "np": "numpy",
    "plt": "matplotlib.pyplot",
    "mine": "mylib",
    "pd": "pandas",
    "torch": "torch",
    "tf": "tensorflow",
}
OWN = """
def train(model, epochs, lr=0.1, *, verbose=0): return model
def weigh(labels, boost=1.0, true_score=0, discs=4): return labels
def glue(model, task_name, save_name="net", mode="train"): return model
def show_samples(batch, num_samples): return batch
def take(rows, maximum): return rows
def load_data(batch_size, suffix=""): return suffix
def name_of(rows, suffix=""): return suffix
def part(rows, first_train): return rows
def score(rows, seed_offset): return rows
def rows_for(image_type, file_type="a"): return image_type
def clean(text, lowercase=False, resume=False): return text
def twice(a): return a
def twice(b): return b
class Base:
    def __init__(self, hidden, num_classes): self.hidden = hidden
class Net(Base): pass
class Decoder:
    def __init__(self, n_in, msg_out=2): self.msg_out = msg_out
class Loader:
    def __init__(self, size, batch_size=4): self.size = size
    def noise_of(self, size, n_samples, start=0): return size
    def skip(self, count): return count
    @staticmethod
    def walk(rows, steps=60, step_size=10): return rows
"""


def found(text: str) -> list[tuple[str, str]]:
    statements = program_of(["import torch", OWN, text]).statements
    running = [one for one in statements if one.origin.cell == 2]
    spots = spots_in(running, Known(IMPORTS, statements, signatures_of(statements)))
    return [(one.name, one.spots[0].source) for one in named(spots, frozenset())]


FOUND = {
    "a = clean(text, lowercase=True)": [("lowercase", "True")],
    "a = mine.clean(text, lowercase=True)": [],
    "a = texts.apply(clean, lowercase=True)": [("lowercase", "True")],
    "a = texts.apply(mine.clean, lowercase=True)": [],
    "a = texts.apply(str.lower, lowercase=True)": [],
    "L1_reg = np.float32(0)": [("initial_L1_reg", "0")],
    "a, b = part(rows, 15)": [("first_train", "15")],
    "a, b = part(rows, 1)": [],
    "net = Ridge(l2=0.03)": [("l2", "0.03")],
    "net = score(rows, 99)": [],
    "net = Decoder(4, msg_out=256)": [("msg_out", "256")],
    "net = Decoder(4, 32)": [("msg_out", "32")],
    "net = Decoder(4, 30)": [],
    "rows = loader.noise_of(4, 5)": [("n_samples", "5")],
    "rows = loader.noise_of(4, n_samples=5, start=9)": [("n_samples", "5")],
    "rows = Loader.walk(rows, 30, step_size=20)": [("steps", "30"), ("step_size", "20")],
    "rows = loader.skip(50)": [],
    "rows = plt.noise_of(4, 5)": [],
    "with mine.settings.num_quadrature(10), mine.settings.tolerance(1e-4):\n    fit()": [
        ("num_quadrature", "10"),
        ("tolerance", "1e-4"),
    ],
    "layer = mine.Dropout(0.3)": [("dropout", "0.3")],
    "layer = mine.Layer(0.3)": [],
    "layer = mine.Dropout(0.3, 2)": [],
    "draw(a, b, min_score_thresh=0.3, n_boxes=200)": [("min_score_thresh", "0.3")],
    "draw_prediction(a, b, cutoff=0.1)": [("cutoff", "0.1")],
    "draw_grid(a, b, cutoff=0.1)": [],
    "mine.show_boxes(image, conf_threshold=.5)": [("conf_threshold", ".5")],
    "show(image, threshold_color=0.3)": [],
    "model = mine.Model(learning_rate=1e-3, n_tasks=2)": [("learning_rate", "1e-3")],
    "model = mine.Model(1e-3, learning_rate=LR)": [],
    "model = mine.Model(backbone='resnet18', path='resnet18', backend='x')": [("backbone", "'resnet18'")],
    "model = mine.Model(optimizer='AdamW', head='deeplab', pretrained=False)": [
        ("optimizer", "'AdamW'"),
        ("head", "'deeplab'"),
        ("pretrained", "False"),
    ],
    "x = mine.Texts(temperatures=(0.2, 0.5, 0.7, 1., 1.5))": [("temperatures", "(0.2, 0.5, 0.7, 1., 1.5)")],
    "rows = mine.Rows(task_name='cola', name='cola')": [("task_name", "'cola'")],
    "train(model, optimizer_name='SGD', tag='SGD')": [("optimizer_name", "'SGD'")],
    "x = take(rows, 500)": [("maximum", "500")],
    "x = load_data(128, '_small')\ny = name_of(rows, '_small')": [("batch_size", "128"), ("suffix", "'_small'")],
    "model = mine.Model(patch_length=4, path_length=4)": [("patch_length", "4")],
    "model.compile(weight_color_loss=0.5, kl_weight=2, weight_file=3)": [
        ("weight_color_loss", "0.5"),
        ("kl_weight", "2"),
    ],
    "model = mine.Model(pretrained=True, verbose=True)": [("pretrained", "True")],
    "train(model, 10, overwrite=False, draw=False)": [("epochs", "10"), ("overwrite", "False")],
    "train(model, random_state=3)": [("random_state", "3")],
    "x = mine.make(num_images_per_prompt=2, per_num=3)": [("num_images_per_prompt", "2")],
    "model.tune(max_epochs=3, min_lr=1e-5)": [("max_epochs", "3"), ("min_lr", "1e-5")],
    "train(model, 10, 1e-2, verbose=1)": [("epochs", "10"), ("lr", "1e-2")],
    "train(model, epochs=10)\ntrain(other, epochs=10)": [("epochs", "10")],
    "train(model, epochs=10)\ntrain(other, epochs=20)": [("train_epochs", "10"), ("epochs", "20")],
    "train(model, *rest, 10)": [],
    "train(model, N, lr=LR)": [],
    "net = Net(128, 10)": [("hidden", "128")],
    "loader = Loader(1000, 64)": [("size", "1000"), ("batch_size", "64")],
    "x = weigh(y, 1.15)\ny = weigh(x, boost=1.0)": [("boost", "1.15")],
    "a = rows_for('flair', file_type='dicom')\nb = rows_for('flair')": [("image_type", "'flair'")],
    "a = rows_for('flair')\nb = rows_for('T1-w')": [("a_image_type", "'flair'"), ("b_image_type", "'T1-w'")],
    "glue(net, 'cola', save_name='x', mode='test')": [("task_name", "'cola'")],
    "glue(net, task_name='cola')\nglue(net, 'mnli')": [("glue_task_name", "'cola'"), ("task_name", "'mnli'")],
    "net = Net(hidden=[32, 64], widths=[8, 16])": [("hidden", "[32, 64]"), ("widths", "[8, 16]")],
    "data = mine.Series(max_encoder_length=5, min_prediction_length=2, group_ids=['x'])": [
        ("max_encoder_length", "5"),
        ("min_prediction_length", "2"),
    ],
    "f = mine.Affine(scale_range=(0.9, 1.1), angle_limits=(-10, 10), offsets=(1, 2))": [
        ("scale_range", "(0.9, 1.1)"),
        ("angle_limits", "(-10, 10)"),
    ],
    "dm = mine.ScansDM(scan_types=['T2w'], input_size=224, num_classes=3, name='x')": [
        ("scan_types", "['T2w']"),
        ("input_size", "224"),
    ],
    "loss = mine.Loss(smoothing=0.1, reduction='mean')": [("smoothing", "0.1")],
    "image = mine.windowing(image, wl=0, ww=1000)": [("wl", "0"), ("ww", "1000")],
    "net = mine.SegNet(blocks_down=[1, 2, 2], init_size=16, spatial_dims=16, channels=(1, 4), cache=0.0)": [
        ("blocks_down", "[1, 2, 2]"),
        ("init_size", "16"),
        ("channels", "(1, 4)"),
    ],
    "net = torch.Net(bias=7, rank=2)": [("bias", "7"), ("rank", "2")],
    "x = mine.LoraConfig(kinds=['q', 'k'], load_in_4bit=True, prompt='x', path='./x', data=x, quant='nf4')": [
        ("kinds", "['q', 'k']"),
        ("load_in_4bit", "True"),
        ("x_dir", '"./x"'),
        ("quant", "'nf4'"),
    ],
    "x = mine.segment(language='th', task='body')\ny = mine.A(task='binary')": [
        ("language", "'th'"),
        ("task", "'body'"),
    ],
    "x = generator(a, num_return_sequences=2, num_best=1, max_dim_x=9, n=3)": [("num_return_sequences", "2")],
    "x = sampler.take(step_size=10, jump_size=2)": [("step_size", "10")],
    "x = df.rolling(window=500, min_periods=9)": [("window", "500")],
    "weigh(labels, discs=40)": [("discs", "40")],
    "take(rows, start_index=0, end_index=200)": [("end_index", "200")],
    "x = df.sample(frac=0.1)": [("frac", "0.1")],
    "mine.fit(seed=4)\nmine.split(random_state=4)": [("seed", "4")],
}
NOTHING = [
    "a = rows_for('train')\nb = rows_for('the middle')\nc = rows_for(kind, file_type='csv')",
    "a = elsewhere('a', image_type='flair')",
    "twice(3)",
    "mine.save_checkpoint(net, overwrite=True)",
    "show_samples(batch, 3)",
    "plt.show(window=3)",
    "ax.fill(alpha=0.3, scale=2)",
    "x = np.pad(a, degree=3)",
    "x = pd.cut(a, threshold=3)",
    "x = torch.roll(a, window=3)",
    "x = df.rolling(window=3)",
    "x = mine.f(size=3, axis=1, verbose=2)",
    "x = mine.f(threshold=True, patience=None)",
    "self.f(lr=0.1)",
    "mean_of_12_months = df.rolling(window=12)",
    "weigh(labels, 40)",
    "weigh(labels, year=2000)",
    "x = np.Thing(size_of=50)",
    "x = torch.Normalize(std=0.2)",
    "x = torch.nn.Thing(bias=7)",
    "x = df.fetch(task='body')",
    "x = Config(kinds=['q', 'k'])",
    "x = tuner.get_best_trials(num_trials=1)",
    "x = df.sample(frac=1)",
    "x = dict(lr=0.1)",
    "train(model, optimizer='adam', pretrained=True)",
    "model.load(pretrained=True)",
    "x = take(rows, 2)",
    "x = weigh(y, discs=4)",
    "x = weigh(y, true_score=0.5)",
    "x = mine.f(1.5, x=0.5, value=0.5, target_score=0.5)",
    "x = net.f(smoothing=0.1)",
    "x = net.f(value_range=(0, 1))",
    "x = mine.f(axis_range=(0, 1), value_range=3)",
    "dm = mine.Scans(scan_types=['T2w'], input_size=224)",
    "dm = mine.ScansDM(files=[path, 'x'], kinds=[])",
    "x = mine.glue(layer_name='cola')",
    "x = mine.f(max_x=5, max_score=2, lower=0.0)",
    "print(train(model, 10))",
]


@pytest.mark.parametrize(("text", "settings"), FOUND.items())
def test_these_are_settings(text: str, settings: list[tuple[str, str]]) -> None:
    assert found(text) == settings


@pytest.mark.parametrize("text", NOTHING)
def test_these_are_none(text: str) -> None:
    assert found(text) == []


def test_what_is_defined_twice_with_other_arguments_has_no_signature() -> None:
    assert dict(signatures_of(program_of([OWN]).statements)) == {
        "train": ("model", "epochs", "lr"),
        "take": ("rows", "maximum"),
        "clean": ("text", "lowercase", "resume"),
        "load_data": ("batch_size", "suffix"),
        "name_of": ("rows", "suffix"),
        "rows_for": ("image_type", "file_type"),
        "weigh": ("labels", "boost", "true_score", "discs"),
        "glue": ("model", "task_name", "save_name", "mode"),
        "show_samples": ("batch", "num_samples"),
        "Base": ("hidden", "num_classes"),
        "Net": ("hidden", "num_classes"),
        "Decoder": ("n_in", "msg_out"),
        "Loader": ("size", "batch_size"),
        "part": ("rows", "first_train"),
        "score": ("rows", "seed_offset"),
        ".noise_of": ("size", "n_samples", "start"),
        ".skip": ("count",),
        ".walk": ("rows", "steps", "step_size"),
    }


@pytest.mark.parametrize(
    "name",
    "lr learning_rate BATCH_SIZE numEpochs max_len hidden_size dropout1 n_estimators warmup_steps model_name top_k "
    "train_ratio conf_threshold lossWeights eta0 temperatures".split(),
)
def test_these_name_settings(name: str) -> None:
    assert is_setting(name)


@pytest.mark.parametrize(
    "name",
    "axis dim n_classes in_features col threshold_col label_size fontsize figsize x_min ratings idx batch_idx verbose "
    "num_input_channels n_rows print_every_step name _".split(),
)
def test_these_name_none(name: str) -> None:
    assert not is_setting(name)


@pytest.mark.parametrize("name", ["size", "num", "max_value", "resolution", "limit"])
def test_these_may_be_of_anything(name: str) -> None:
    assert is_setting(name)
    assert not surely_setting(name)
