# ruff: noqa: E501 - a row of a table is one line
from __future__ import annotations

import base64
import time

import pytest
import secret_samples as s

from nb2pkg.params.secrets import remove_secrets, scan

_SHA1 = s.hexadecimal("commit", 40)
_MD5 = s.hexadecimal("md5", 32)
_SHA256 = s.hexadecimal("sha256", 64)
_UUID = s.UUID_KEY
_IMAGE = base64.b64encode(bytes(range(256)) * 3).decode()

HARMLESS: list[tuple[str, str]] = [
    ("git hash in a pip url", f"!pip install git+https://github.com/me/tokenizers.git@{_SHA1}"),
    ("git hash", f'commit = "{_SHA1}"'),
    ("revision", f'load("me/x", revision="{_SHA1}")'),
    ("md5 of a file", f'download(url, md5="{_MD5}")'),
    ("sha of a file", f'assert sha256(path) == "{_SHA256}"'),
    ("cached file hash", f'get_file("x.zip", origin=url, cache_subdir="d", file_hash="{_MD5}")'),
    ("hash beside a file name", f'FILES = {{"train.csv": "{_MD5}", "test.csv": "{_SHA1}"}}'),
    ("uuid", f'run_id = "{_UUID}"'),
    ("uuid in a url", f'url = "https://example.org/o/x.zip?alt=media&token={_UUID}"'),
    ("signed data set", f'url = "https://example.org/x.tsv?GoogleAccessId=me&Expires=2498860800&Signature={s.made_up("sig", 80)}"'),
    ("data set id", '!kaggle datasets download -d somebody/covid19-radiography-database'),
    ("competition", "!kaggle competitions download -c plant-pathology-2021-fgvc8"),
    ("drive id", '!gdown --id 1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456'),
    ("drive id in a url", 'url = "https://drive.example.org/uc?id=1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456&export=download"'),
    ("image", f'HTML("<img src=\'data:image/png;base64,{_IMAGE}\'>")'),
    ("image in markdown", f"![image](data:image/png;base64,{_IMAGE})"),
    ("model name", 'name = "bert-base-uncased"'),
    ("model name, keyed", 'tokenizer = AutoTokenizer.from_pretrained("microsoft/deberta-v3-base")'),
    ("timm name", 'create_model("vit_base_patch16_224_in21k", pretrained=True)'),
    ("checkpoint", 'key = "tf_efficientnet_b7_ns-1dbc32de.pth"'),
    ("artifact", 'artifact = run.use_artifact("entity/project/model-3k2j1h9s8d7f:v0", type="model")'),
    ("artifact of the api", 'wandb.Api().artifact("entity/project/model-3k2j1h9s8d7f6g5h4:latest")'),
    ("run path", 'run = api.run("entity/project/1a2b3c4d5e6f7g8h")'),
    ("run id", 'wandb.init(project="x", id="1a2b3c4d", resume="must")'),
    ("login without a key", "import wandb\nwandb.login()\n!wandb login"),
    ("login of hf", "from huggingface_hub import notebook_login, login\nnotebook_login()"),
    ("placeholder", 'api_key = "YOUR_API_KEY"'),
    ("placeholder, angled", 'token = "<token>"'),
    ("placeholder, crosses", 'api_key = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"'),
    ("placeholder, form", 'token = "h' + "f_" + 34 * "x" + '"'),
    ("placeholder, stars", 'password = "********"'),
    ("placeholder, dots", 'password = "..."'),
    ("placeholder, change", 'password = "changeme"'),
    ("placeholder, itself", 'connect(user="user", password="password")'),
    ("placeholder, words", 'secret_key = "my-secret-key"'),
    ("placeholder, said", 'api_key = "insert your key here"'),
    ("placeholder, url", 'engine = create_engine("postgres://user:password@localhost/db")'),
    ("placeholder, shell", "!wandb login YOUR_KEY"),
    ("placeholder, env", "%env WANDB_API_KEY=<your key>"),
    ("no password", 'connect(password="")'),
    ("password is None", "connect(password=None)"),
    ("environment", 'key = os.environ["WANDB_API_KEY"]'),
    ("environment, get", 'key = os.environ.get("WANDB_API_KEY", "")'),
    ("environment, shell", '!wandb login "$WANDB_API_KEY"'),
    ("environment, two dollars", "!git clone https://me:$$GITHUB_TOKEN@github.com/me/x"),
    ("environment, fields", "!git clone https://{user}:{token}@github.com/me/x"),
    ("environment, magic", "%env CUDA_VISIBLE_DEVICES=0"),
    ("environment, mode", "%env WANDB_MODE=offline"),
    ("environment, parallel", 'os.environ["TOKENIZERS_PARALLELISM"] = "false"'),
    ("getpass", 'password = getpass.getpass("Password for db42: ")'),
    ("input", 'token = input("Token 1234567890: ")'),
    ("kaggle secrets", 'key = UserSecretsClient().get_secret("wandb_api_key_2023_v1")'),
    ("colab secrets", 'token = userdata.get("HF_TOKEN_2023_01_17_x")'),
    ("formatted url", 'url = f"https://{user}:{token}@github.com/{repo}"'),
    ("url with a port", 'url = "http://localhost:8080/me@example.org"'),
    ("mail", 'author = "me@example.org"'),
    ("special tokens", 'T(sep_token="[SEP]", pad_token="[PAD]", cls_token="[CLS]", unk_token="<unk>")'),
    ("end of text", 'tokenizer.pad_token = "<|endoftext|>"'),
    ("token", 'token = "hello"'),
    ("tokens", 'tokens = ["the", "quick", "brown", "fox"]'),
    ("token of a vocabulary", 'vocab = {"token": 1, "##ing2022": 2}'),
    ("tokenizer name", 'tokenizer = "distilbert-base-uncased-finetuned-sst-2-english"'),
    ("token limit", "max_tokens = 12345678901234567890\ntoken_type_ids = 0"),
    ("key of a batch", 'x = batch.get(key="image")'),
    ("key of a dict", 'd = {"key": "value", "keys": ["a", "b"]}'),
    ("key of a monitor", 'ModelCheckpoint(monitor="val_loss", filename="{epoch:02d}-{val_loss:.4f}")'),
    ("keys", 'keys=["image", "label_0001", "label_0002"]'),
    ("sort key", 'df.sort_values(key=lambda s: s.str.lower())\nsort_key = "a1b2c3d4e5f6a7b8c9d0"'),
    ("primary key", 'primary_key = "PassengerId"'),
    ("key points", 'keypoints = "left_eye_center_x left_eye_center_y"'),
    ("keyboard", "except KeyboardInterrupt:\n    pass"),
    ("names of keys", 'key = "model.encoder.layer.11.attention.self.query.weight"'),
    ("secret santa", 'secret_santa = "Alice and Bob"\nsecret_santa_2023 = "alice2bob2carol4"'),
    ("author", 'author = "Author Name 1234567890"'),
    ("passenger", 'df["Passenger"] = "first_class_1912"\nbypass = "relu6_inplace_v2"'),
    ("compass", 'compass = "north-north-west-1234567890"'),
    ("features", 'features = ["pass_count_2019", "api_calls_2020", "authorization_2021"]'),
    ("password feature", 'df = df.drop(columns=["password_length", "password_hash"])'),
    ("password column", 'password_column = "pw_2019"'),
    ("password prompt", 'password_prompt = "Enter it, please 123"'),
    ("password field of a form", 'driver.find_element("name", "password")'),
    ("password types", 'dtype = {"password": "str", "token": "object"}'),
    ("password renamed", 'df.rename(columns={"pwd": "password"})'),
    ("api url", 'api = "https://api.example.org/v1/2023-01-17/data.json"'),
    ("api version", 'api_version = "2023-05-15-preview"'),
    ("date key", 'key = "2021-03-04T12:34:56Z"'),
    ("class id", 'WNID = "n02085620"\nkey = "n02085620_10074_resized_224"'),
    ("optimizer", 'optim.Adam(lr=1e-3)  # key hyperparameter: 0.001'),
    ("public key", f'public_key = "{s.made_up("public", 40)}"'),
    ("client id", f'client_id = "{s.made_up("client", 32)}"'),
    ("scikit", 'x = "sk-learn-pipeline-with-standard-scaler-step"'),
    ("amino acids", 'seq = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQAPILSRVGDGTQDNLSGAEKAVQVKVKALPDAQ"'),
    ("genome", 'token = "ACGTACGTTAGCACGTACGTTAGC"'),
    ("lorem", '"""The key to the secret: a token password, or so they say."""'),
    ("prose", "# The api key is in the password store; use the token from there"),
    ("type hints", "def f(token: str, password: Optional[str] = None, api_key: str = ...): pass"),
    ("calls", "login(token=get_token_from_store_2023_v4(), key=load_key_0123456789_abc())"),
    ("attributes", "login(token=self.config.token_2023_v4, key=args.wandb_key_0123456789)"),
    ("competition column", 'SUBMISSION_KEY = "image_id"'),
    ("random state", "key = jax.random.PRNGKey(42)\nkey, subkey = jax.random.split(key)"),
    ("crypto pair", 'pair = "BTC-USD"\nsecret = False'),
    ("shell test", '!if [ -z "$KEY" ]; then echo "no key"; fi'),
    ("awk", "!cat x | awk '{print $1, $2}' | sort -k 2 --key=2"),
    ("apt", "!apt-key adv --keyserver keyserver.example.org --recv-keys 0x0123ABCD"),
    ("ssh keygen", "!ssh-keygen -t rsa -b 4096"),
    ("attention", "scores = torch.einsum('bqd,bkd->bqk', query, key)\nself.key = nn.Linear(768, 64)"),
    ("masked", 'mask_token = "[MASK]"\nkey_padding_mask = "additive_0123456789abcdef01"'),
    ("hf model", 'x = "hf_hub:timm/eva02_large_patch14_448.mim_m38m_ft_in22k_in1k"'),
    ("sas", "import sas_key\nsas_key = None"),
    ("pass through the data", 'forward_pass = "mean2mean"\nfirst_pass = "encoder-2"'),
    ("filter", 'low_pass = "butter4"\nband_pass = "cheby-1"'),
    ("working directory", 'pwd = "/content/drive"\npwd = "data"'),
    ("pulse width", 'df = df.rename(columns={"pw": "wavelength"})'),
    ("no password beside a host", 'connect(password="", host="db1.example.org")'),
    ("no password, escaped", 'x = "{\\"password\\": \\"\\", \\"host\\": \\"db1\\"}"'),
    ("shell's own directory", '!echo "$PWD" && cd $PWD/data2'),
    ("key on the next line", "The keys are:\n\n- image_0001\n- label_0002"),
    ("cookie cutter", 'cookie = "cookiecutter-data-science-v2"'),
    ("url to be filled in", 'c = "postgres://%s:%s@%s/x" % (user, password, host)'),
    ("url to be formatted", 'c = "postgres://{}:{}@{}/x".format(user, password, host)\nd = "postgres://{user}:{password}@{host}"'),
    ("url put together", 'c = "postgres://" + user + ":" + password + "@" + host'),
    ("connection", 'connect("localhost", "root", "")'),
    ("image of docker", "!docker pull docker://me/image:v1@sha256:0123"),
    ("form title", "key = 3  #@param {type:'integer', min:1, max:10}"),
]  # fmt: skip


