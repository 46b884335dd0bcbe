"""Each row: statements, and what becomes of the files, folders and addresses that are written into them."""

from __future__ import annotations

from textwrap import dedent

import pytest
from lost import lost
from replay import replay
from stories import code_of, notebook, plan_of, program_of
from turned import by_hand, options_of, turned

from nb2pkg import pipeline
from nb2pkg.flow.world import survey
from nb2pkg.model import Kind
from nb2pkg.options import Options
from nb2pkg.params.sources.path_texts import few_words, is_file, is_folder, is_rooted, word_for
from nb2pkg.story.hoist import hoist_literals, running
from nb2pkg.story.wishes import Wishes

IMPORTS = """
import glob, os, joblib, numpy as np, pandas as pd, requests, torch
from pathlib import Path
from torchvision import datasets
"""


def written(text: str) -> str:
    """The statements as they are once their texts are constants; the lines of help left out."""
    program = program_of([IMPORTS, dedent(text)])
    world = survey(program)
    made = hoist_literals(program, world, running(world), Wishes(), trainers=True).program
    kept = [s.text for s in made.statements if s.kind is not Kind.IMPORT]
    return "\n".join(line.partition("  # ")[0] for text in kept for line in text.split("\n") if line)


LIFTED = {
    "the folder that others are joined to": (
        "a = pd.read_csv(os.path.join('data', name))",
        'data_dir = "data"\na = pd.read_csv(os.path.join(data_dir, name))',
    ),
    "a folder with more folders below": (
        "files = glob.glob(os.path.join('data', 'train', '*.png'))",
        "data_dir = \"data\"\nfiles = glob.glob(os.path.join(data_dir, 'train', '*.png'))",
    ),
    "the end of a path in a store": (
        "a = upload(desired_s3_uri=f's3://{bucket()}/diffusion')",
        "diffusion_folder = \"diffusion\"\na = upload(desired_s3_uri=f's3://{bucket()}/{diffusion_folder}')",
    ),
    "the end of a path that is filled in as a part": (
        "MODEL_DIR = '{}/{}'.format(bucket(), 'model')",
        "model_folder = \"model\"\nMODEL_DIR = '{}/{}'.format(bucket(), model_folder)",
    ),
    "a folder whose files are gone through": (
        "docs_dir = find() / 'docs'\na = [one.read_text() for one in docs_dir.rglob('*.md')]",
        'docs_folder = "docs"\ndocs_dir = find() / docs_folder\n'
        "a = [one.read_text() for one in docs_dir.rglob('*.md')]",
    ),
    "the folder in which it runs": (
        "a = QM9('.')",
        'data_dir = "."\na = QM9(data_dir)',
    ),
    "a file that is read": (
        'a = pd.read_csv("../input/train.csv")',
        'train_path = "../input/train.csv"\na = pd.read_csv(train_path)',
    ),
    "a file by keyword": (
        "a = pd.read_csv(filepath_or_buffer='a b.csv')",
        'a_b_path = "a b.csv"\na = pd.read_csv(filepath_or_buffer=a_b_path)',
    ),
    "a file that is written": (
        "a.to_csv('submission.csv', index=False)",
        'submission_path = "submission.csv"\na.to_csv(submission_path, index=False)',
    ),
    "one file, written and read": (
        "torch.save(net, 'best.pt')\nnet = torch.load(\"best.pt\")",
        'best_path = "best.pt"\ntorch.save(net, best_path)\nnet = torch.load(best_path)',
    ),
    "a file in a folder for logs": (
        "a = pd.read_csv(Path(args.log_dir) / 'metrics.csv')",
        'metrics_file = "metrics.csv"\na = pd.read_csv(Path(args.log_dir) / metrics_file)',
    ),
    "in a with": (
        "with open('notes.txt') as f:\n    a = f.read()",
        'notes_path = "notes.txt"\nwith open(notes_path) as f:\n    a = f.read()',
    ),
    "a file whose text is told apart": (
        "words = open('words.txt').read().strip().split()",
        'words_path = "words.txt"\nwords = open(words_path).read().strip().split()',
    ),
    "a file alone": (
        "name = os.path.join('a.csv')\na = pd.read_csv(name)",
        'a_path = "a.csv"\nname = os.path.join(a_path)\na = pd.read_csv(name)',
    ),
    "a picture that is computed with": (
        "def classify(image_path):\n    return image_path\nim.save('small.jpg')\nclassify('small.jpg')",
        'def classify(image_path):\n    return image_path\nsmall_path = "small.jpg"\n'
        "im.save(small_path)\nclassify(small_path)",
    ),
    "a program of a job": (
        "e = HuggingFace(entry_point='train.py', role=role)",
        'entry_point = "train.py"\ne = HuggingFace(entry_point=entry_point, role=role)',
    ),
    "a dict of files": (
        "data_files = {'train': 'a.tsv', 'test': 'b.tsv'}\nd = load_dataset('csv', data_files=data_files)",
        "a_path = \"a.tsv\"\nb_path = \"b.tsv\"\ndata_files = {'train': a_path, 'test': b_path}\n"
        "d = load_dataset('csv', data_files=data_files)",
    ),
    "a dict of files that is given": (
        "d = load_dataset('csv', data_files={'train': 'a.tsv'})",
        "a_path = \"a.tsv\"\nd = load_dataset('csv', data_files={'train': a_path})",
    ),
    "in a function": (
        "def load():\n    return joblib.load('model.pkl')",
        'model_path = "model.pkl"\ndef load():\n    return joblib.load(model_path)',
    ),
    "a root": (
        "a = datasets.MNIST(root='data', train=True)\nb = datasets.MNIST(root='data', train=False)",
        'data_dir = "data"\na = datasets.MNIST(root=data_dir, train=True)\n'
        "b = datasets.MNIST(root=data_dir, train=False)",
    ),
    "a folder that holds two": (
        "a = pd.read_csv('../input/titanic/train.csv')\nb = pd.read_csv('../input/titanic/test.csv')",
        'data_dir = "../input/titanic"\na = pd.read_csv(f"{data_dir}/train.csv")\n'
        'b = pd.read_csv(f"{data_dir}/test.csv")',
    ),
    "that folder itself": (
        "a = os.listdir('data')\nb = np.load('data/b.npy')",
        'data_dir = "data"\na = os.listdir(data_dir)\nb = np.load(f"{data_dir}/b.npy")',
    ),
    "a folder for two that are written": (
        "np.save('out/a.npy', a)\nnp.save('out/b.npy', b)",
        'save_dir = "out"\nnp.save(f"{save_dir}/a.npy", a)\nnp.save(f"{save_dir}/b.npy", b)',
    ),
    "two datasets": (
        "a = pd.read_csv('/kaggle/input/x/a.csv')\nb = pd.read_csv('/kaggle/input/x/b.csv')\n"
        "c = pd.read_csv('/kaggle/input/y/c.csv')\nd = pd.read_csv('/kaggle/input/y/d.csv')",
        'data_dir = "/kaggle/input/x"\na = pd.read_csv(f"{data_dir}/a.csv")\nb = pd.read_csv(f"{data_dir}/b.csv")\n'
        'y_dir = "/kaggle/input/y"\nc = pd.read_csv(f"{y_dir}/c.csv")\nd = pd.read_csv(f"{y_dir}/d.csv")',
    ),
    "a pattern in a folder": (
        "a = glob.glob('data/*.csv')\nb = np.load('data/b.npy')",
        'data_dir = "data"\na = glob.glob(f"{data_dir}/*.csv")\nb = np.load(f"{data_dir}/b.npy")',
    ),
    "an f-string": (
        "for k in range(3):\n    torch.save(nets[k], f'models/net_{k}.pt')",
        "models_dir = \"models\"\nfor k in range(3):\n    torch.save(nets[k], f'{models_dir}/net_{k}.pt')",
    ),
    "the end of a path": (
        "BASE = find()\nTRAIN = os.path.join(BASE, 'train.csv')\na = pd.read_csv(BASE / 'test.csv')",
        'BASE = find()\ntrain_file = "train.csv"\nTRAIN = os.path.join(BASE, train_file)\n'
        'test_file = "test.csv"\na = pd.read_csv(BASE / test_file)',
    ),
    "the middle of a path that is an end elsewhere": (
        "if (base / 'data' / 'a.csv').exists():\n    base = f()\nDATA_DIR = base / 'data'\n"
        "a = pd.read_csv(DATA_DIR / 'a.csv')",
        'data_folder = "data"\na_file = "a.csv"\nif (base / data_folder / a_file).exists():\n    base = f()\n'
        "DATA_DIR = base / data_folder\na = pd.read_csv(DATA_DIR / a_file)",
    ),
    "the end of a checkpoint's path": (
        "torch.save(net, os.path.join(folder, 'net.pth'))",
        'net_file = "net.pth"\ntorch.save(net, os.path.join(folder, net_file))',
    ),
    "an end that a variable brings to what reads it": (
        "path = os.path.join(folder, 'a.csv')\na = pd.read_csv(path)",
        'a_file = "a.csv"\npath = os.path.join(folder, a_file)\na = pd.read_csv(path)',
    ),
    "an end that has a name": (
        "LOG = folder / 'run.txt'\nwith open(LOG, 'w') as f:\n    f.write(a)",
        "run_file = \"run.txt\"\nLOG = folder / run_file\nwith open(LOG, 'w') as f:\n    f.write(a)",
    ),
    "the end of what is handed in": (
        "a.to_csv(folder / 'submission.csv')",
        'submission_file = "submission.csv"\na.to_csv(folder / submission_file)',
    ),
    "a constant with a path in it": (
        "A_DIR = os.environ.get('A', 'data/')\nprint(A_DIR)",
        "a_dir = 'data/'\nA_DIR = os.environ.get('A', a_dir)\nprint(A_DIR)",
    ),
    "an address": (
        "r = requests.get('https://x.org/mnist.pkl.gz')",
        'mnist_url = "https://x.org/mnist.pkl.gz"\nr = requests.get(mnist_url)',
    ),
    "an address of who answers": (
        "c = Client(base_url='https://api.x.org/v1')",
        'base_url = "https://api.x.org/v1"\nc = Client(base_url=base_url)',
    ),
    "nothing but a path looks like that": (
        "for root in ['/kaggle/input/a', '/content/b']:\n    use(root)",
        'a_dir = "/kaggle/input/a"\nb_dir = "/content/b"\nfor root in [a_dir, b_dir]:\n    use(root)',
    ),
    "a function of the notebook": ("b = mine('../input/a.parquet')", 'a_path = "../input/a.parquet"\nb = mine(a_path)'),
    "a file that is looked for": (
        "A_PATH = newest('a.csv')\nb_path = newest(name('b.csv'))",
        "a_path = \"a.csv\"\nA_PATH = newest(a_path)\nb_path = newest(name('b.csv'))",
    ),
    "a name that is taken": (
        "train_path = f()\na = pd.read_csv('raw/train.csv')",
        'train_path = f()\nraw_train_path = "raw/train.csv"\na = pd.read_csv(raw_train_path)',
    ),
    "two of one name": (
        "a = pd.read_csv('x/a.csv')\nb = pd.read_csv('y/a.csv')\nc = open('a.txt').read()",
        'a_path = "x/a.csv"\na = pd.read_csv(a_path)\ny_a_path = "y/a.csv"\nb = pd.read_csv(y_a_path)\n'
        'a_txt_path = "a.txt"\nc = open(a_txt_path).read()',
    ),
    "a long name": (
        "data = pd.read_csv('what_a_very_long_name_this_table_has.csv')",
        'data_path = "what_a_very_long_name_this_table_has.csv"\ndata = pd.read_csv(data_path)',
    ),
    "an f-string in which nothing is filled in": (
        "a = pd.read_csv(f'a.csv')\nb = open(f'd/b.txt')\nc = open(f'd/c.txt')\nd = glob.glob(f'e/*.csv')",
        'a_path = "a.csv"\na = pd.read_csv(a_path)\n'
        'd_dir = "d"\nb = open(f"{d_dir}/b.txt")\nc = open(f"{d_dir}/c.txt")\n'
        'e_dir = "e"\nd = glob.glob(f"{e_dir}/*.csv")',
    ),
    "the end of an f-string that has a name": (
        'A_PATH = f"{f(bucket)}/in/{{}}"\nB_PATH = f"{f(bucket)}/in/b.csv"',
        'A_PATH = f"{f(bucket)}/in/{{}}"\nb_file = "in/b.csv"\nB_PATH = f"{f(bucket)}/{b_file}"',
    ),
    "a checkpoint in a folder": (
        "torch.save(net, f'{folder()}/best.pt')",
        "best_file = \"best.pt\"\ntorch.save(net, f'{folder()}/{best_file}')",
    ),
    "the end of what is formatted": (
        "bucket = f()\nMODEL_DIR = '{}/my-job'.format(bucket)",
        "bucket = f()\nmy_job_folder = \"my-job\"\nMODEL_DIR = ('{}/' + my_job_folder).format(bucket)",
    ),
    "the end of a path in a store, by any keyword, with and without a stroke": (
        "a = predict(gcs_prefix=f'gs://{bucket()}/rows/')\nb = f(source=f'gs://{bucket()}/rows')",
        "rows_folder = \"rows\"\na = predict(gcs_prefix=f'gs://{bucket()}/{rows_folder}/')\n"
        "b = f(source=f'gs://{bucket()}/{rows_folder}')",
    ),
    "a folder with one for each run": (
        "a = Callback(model_save_path=f'models/{run.id}')\nb = PPO(net, tensorboard_log=f'runs/{run.id}')",
        "models_dir = \"models\"\na = Callback(model_save_path=f'{models_dir}/{run.id}')\n"
        "tensorboard_log = \"runs\"\nb = PPO(net, tensorboard_log=f'{tensorboard_log}/{run.id}')",
    ),
    "the folder of the films": (
        "a = VecVideoRecorder(env, f'videos/{run.id}')",
        "videos_dir = \"videos\"\na = VecVideoRecorder(env, f'{videos_dir}/{run.id}')",
    ),
    "what a keyword of anything calls a path": (
        "a = restore(kept_dir='kept/', weights_file='net.h5')",
        'kept_dir = "kept/"\nnet_path = "net.h5"\na = restore(kept_dir=kept_dir, weights_file=net_path)',
    ),
    "a file that a module is given": (
        "a = torchaudio.info('bird.wav')\nChem.MolToMolFile(mol, 'a.mol')",
        'bird_path = "bird.wav"\na = torchaudio.info(bird_path)\na_path = "a.mol"\nChem.MolToMolFile(mol, a_path)',
    ),
    "a file of the environment": (
        "os.environ['GOOGLE_APPLICATION_CREDENTIALS'] = 'key.json'",
        "key_path = \"key.json\"\nos.environ['GOOGLE_APPLICATION_CREDENTIALS'] = key_path",
    ),
    "the folder above, where something is looked for": (
        "a = find_notebooks('../../')",
        'data_dir = "../../"\na = find_notebooks(data_dir)',
    ),
    "a variable for a path that is bound again": (
        "path = 'a.pt'\ntorch.save(net, path)\npath = 'b.pt'\ntorch.save(net.state_dict(), path)",
        'a_path = "a.pt"\npath = a_path\ntorch.save(net, path)\nb_path = "b.pt"\npath = b_path\n'
        "torch.save(net.state_dict(), path)",
    ),
    "what a function of the notebook calls a path": (
        "def fetch(word, data_dir, csv):\n    return word\nfetch('a', '.', 'b.csv')",
        'def fetch(word, data_dir, csv):\n    return word\ndata_dir = "."\nb_path = "b.csv"\n'
        "fetch('a', data_dir, b_path)",
    ),
    "what a class of the notebook calls a path": (
        "class Rows:\n    def __init__(self, n, file):\n        self.n = n\nrows = Rows(f(), 'rows.csv')",
        'class Rows:\n    def __init__(self, n, file):\n        self.n = n\nrows_path = "rows.csv"\n'
        "rows = Rows(f(), rows_path)",
    ),
}


