"""Each row: statements, and the models, datasets, services and devices that are named in them."""

from __future__ import annotations

import pytest
from replay import replay
from stories import program_of
from turned import by_hand, options_of, turned

from nb2pkg.params.running_literals import named
from nb2pkg.params.signatures import signatures_of
from nb2pkg.params.sources.collect import spots_in
from nb2pkg.params.sources.spot import Known

IMPORTS = {
    "AutoModel": "transformers.AutoModel",
    "spacy": "spacy",
    "load_dataset": "datasets.load_dataset",
    "tfds": "tensorflow_datasets",
    "wandb": "wandb",
    "torch": "torch",
    "timm": "timm",
    "pipeline": "transformers.pipeline",
    "weave": "weave",
    "create_repo": "huggingface_hub.create_repo",
    "gym": "gymnasium",
    "bigquery": "google.cloud.bigquery",
}


def found(text: str, imports: dict[str, str] = IMPORTS) -> list[tuple[str, str]]:
    statements = program_of(["import torch", text]).statements
    known = Known(imports, statements, signatures_of(statements))
    return [(one.name, one.spots[0].source) for one in named(spots_in(statements, known), frozenset())]


FOUND = {
    "m = AutoModel.from_pretrained('bert-base-uncased')": [("model_name", "'bert-base-uncased'")],
    "t = AutoTokenizer.from_pretrained('a/b')\nm = AutoModel.from_pretrained('a/b')": [("model_name", "'a/b'")],
    "nlp = spacy.load('en_core_web_sm')": [("spacy_model", "'en_core_web_sm'")],
    "d = load_dataset('glue', 'mrpc', split='train')": [("dataset_name", "'glue'"), ("dataset_config", "'mrpc'")],
    "d = load_dataset('csv', data_files='a.csv')": [("a_path", '"a.csv"')],
    "d = spark.read.format('bigquery').option('table', 'a-b.c.d').load()": [("table", "'a-b.c.d'")],
    "d = spark.read.option('header', 'true').csv(f)": [],
    "d = rf.workspace('me').project('leaves')": [("workspace", "'me'"), ("project", "'leaves'")],
    "d = project.version(10).download(form)": [("dataset_version", "10")],
    "d = project.version('10').download(form)": [],
    "m = Model(py_version='py38', pytorch_version=\"1.10\")": [("py_version", "'py38'"), ("pytorch_version", '"1.10"')],
    "a = LlmAgent(name='clock')\nb = Layer(name='first')": [("agent_name", "'clock'")],
    "m = models.get(kind, pretrained_weights='coco')": [("pretrained_weights", "'coco'")],
    "d = tfds.load('cifar10')": [("dataset_name", "'cifar10'")],
    "d = tfds.load(name='cifar10')": [("dataset_name", "'cifar10'")],
    "d = load_dataset('me/minds', name='en-US')": [
        ("dataset_name", "'me/minds'"),
        ("dataset_config", "'en-US'"),
    ],
    "wandb.init(project='leaves', entity='me')": [("wandb_project", "'leaves'"), ("wandb_entity", "'me'")],
    "s = wandb.sweep(c, project='leaves')": [("wandb_project", "'leaves'")],
    "m = torch.hub.load('pytorch/vision', 'resnet18')": [
        ("hub_repo", "'pytorch/vision'"),
        ("model_name", "'resnet18'"),
    ],
    "m = timm.create_model('resnet18', pretrained=True)": [("model_name", "'resnet18'")],
    "p = pipeline('summarization', model='t5-small')": [("model_name", "'t5-small'")],
    "job = Job(display_name='leaves_' + stamp)": [("display_name_prefix", "'leaves_'")],
    "job = Job(display_name='leaves_' + stamp + '_job')": [("display_name_prefix", "'leaves_'")],
    "job = Job(display_name=stamp + '_job')": [],
    "m.push_to_hub('mine')": [("hub_name", "'mine'")],
    "u = create_repo(name='mine')": [("hub_name", "'mine'")],
    "r = client.chat.completions.create(model='gpt-4o')": [("model_name", "'gpt-4o'")],
    "def ask(q):\n    return client.generate_content(model='gemini-pro', contents=q)": [("model_name", "'gemini-pro'")],
    "m = keras_hub.models.Backbone.from_preset('xception_41')": [("model_name", "'xception_41'")],
    "a = wandb.use_artifact('me/keras/model:latest', type='model')": [("artifact_name", "'me/keras/model:latest'")],
    "l = pl.loggers.TensorBoardLogger('logs/', name='resnet')": [("logs_dir", '"logs/"'), ("run_name", "'resnet'")],
    "l = WandbLogger('big', project='leaves')": [("run_name", "'big'"), ("wandb_project", "'leaves'")],
    "a = wandb.Artifact('rows', type='dataset')": [("artifact_name", "'rows'")],
    "weave.init('me/traces')": [("weave_project", "'me/traces'")],
    "d = Planetoid(root, name='Cora')\ne = Planetoid(root, 'CiteSeer')": [
        ("d_dataset_name", "'Cora'"),
        ("e_dataset_name", "'CiteSeer'"),
    ],
    "r = post(json={'model': 'google/gemini-2.5-flash', 'messages': m})": [("model_name", "'google/gemini-2.5-flash'")],
    "def ask(q, model='a'): return q\na = ask('b', model='gpt-4o')": [("model_name", "'gpt-4o'")],
    "c = Agent(model='claude-3-5-sonnet-latest')": [("model_name", "'claude-3-5-sonnet-latest'")],
    "env = gym.make('CartPole-v1', render_mode='rgb_array')": [("env_name", "'CartPole-v1'")],
    "envs = gym.make_vec('CartPole-v1', num_envs=n)": [("env_name", "'CartPole-v1'")],
    "def count(t):\n    return tiktoken.get_encoding('cl100k_base').encode(t)": [("encoding_name", "'cl100k_base'")],
    "try:\n    r = role()\nexcept ValueError:\n    r = iam.get_role(RoleName='runs')['Role']": [
        ("role_name", "'runs'")
    ],
    "d = load_dataset('a/b', split='train[:10%]')": [("dataset_name", "'a/b'"), ("train_split", "'train[:10%]'")],
    "d, e = load_dataset(n, split=['train[:5000]', 'test[:2000]', 'unlabelled'])": [
        ("train_split", "'train[:5000]'"),
        ("test_split", "'test[:2000]'"),
    ],
    "c = {'name': 'st', 'model_name': 'sentence-transformers/all-MiniLM-L6-v2'}": [
        ("model_name", "'sentence-transformers/all-MiniLM-L6-v2'")
    ],
    "device = torch.device('cuda:0')": [("device", "'cuda:0'")],
    "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')": [("device", "'cuda'")],
    "d = torch.device('cuda:0') if torch.cuda.is_available() else torch.device('cpu')": [("device", "'cuda:0'")],
    "d = torch.device('cpu') if not torch.cuda.is_available() else torch.device('cuda')": [("device", "'cuda'")],
    "m.to('cuda')\nx = torch.zeros(3, device='cuda')": [("device", "'cuda'")],
    "job = Job(display_name=f'leaves-{stamp}')": [("display_name_prefix", '"leaves-"')],
    "job = model.run(model_display_name='leaves_' + TIMESTAMP)": [("model_display_name_prefix", "'leaves_'")],
    "job = Job(job_display_name='leaves', container_uri='gcr.io/a/b:latest')": [
        ("job_display_name", "'leaves'"),
        ("container_uri", "'gcr.io/a/b:latest'"),
    ],
    "m = Model(deployed_model_display_name='The leaves')": [("deployed_model_display_name", "'The leaves'")],
    "p = kagglehub.competition_download('titanic')": [("competition", "'titanic'")],
    "c = grpc.insecure_channel('localhost:8500')": [("server_address", "'localhost:8500'")],
    "c = Client(host='127.0.0.1:80')": [("server_address", "'127.0.0.1:80'")],
    "d = bigquery.Dataset(name)\nd.location = 'US'": [("location", "'US'")],
    "d = bigquery.Client().create_dataset('sales')": [("dataset_name", "'sales'")],
    "def make(project, display_name): return project\na = make(NAME, 'board')": [("display_name", "'board'")],
    "with tf.device('/gpu:1'): pass": [("device", "'/gpu:1'")],
}
NOTHING = [
    "job = Job(display_name=f'leaves of {kind}')",
    "job = Job(display_name=f'leaves_{fold}')",
    'job = Job(display_name=f"""leaves_{now}""")',
    "job = Job(display_name=f'leaves_{now}' f'_{fold}')",
    "subprocess.run(['a'], display_name='b')",
    "c = f('a:b', 'localhost:', '12:30', '1.2.3:4')",
    "self.location = LOCATION\nlegend.bucket = 3",
    "def make(project, display_name): return project\na = make(*NAMES, 'board')",
    "def plot(rows, location): return rows\na = plot(NAME, 'left')",
    "with tf.device('/gpu:1234'): pass",
    "m = AutoModel.from_pretrained(NAME)",
    "m = AutoModel.from_pretrained(f'{owner}/bert')",
    "def load_model_of(x): return x\nd = load_model_of('glue')",
    "def fetch_openml(x): return x\nd = fetch_openml('glue')",
    "m = Sequential(name='mine')",
    "r = robot.make('CartPole-v1')",
    "parts = text.cut(split='train[:10]')",
    "x = y.to('cpu').numpy()",
    "x = torch.load(f, map_location='cpu')",
    "if d == 'cuda': pass",
    "x = y.to('float32')",
    "print(model.generate(model='x'))",
    "rows.append({'model': 'gradient boosting', 'score': s})",
    "rows.append({'family': 'gpt-4o', 'score': s})",
    "def ask(q, model='a'): return q\na = ask('b', model='forest')",
]


@pytest.mark.parametrize(("text", "options"), FOUND.items())
def test_these_name_something(text: str, options: list[tuple[str, str]]) -> None:
    assert found(text) == options


@pytest.mark.parametrize("text", NOTHING)
def test_these_name_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ["legend.location = 'US'", "d = h5py.File(name).create_dataset('images')"])
def test_these_name_something_of_a_service_only(text: str) -> None:
    assert found(text, {"torch": "torch"}) == []
    assert found(text) != []


STORY = [
    "import probe",
    "class Client:\n    def create(self, model, project):\n        return probe.see('create', model, project)",
    "def ask(client):\n    return client.create(model='small', project='leaves')",
    "client = Client()\nask(client)\nclient.create(model='small', project='trees')",
]


def test_names_turn_where_they_stand() -> None:
    assert replay(STORY).differences() == []
    assert options_of(STORY) == {"model_name": "'small'", "project": "'leaves'", "create_project": "'trees'"}
    other = [cell.replace("small", "large").replace("trees", "roots") for cell in STORY]
    assert turned(STORY, {"model_name": "large", "create_project": "roots"}) == by_hand(other)