@pytest.mark.parametrize("source", [row[1] for row in HARMLESS], ids=[row[0] for row in HARMLESS])
@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_harmless_text_is_left_as_it_is(kind: str, source: str) -> None:
    notebook = s.notebook((kind, source))
    assert remove_secrets(notebook) == (notebook, ())
    assert scan(source) == ()


def test_the_table_is_large_enough() -> None:
    assert len(HARMLESS) >= 60


def test_harmless_text_beside_a_secret_is_left_as_it_is() -> None:
    sources = [source for _, source in HARMLESS]
    clean, found = remove_secrets(s.notebook(*sources, f'import os\nx = "{s.HF}"'))
    assert [cell.source for cell in clean.cells[:-1]] == sources
    assert len(found) == 1


@pytest.mark.parametrize(
    "line",
    [
        'key = os.environ["WANDB_API_KEY"]',
        "key = os.environ['WANDB_API_KEY'\n\n]",
        "pass",
        '"https://me:" + os.environ["GITHUB_TOKEN"] + "@github.com"',
        "f\"https://me:{os.environ['GITHUB_TOKEN']}@github.com\"",
        '!wandb login "$$WANDB_API_KEY"',
        """!echo '{"username":"'"$KAGGLE_USERNAME"'","key":"'"$KAGGLE_KEY"'"}'""",
        'export KAGGLE_KEY="$KAGGLE_KEY"',
        "machine api.wandb.ai login user password ${WANDB_API_KEY}",
        "password: <PASSWORD removed by nb2pkg>",
        "| `KAGGLE_KEY` | kaggle | cell 3 |",
        '{"variable": "WANDB_API_KEY", "kind": "wandb", "cell": 3}',
        '"password": "<DB_PASSWORD removed by nb2pkg>"',
        "WANDB_API_KEY: the key of your account at wandb.ai",
        "export WANDB_API_KEY=...",
        "MONGODB_PASSWORD=\nNPM_TOKEN=\nDB_PASSWORD=\nOTHER_PASSWORD=\n",
        "password:\nnpm_token1:\n",
    ],
)
def test_scan_is_quiet_on_what_takes_the_place_of_a_secret(line: str) -> None:
    assert scan(line) == ()


def test_scan_is_quick() -> None:
    text = "\n".join(source for _, source in HARMLESS) * 50
    started = time.process_time()
    scan(text)
    assert (time.process_time() - started) / text.count("\n") < 0.0005


@pytest.mark.parametrize(
    "text",
    [
        "a" * 50_000,
        "key=" * 6_000,
        "://a:" * 6_000,
        "login " * 6_000,
        "eyJ" * 6_000,
        "-----BEGIN PRIVATE KEY-----" * 1_000,
    ],
)
def test_scan_is_not_slowed_down_by_odd_text(text: str) -> None:
    started = time.process_time()
    scan(text)
    assert time.process_time() - started < 3
