"""Made-up secrets, put together here so that no scanner of a code host takes them for real ones."""

from __future__ import annotations

import random

from nb2pkg.model import Cell, Notebook

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"


def made_up(seed: str, length: int, alphabet: str = _LETTERS + _DIGITS) -> str:
    """Random text that is the same in every run, with digits and letters in it."""
    chance = random.Random(seed)
    while True:
        text = "".join(chance.choice(alphabet) for _ in range(length))
        if sum(char.isdigit() for char in text) >= min(3, length // 5) and any(char.isalpha() for char in text):
            return text


def hexadecimal(seed: str, length: int) -> str:
    return made_up(seed, length, "0123456789abcdef")


KAGGLE = hexadecimal("kaggle", 32)
KAGGLE_NEW = "KG" + "AT_" + made_up("kaggle2", 32)
WANDB = hexadecimal("wandb", 40)
WANDB_NEW = "wandb" + "_v1_" + made_up("wandb2", 77)
HF = "h" + "f_" + made_up("hf", 34)
GITHUB = "gh" + "p_" + made_up("github", 36)
GITHUB_FINE = "github" + "_pat_" + made_up("github2", 22) + "_" + made_up("github3", 59)
GITLAB = "gl" + "pat-" + made_up("gitlab", 20)
AWS_ID = "AK" + "IA" + made_up("awsid", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
AWS_SECRET = made_up("aws", 20) + "/" + made_up("aws1", 12) + "+" + made_up("aws2", 6)
SLACK = "xo" + "xb-" + made_up("s1", 12, _DIGITS + "a")[:12] + "-" + made_up("s2", 24)
SLACK_HOOK = "T" + made_up("h1", 8) + "/B" + made_up("h2", 8) + "/" + made_up("h3", 24)
OPENAI = "s" + "k-" + made_up("openai", 48)
OPENAI_PROJECT = "s" + "k-proj-" + made_up("openai2", 48)
ANTHROPIC = "s" + "k-ant-api03-" + made_up("anthropic", 60)
GOOGLE = "AI" + "za" + made_up("google", 35)
GOOGLE_OAUTH = "GOC" + "SPX-" + made_up("oauth", 28)
TELEGRAM = "123456" + "7890:A" + "A" + made_up("telegram", 33)
NPM = "np" + "m_" + made_up("npm", 36)
PYPI = "py" + "pi-" + "AgEIcHlwaS5vcmc" + made_up("pypi", 60)
STRIPE = "s" + "k_li" + "ve_" + made_up("stripe", 24)
SENDGRID = "S" + "G." + made_up("sg1", 22) + "." + made_up("sg2", 43)
TWILIO = "S" + "K" + hexadecimal("twilio", 32)
AZURE = made_up("azure", 86) + "=="
JWT = "ey" + "J" + made_up("j1", 30) + ".ey" + "J" + made_up("j2", 40) + "." + made_up("j3", 43)
NEPTUNE = "ey" + "JhcGlfYWRkcmVzcyI6" + made_up("neptune", 80) + "=="
COMET = made_up("comet", 25)
DATABRICKS = "da" + "pi" + hexadecimal("databricks", 32)
DIGITALOCEAN = "do" + "p_v1_" + hexadecimal("do", 64)
MAPBOX = "s" + "k.ey" + "J" + made_up("m1", 60) + "." + made_up("m2", 22)
DISCORD = "M" + made_up("d1", 23) + "." + made_up("d2", 6) + "." + made_up("d3", 27)
REPLICATE = "r" + "8_" + made_up("replicate", 37)
GROQ = "gs" + "k_" + made_up("groq", 52)
OLD_GITHUB = hexadecimal("oldgithub", 40)
UUID_KEY = "-".join(hexadecimal(f"u{n}", length) for n, length in enumerate((8, 4, 4, 4, 12)))
PRIVATE_KEY = "\n".join(
    (
        "-----BEGIN RSA PRIV" + "ATE KEY-----",
        "MIIE" + made_up("p1", 60),
        made_up("p2", 64),
        "-----END RSA PRIV" + "ATE KEY-----",
    )
)
PRIVATE_KEY_ESCAPED = PRIVATE_KEY.replace("\n", "\\n")


def notebook(*cells: str | tuple[str, str], tags: tuple[tuple[str, ...], ...] = ()) -> Notebook:
    """A notebook of code cells; another kind is given as ``("markdown", text)``."""
    made = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
    return Notebook(
        "sample",
        "sample.ipynb",
        tuple(
            Cell(index, kind, source, tags[index] if index < len(tags) else ())
            for index, (kind, source) in enumerate(made)
        ),
    )
