"""Makers of made-up secrets of many kinds, and of what only looks like one; nothing that looks real stands here."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from typing import Any

from cli_helpers import notebook_bytes

_DIGITS = "0123456789"
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_LETTERS = _SMALL + _SMALL.upper()
_HEX = _DIGITS + "abcdef"

Make = Callable[[str], str]
Cells = list[Any]


def _text(seed: str, length: int, alphabet: str = _LETTERS + _DIGITS) -> str:
    """Random text that is the same in every run, with some digits in it."""
    chance = random.Random(seed)
    while True:
        text = "".join(chance.choice(alphabet) for _ in range(length))
        if sum(char in _DIGITS for char in text) >= min(3, length // 5) and any(char in _LETTERS for char in text):
            return text


def _begins(start: str, length: int, alphabet: str = _LETTERS + _DIGITS) -> Make:
    return lambda seed: start + _text(seed, length, alphabet)


def _private_key(seed: str) -> str:
    kind = "PRIV" + "ATE KEY-----"
    return "\n".join(
        [f"-----BEGIN RSA {kind}", "MIIE" + _text(seed, 60), _text(f"{seed} 2", 64), f"-----END RSA {kind}"]
    )


def _url(scheme: str) -> Make:
    return lambda seed: f"{scheme}://me:{_text(seed, 20)}@db.example.org/x"


#: Kind -> a secret of it, another one for every seed.
MAKERS: dict[str, Make] = {
    "huggingface": _begins("h" + "f_", 34),
    "kaggle": _begins("KG" + "AT_", 32),
    "wandb": _begins("wandb" + "_v1_", 77),
    "github": _begins("gh" + "p_", 36),
    "github fine": lambda seed: "github" + "_pat_" + _text(seed, 22) + "_" + _text(f"{seed} 2", 59),
    "gitlab": _begins("gl" + "pat-", 20),
    "aws": _begins("AK" + "IA", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    "slack": lambda seed: "xo" + "xb-" + _text(seed, 12, _DIGITS + "a") + "-" + _text(f"{seed} 2", 24),
    "openai": _begins("s" + "k-", 48),
    "openai project": _begins("s" + "k-proj-", 48),
    "anthropic": _begins("s" + "k-ant-api03-", 60),
    "google": _begins("AI" + "za", 35),
    "google oauth": _begins("GOC" + "SPX-", 28),
    "telegram": lambda seed: "12345" + "67890:A" + "A" + _text(seed, 33),
    "npm": _begins("np" + "m_", 36),
    "pypi": _begins("py" + "pi-AgEIcHlwaS5vcmc", 60),
    "stripe": _begins("s" + "k_li" + "ve_", 24),
    "sendgrid": lambda seed: "S" + "G." + _text(seed, 22) + "." + _text(f"{seed} 2", 43),
    "jwt": lambda seed: f"ey{'J'}{_text(seed, 30)}.ey{'J'}{_text(f'{seed} 2', 40)}.{_text(f'{seed} 3', 43)}",
    "databricks": _begins("da" + "pi", 32, _HEX),
    "digitalocean": _begins("do" + "p_v1_", 64, _HEX),
    "replicate": _begins("r" + "8_", 37),
    "groq": _begins("gs" + "k_", 52),
    "postgres": _url("postgres"),
    "mongodb": _url("mongodb+srv"),
    "git url": lambda seed: f"https://me:{_text(seed, 36)}@github.com/me/x.git",
}


def _code(lines: Callable[[str, str], str]) -> Callable[[Cells, dict[str, str]], bytes]:
    def write(cells: Cells, values: dict[str, str]) -> bytes:
        return notebook_bytes([*cells, *(("code", lines(f"value_{n}", v)) for n, v in enumerate(values.values()))])

    return write


def _prose(kind: str) -> Callable[[Cells, dict[str, str]], bytes]:
    def write(cells: Cells, values: dict[str, str]) -> bytes:
        return notebook_bytes([*cells, *((kind, f"My token: {value}") for value in values.values())])

    return write


def _outputs(cells: Cells, values: dict[str, str]) -> bytes:
    outputs: list[dict[str, Any]] = []
    for value in values.values():
        outputs += [
            {"output_type": "stream", "name": "stdout", "text": [f"logged in with {value}\n"]},
            {"output_type": "error", "ename": "E", "evalue": value, "traceback": [f"token={value}"]},
            {
                "output_type": "execute_result",
                "execution_count": 1,
                "metadata": {"token": value},
                "data": {"text/plain": [repr(value)], "text/html": f"<b>{value}</b>", "application/json": {"a": value}},
            },
        ]
    shown = {"cell_type": "code", "metadata": {}, "source": ["rows"], "execution_count": 1, "outputs": outputs}
    return notebook_bytes([*cells, shown])


def _metadata(cells: Cells, values: dict[str, str]) -> bytes:
    keyed = {f"token {kind}": value for kind, value in values.items()}
    made: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "metadata": {"api_key": value, "tags": [value]},
            "source": [f"rows.append({number})"],
            "execution_count": None,
            "outputs": [],
        }
        for number, value in enumerate(values.values())
    ]
    title = " ".join(value for value in values.values())
    return notebook_bytes([*cells, *made], title=f"Leaves {title}", authors=[{"name": title}], widgets=keyed)


def _forms(cells: Cells, values: dict[str, str]) -> bytes:
    fields = [f'field_{n} = "{value}"  #@param {{type:"string"}}' for n, value in enumerate(values.values())]
    names = ", ".join(f"field_{n}" for n in range(len(fields)))
    return notebook_bytes([*cells, *(("code", field) for field in fields), ("code", f"print({names})")])


def _parser(cells: Cells, values: dict[str, str]) -> bytes:
    lines = [
        f'parser.add_argument("--token-{n}", default="{v}", help="like {v}")' for n, v in enumerate(values.values())
    ]
    head = "import argparse\nparser = argparse.ArgumentParser()"
    return notebook_bytes([*cells, ("code", "\n".join([head, *lines, "args = parser.parse_args([])", "print(args)"]))])


def _kaggle_json(cells: Cells, values: dict[str, str]) -> bytes:
    made = []
    for kind in values:
        key = _text(f"key {kind}", 32, _HEX)
        values[kind] = key
        written = json.dumps({"username": "me", "key": key}, separators=(",", ":"))
        made.append(("code", f"!echo '{written}' > ~/.kaggle/kaggle.json"))
    return notebook_bytes([*cells, *made])


def _keys(cells: Cells, values: dict[str, str]) -> bytes:
    made = []
    for kind in values:
        values[kind] = _private_key(kind)
        made.append(("code", f'pem = """{values[kind]}\n"""\nprint(pem)'))
    return notebook_bytes([*cells, *made])


def _named(cells: Cells, values: dict[str, str]) -> bytes:
    """Values of no known shape beside telling names."""
    names = "password api_key secret auth_token client_secret private_token access_key passphrase".split()
    made = []
    for number, kind in enumerate(values):
        values[kind] = _text(f"named {kind}", 28)
        made.append(("code", f'{names[number % len(names)]}_{number} = "{values[kind]}"\nprint(rows, {number})'))
    return notebook_bytes([*cells, *made])


#: Place -> how a notebook is written that has the secrets there.
PLACES: dict[str, Callable[[Cells, dict[str, str]], bytes]] = {
    "code": _code(lambda name, value: f'{name} = "{value}"\nprint({name})'),
    "calls": _code(lambda name, value: f'{name} = wandb.use(rows, token="{value}")'),
    "f-strings": _code(lambda name, value: f'{name} = f"{{rows}} {value} {{rows}}"\nprint({name})'),
    "functions": _code(lambda name, value: f'def {name}(token="{value}"):\n    return token\n\n{name}()'),
    "dictionaries": _code(lambda name, value: f'{name} = {{"Authorization": "Bearer {value}"}}\nprint({name})'),
    "config classes": _code(
        lambda name, value: f'class C_{name}:\n    token = "{value}"\n    lr = 0.1\nprint(C_{name})'
    ),
    "comments": _code(lambda name, value: f"{name} = 1  # was {value}\nprint({name})"),
    "shell": _code(lambda _, value: f'!curl -H "Authorization: Bearer {value}" https://example.org'),
    "magics": _code(lambda name, value: f"%env {name.upper()}_TOKEN={value}"),
    "cell magics": _code(lambda name, value: f"%%bash\nexport {name.upper()}_TOKEN={value}\necho done"),
    "written files": _code(lambda name, value: f'%%writefile {name}.json\n{{"token": "{value}"}}'),
    "markdown": _prose("markdown"),
    "raw": _prose("raw"),
    "outputs": _outputs,
    "metadata": _metadata,
    "forms": _forms,
    "a parser": _parser,
    "kaggle.json": _kaggle_json,
    "private keys": _keys,
    "telling names": _named,
}


def image(seed: str) -> str:
    """A picture, as outputs hold it."""
    return base64.b64encode(b"\x89PNG\r\n" + random.Random(seed).randbytes(600)).decode()


def _uuid(seed: str) -> str:
    return "-".join(_text(f"{seed} {n}", length, _HEX) for n, length in enumerate((8, 4, 4, 4, 12)))


#: Lines with hashes, names and numbers that are no secrets.
HARMLESS: list[str] = [
    *(f'commit = "{_text(f"c{n}", 40, _HEX)}"' for n in range(5)),
    *(f'model = load("me/x", revision="{_text(f"r{n}", 40, _HEX)}")' for n in range(5)),
    *(f"!pip install git+https://github.com/me/x.git@{_text(f'p{n}', 40, _HEX)}" for n in range(3)),
    *(f'run_id = "{_uuid(f"u{n}")}"' for n in range(5)),
    *(f'experiment = "{_uuid(f"e{n}")}"' for n in range(4)),
    *(f'download(url, md5="{_text(f"m{n}", 32, _HEX)}")' for n in range(5)),
    *(f'assert sha256(path) == "{_text(f"s{n}", 64, _HEX)}"' for n in range(5)),
    *(f'HTML("<img src=\'data:image/png;base64,{image(str(n))}\'>")' for n in range(3)),
    *(f'picture = "{image(f"x{n}")}"' for n in range(2)),
    *(f'FILES = {{"part-{n}.csv": "{_text(f"f{n}", 32, _HEX)}"}}' for n in range(4)),
    *(f'url = "https://drive.example.org/uc?id=1{_text(f"d{n}", 32)}&export=download"' for n in range(3)),
    *(f'weights = "https://example.org/model-{_text(f"w{n}", 8, _HEX)}.pth"' for n in range(3)),
    'name = "bert-base-uncased"',
    'name = "microsoft/deberta-v3-base"',
    'name = "vit_base_patch16_224.augreg2_in21k_ft_in1k"',
    'name = "tf_efficientnet_b7_ns-1dbc32de.pth"',
    'name = "sentence-transformers/all-MiniLM-L6-v2"',
    'name = "distilbert-base-uncased-finetuned-sst-2-english"',
    'name = "facebook/wav2vec2-large-960h-lv60-self"',
    'checkpoint = "epoch=12-step=34567-val_loss=0.1234.ckpt"',
    'artifact = "entity/project/model-3k2j1h9s8d7f:v0"',
    "!kaggle datasets download -d somebody/covid19-radiography-database",
    "!kaggle competitions download -c plant-pathology-2021-fgvc8",
    'tokenizer.pad_token = "<|endoftext|>"',
    'token = tokenizer.decode([101, 2023, 102])',
    "max_tokens = 4096",
    'key = "image_0001_resized_224"',
    'api_key = "YOUR_API_KEY"',
    'password = getpass.getpass("Password: ")',
    'token = os.environ["HF_TOKEN"]',
]  # fmt: skip