@pytest.mark.parametrize(("before", "after"), LIFTED.values(), ids=LIFTED)
def test_paths_become_constants(before: str, after: str) -> None:
    assert written(before) == after


LEFT = {
    "what the data are split into": "a = rows_of(base() / 'train')\nb = ImageFolder(base() / 'val')",
    "files of one name in many folders": "a = list(folder.rglob('rows.csv'))\nb = path.with_name('rows.csv')",
    "a program": "a = Job(script_path='trainer/task.py')",
    "a file for a moment": "a = imread(folder + '/tmp1.jpg')\nb = pd.read_csv(folder / 'tmp.csv')",
    "a name behind an owner": "a = Callback(repo_path=f'google/{name}', log_dir=f'{name}/a')",
    "a metric": "a = f(name=f'loss/{kind}')\nb = keep(save=f'loss/{kind}')",
    "a variable of the environment": "os.environ['KIND'] = 'a/b'\nos.environ['MODE'] = 'net.data'",
    "what may be a field": "a = net.f('layer.weights', 'net.data')\nb = net.f('torch.bin')",
    "the folder above, for the machine": "a = f('../../')\nos.chdir('../..')",
    "a file that a logger writes": "a = pd.read_csv(Path(trainer.logger.log_dir) / 'metrics.csv')",
    "a file of the Trainer's folder": "a = pd.read_csv(os.path.join(trainer.log_dir, 'metrics.csv'))",
    "where it is put within something": "kept.add_file(source, os.path.join('images', name))",
    "a file below a folder that is written and read": "log = find() / 'log.json'\nlog.write_text(a)\nlog.read_text()",
    "a program that is written out": "Path('task.py').write_text(text)",
    "text": "print('data/a.csv')\nraise ValueError('data/a.csv')",
    "a comparison": "if name == 'data/a.csv':\n    f()",
    "a column": "a = table['x/y.csv']",
    "here, in front of a folder": "a = Data.from_folder('./' + folder)",
    "a key": "a = {'data/a.csv': 1}",
    "a dict of many files": "data_files = {'a': 'a.pth', 'b': 'b.pth', 'c': 'c.pth', 'd': 'd.pth'}",
    "a dict of words and files": "data_files = {'train': 'a.tsv', 'kind': 'best'}",
    "a dict of files for something else": "labels = {'train': 'a.tsv', 'test': 'b.tsv'}",
    "an ending": "a = name.replace('.csv', '.json')\nb = name.endswith('.csv')",
    "an ending that is added": "a = open(name + '.csv').read()",
    "a pattern alone": "a = glob.glob('*.csv')",
    "a mode": "f = open(name, 'rb')",
    "a figure": "plt.savefig('a.png')",
    "a picture that is shown": "img.save('a.png')",
    "what is looked for only": "if os.path.exists('a.lock'):\n    f()",
    "a middle": "a = pd.read_csv(base / 'x' / name)",
    "a file in each of many folders": "a = pd.read_csv(os.path.join(folder, name, 'part-0.csv'))",
    "an end of what is written": "a.to_csv(folder / 'metrics.csv')",
    "an end of what is written first": "a.to_csv(folder / 'a.csv')\nb = pd.read_csv(folder / 'a.csv')",
    "an end that a variable brings to what writes it": "path = folder / 'a.csv'\na.to_csv(path)",
    "an end of an exported model": "onnx.save(net, os.path.join(folder, 'net.onnx'))",
    "a folder in each of many folders": "IMAGE_DIR = os.path.join(folder, name, 'images')",
    "what is filled in": "a = pd.read_csv('data/%s.csv' % name)\nb = pd.read_csv('data/{}.csv'.format(name))",
    "the end of an f-string without a name": "a.to_csv(f'{folder}/metrics.csv')\nb = f(f'{folder}/b')",
    "the end of an f-string with two values": "A_PATH = f'{folder}/{name}.csv'\nB_PATH = f'{folder}/{name}/b.csv'",
    "the end of what is formatted twice": "A_PATH = '{}/{}/a.csv'.format(a, b)\nB_PATH = '{}/b.csv'",
    "what a function calls something else": "def f(word, split):\n    return word\nf('a/b', 'b.csv')",
    "a page that a function of the notebook writes": "def f(path):\n    return path\nf('map.html')\nf('map.png')",
    "what a function of the notebook shows": "def show_it(path):\n    return path\nshow_it('a.csv')",
    "arguments that nobody knows": "def f(*rest, path=None):\n    return rest\nf('a.csv')\nf(*rest, 'a.csv')",
    "a variable for words": "kind = 'a.csv'\nkind = 'b.csv'",
    "a default": "def f(path='data/a.csv'):\n    return path",
    "a default that is taken": "a = table.get('a', 'b')",
    "words": "a = f('n/a')\nb = g('w/o')\nc = h('text/html')",
    "an agent": "a = requests.get(u, headers={'User-Agent': 'Mozilla/5.0'})",
    "where modules are": "import sys\nsys.path.append('../src')",
    "a file that something else is named after": "a = newest('a.csv')\nA_PATH = newest('a')",
    "the class itself": "class A:\n    path = 'data/a.csv'",
    "a docstring": "def f():\n    '../input/a.csv'\n    return g()",
    "nothing": "a = open('').read()",
    "a word that says which": "trainer.test(ckpt_path='best')",
    "a table": "a = f(['../a/1.csv', '../a/2.csv', '../a/3.csv', '../a/4.csv'])",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_the_rest_stays(text: str) -> None:
    plain = [line for line in text.split("\n") if not line.startswith("import")]
    assert written(text).split("\n") == plain


def test_what_comes_later_renames_nothing() -> None:
    first = "a = pd.read_csv('x/a.csv')"
    assert written(first).split("\n") == written(f"{first}\nb = pd.read_csv('y/a.csv')").split("\n")[:2]


SHAPES = [
    ("a.csv", True, False, False),
    ("data/a.csv", True, True, False),
    ("../input", False, True, True),
    ("~/x/a.pt", True, False, True),
    ("C:\\x\\a.csv", True, False, True),
    ("gs://bucket/a", False, False, True),
    ("https://x.org/a", False, False, True),
    ("https://", False, False, False),
    ("data/", False, True, False),
    (".csv", False, False, False),
    ("/model", False, False, False),
    ("/kaggle/input", False, True, True),
    ("text/%s.csv", False, False, False),
    ("a b", False, False, False),
]


@pytest.mark.parametrize(("text", "file", "folder", "rooted"), SHAPES)
def test_what_a_text_looks_like(text: str, file: bool, folder: bool, rooted: bool) -> None:
    assert (is_file(text), is_folder(text) or text == "/kaggle/input", is_rooted(text)) == (file, folder, rooted)


@pytest.mark.parametrize(
    ("text", "word"),
    [("a/mnist.pkl.gz", "mnist"), ("My File-2.csv", "my_file_2"), ("données.csv", "donn_es"), ("1.csv", "")],
)
def test_what_a_path_is_called(text: str, word: str) -> None:
    assert word_for(text) == word
    assert few_words("one two three four five six") == ""


STORY = [
    "import probe, os, json\nos.makedirs('work/a')",
    "def keep(name, value):\n    with open(f'work/a/{name}.json', 'w') as f:\n        json.dump(value, f)",
    "keep('x', [1])\nprobe.see('read', json.load(open('work/a/x.json')))",
    "json.dump([2], open('last.json', 'w'))\nprobe.see('last', json.load(open('last.json')), os.listdir('.'))",
]


def test_the_package_does_what_the_notebook_does() -> None:
    assert options_of(STORY) == {"a_dir": '"work/a"', "last_path": '"last.json"'}
    assert replay(STORY).differences() == []


def test_a_folder_moves_all_that_is_in_it() -> None:
    other = [cell.replace("work/a", "else/b").replace("last.json", "end.json") for cell in STORY]
    assert turned(STORY, {"a_dir": "else/b", "last_path": "end.json"}) == by_hand(other) != by_hand(STORY)


def test_no_statement_is_lost() -> None:
    book = notebook(STORY)
    done = pipeline.convert(book, Options())
    assert lost(book, done.plan, done.package) == []


def test_an_option_says_where_all_of_it_stands() -> None:
    (option,) = plan_of(["import pandas as pd", "a = pd.read_csv('d/a.csv')\nb = pd.read_csv('d/b.csv')"]).parameters
    assert (option.name, option.type, option.help) == ("d_dir", "str", "Folder of the files to read.")
    assert [(one.cell, one.first) for one in option.origins] == [(1, 1), (1, 2)]


def test_what_only_looks_has_paths_all_the_same() -> None:
    cells = ["import pandas as pd\nimport matplotlib.pyplot as plt", "a = pd.read_csv('a.csv')\na.head()\nplt.plot(a)"]
    assert options_of(cells) == {"a_path": '"a.csv"'}


def test_a_data_module_takes_its_folder() -> None:
    cells = [
        "import lightning.pytorch as pl\nfrom torchvision.datasets import MNIST",
        "class Data(pl.LightningDataModule):\n    def setup(self, stage):\n        self.d = MNIST('raw', train=True)",
        "class Net(pl.LightningModule):\n    pass",
        "dm = Data()\nnet = Net()\ntrainer = pl.Trainer()\ntrainer.fit(net, dm)",
    ]
    plan = plan_of(cells)
    assert [(one.flag, one.default) for one in plan.parameters] == [("--data.raw_dir", '"raw"')]
    assert "MNIST(self.raw_dir, train=True)" in code_of(plan, "data")
