"""Which names tell of a secret, and which values look like one: ``wandb_key = "8f3a..."``, not ``sort_key = "age"``."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

from nb2pkg.notebook.lines import word_set

# Names come in every style: WANDB_API_KEY, wandbApiKey, --api-key, X-Api-Key.
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

_PASSWORD = word_set("password passwd passwort passphrase passcode userpassword dbpassword senha contrasena")
# These may also be a working directory, a filter, a run through the data.
_MAYBE_PASSWORD = word_set("pwd pw pass")
_ALONE = frozenset((word,) for word in _MAYBE_PASSWORD)
_HAVE_PASSWORDS = word_set(
    "user db database admin root login auth account app my smtp imap mail email gmail sender ftp sftp ssh sql mysql pg "
    "postgres redis mongo mongodb neo4j wifi proxy server remote kaggle github default"
)
_GLUED = word_set(
    "apikey apitoken apisecret accesskey accesstoken secretkey secrettoken authtoken authkey privatekey "
    "clientsecret bearertoken accountkey appkey appsecret subscriptionkey"
)
_MILD = word_set("key token auth authorization bearer api login cred creds cookie sessionid csrftoken jwt")
_STRONG = word_set("secret secrets credential credentials")
_QUALIFIERS = word_set(
    "api access auth authentication secret client private bearer refresh service session account app "
    "application subscription consumer personal admin master encryption signing webhook bot oauth user "
    "deploy write"
)

SERVICES: dict[str, str] = {
    "kaggle": "kaggle",
    "wandb": "wandb",
    "huggingface": "huggingface",
    "hf": "huggingface",
    "github": "github",
    "gitlab": "gitlab",
    "openai": "openai",
    "anthropic": "anthropic",
    "gemini": "google",
    "google": "google",
    "aws": "aws",
    "slack": "slack",
    "telegram": "telegram",
    "neptune": "neptune",
    "comet": "comet",
    "databricks": "databricks",
    "mapbox": "mapbox",
    "azure": "azure",
    "twilio": "twilio",
    "stripe": "stripe",
    "sendgrid": "sendgrid",
    "roboflow": "roboflow",
    "plotly": "plotly",
    "cohere": "cohere",
    "pinecone": "pinecone",
    "replicate": "replicate",
    "quandl": "quandl",
    "ngrok": "ngrok",
    "clearml": "clearml",
    "twitter": "twitter",
}

# A name with one of these anywhere, or one of the second set at its end, is about something else.
_ELSEWHERE = word_set(
    "public sort sorted primary foreign cache hash md5 sha checksum digest commit revision pad sep cls "
    "mask masked unk bos eos oov special keyboard keyword keywords keypoint keypoints tokenizer partition "
    "santa lookup config artifact"
)
_ABOUT = word_set(
    "path file filename dir folder name names url uri column columns col field label labels id ids type "
    "types hash length len size count index idx prompt regex pattern policy hint error message msg text "
    "title help env var variable format prefix suffix func fn function map mask embedding embeddings "
    "position positions counts required placeholder class style desc description scope scopes expiry "
    "expires endpoint tokenizer level mode method encoding"
)

# The words that stand where a person is to put a value.
_EMPTY_WORDS = word_set(
    "your my the a an api key keys token tokens secret secrets password passwd pwd pass passphrase "
    "username user name here placeholder example sample dummy fake insert enter put paste replace with "
    "this change changeme todo tbd fixme none null nil true false undefined empty redacted removed "
    "hidden value string str text varchar object bytes int required optional anonymous access auth id env "
    "prompt from account login credential credentials in not set unset hf wandb kaggle openai github "
    "personal goes own secure some foo bar baz default category float nan of to"
)
_FILLERS = ("xxxx", "XXXX", "****", "....", "____", "----", "....", "•••", "…")
# What stands for a value: $NAME, ${name}, {name}, %s, %(name)s, <name>, [name].
_REFERENCE = re.compile(
    r"\$(?:\{.*\}|\(.*|[A-Z][A-Z0-9_]*|[a-z_]+)|\{.*\}|%\(.*\)s|%\w|<.*>|\[.*\]|(?:os\.environ|os\.getenv|process\.env|ENV\[).*",
    re.DOTALL,
)
_TO_FILL_IN = word_set("your my change insert enter replace put paste changeme")

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX = re.compile(r"(?:[0-9a-f]{32}|[0-9A-F]{32}|[0-9a-f]{40}|[0-9a-f]{48}|[0-9a-f]{64}|[0-9a-f]{128})")
_TOKEN_TEXT = re.compile(r"[A-Za-z0-9+/_=.~-]+")
_LETTERS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_WORD_OR_NUMBER = re.compile(r"[A-Za-z]+\d{0,4}|\d{1,8}|v\d+|")


class Telling(IntEnum):
    """How much a name says about the value that it is bound to."""

    NOTHING = 0
    MILD = 1
    STRONG = 2
    PASSWORD = 3


def words_of(name: str) -> tuple[str, ...]:
    """Split a name at its underscores, hyphens, digits and capitals, in lower case."""
    return tuple(word.lower() for word in _WORDS.findall(name))


@lru_cache(maxsize=4096)
def telling(name: str) -> Telling:
    """Say what a name tells about its value."""
    words = words_of(name.rpartition(".")[2])
    if not words or words[-1] in _ABOUT or not _ELSEWHERE.isdisjoint(words):
        return Telling.NOTHING
    seen = frozenset(words)
    if seen & _PASSWORD or (words[-1] in _MAYBE_PASSWORD and (len(words) == 1 or seen & _HAVE_PASSWORDS)):
        return Telling.PASSWORD
    if seen & (_STRONG | _GLUED):
        return Telling.STRONG
    if (
        words[-1] in ("key", "token", "api", "auth")
        and (seen & _QUALIFIERS or seen & SERVICES.keys())
        and len(seen) > 1
    ):
        return Telling.STRONG
    return Telling.MILD if seen & _MILD else Telling.NOTHING


def qualifies(word: str) -> bool:
    """Whether a word before another makes it more telling: API key, access token, Kaggle key."""
    return word.lower() in _QUALIFIERS or word.lower() in SERVICES


def service_of(text: str) -> str:
    """Name the service that a text speaks of, or nothing."""
    found = [(place, SERVICES[word]) for place, word in enumerate(words_of(text)) if word in SERVICES]
    return found[0][1] if found else ""


def is_placeholder(value: str) -> bool:
    """Whether a value only shows where one belongs: ``YOUR_API_KEY``, ``<token>``, ``xxxx``, ``$TOKEN``, ``...``."""
    bare = value.strip().strip("'\"")
    if len(set(bare)) <= 1 or _REFERENCE.fullmatch(bare) or any(filler in bare for filler in _FILLERS):
        return True
    words = words_of(bare)
    if not words:
        return len(set(bare)) <= 3
    is_asked_for = words[0] in _TO_FILL_IN and not any(char.isdigit() for char in bare)
    return "removed by nb2pkg" in bare or is_asked_for or all(word in _EMPTY_WORDS for word in words)


def is_secret(name: str, value: str, *, sure: bool) -> bool:
    """Judge a value by the name it is bound to.

    Args:
        name: The variable, keyword, key or option.
        value: The text bound to it.
        sure: Whether it is certainly bound, as in ``name="value"``; otherwise it only stands beside the name.

    Returns:
        Whether it is to be treated as a secret.
    """
    degree = telling(name)
    if degree == Telling.NOTHING or is_placeholder(value) or len(value) > 4096:
        return False
    if degree == Telling.PASSWORD:
        return _is_password(value, sure=sure and words_of(name) not in _ALONE)
    if any(char.isspace() for char in value) or "://" in value:
        return False
    if degree == Telling.STRONG and sure:
        return _is_key(value) or (_is_outspoken(name) and _is_mixed(value))
    return looks_random(value) or (degree == Telling.STRONG and bool(_UUID.fullmatch(value)))


def looks_random(value: str, least: int = 20) -> bool:
    """Whether a text looks drawn by a machine: no words, no path, no version, no UUID."""
    core = value.rstrip("=")
    if len(core) < least or not _TOKEN_TEXT.fullmatch(value) or _UUID.fullmatch(value) or _is_path(value):
        return False
    if sum(char.isdigit() for char in core) < 2 or core.isdigit():
        return _is_jumble(core) and not core.isupper() and not core.islower() and _changes(core) >= 0.2
    return bool(_HEX.fullmatch(core)) or (not _is_wordy(core) and _changes(core) >= 0.2)


def is_passwordlike(value: str) -> bool:
    """Whether a text that merely stands beside the word password may be one."""
    has_letter = any(char.isalpha() for char in value)
    has_other = any(char.isdigit() or (not char.isalnum() and char not in "._-/:") for char in value)
    return 6 <= len(value) <= 100 and has_letter and has_other and not _is_call(value) and "://" not in value


def _is_outspoken(name: str) -> bool:
    """Whether nothing but a secret is called that."""
    words = frozenset(words_of(name.rpartition(".")[2]))
    return bool(words & (_GLUED | {"secret"})) or {"api", "key"} <= words


def _is_mixed(value: str) -> bool:
    both = any(char.isdigit() for char in value) and any(char.isalpha() for char in value)
    return both and value.isalnum() and len(value) >= 8


def _is_password(value: str, *, sure: bool) -> bool:
    if "://" in value or (value.startswith(("/", "./", "--")) and len(value.split("/")) > 2):
        return False
    if any(char.isspace() for char in value):
        wordless = {"password", "enter", "your", "please", "the", "passphrase"}.isdisjoint(words_of(value))
        return sure and wordless and "\n" not in value and 1 <= value.count(" ") <= 7 and value[-1] not in ".:?!"
    return len(value) >= 3 if sure else is_passwordlike(value)


def _is_key(value: str) -> bool:
    """Whether a value that is bound to ``api_key`` or its like is a key, and not a word."""
    if len(value) < 8 or _is_path(value):
        return False
    if _UUID.fullmatch(value) or _HEX.fullmatch(value):
        return True
    mixed = any(char.isdigit() for char in value) and any(char.isalpha() for char in value)
    return not _is_wordy(value) and (mixed or _is_jumble(value) or (len(value) >= 24 and value.isdigit()))


def _is_jumble(value: str) -> bool:
    """Whether letters alone look drawn: long, and capitals where no word begins."""
    return len(value) >= 16 and value.isascii() and value.isalpha() and not _is_wordy(value)


def _is_wordy(value: str) -> bool:
    """Whether a text is made of words, numbers and versions."""
    segments = [segment for segment in re.split(r"[^A-Za-z0-9]+", value) if segment]
    letters = [piece for segment in segments for piece in _LETTERS.findall(segment)]
    if not letters or max(map(len, letters)) > 22 or sum(map(len, letters)) / len(letters) < 3:
        return False
    return all(_WORD_OR_NUMBER.fullmatch(segment) for segment in segments)


def _is_path(value: str) -> bool:
    """Whether slashes or dots separate words: ``entity/project/3k2j1h9s``, ``model.layer.0``."""
    if value.startswith(("/", "./", "../", "~/")):
        return "." in value or (value.count("/") > 1 and not looks_random(value.replace("/", "")))
    pieces = re.split(r"[/.]", value)
    return len(pieces) > 1 and any(piece.isalpha() and piece.islower() and 3 <= len(piece) <= 16 for piece in pieces)


def _is_call(value: str) -> bool:
    return "(" in value or value.startswith(("os.", "getpass", "self.", "args.", "config."))


def _changes(value: str) -> float:
    """How often a letter follows a digit, or a small letter a capital, within the segments: words change seldom."""
    sorts = [0 if char.isdigit() else 1 if char.islower() else 2 if char.isupper() else 3 for char in value]
    changes = sum(1 for left, right in pairwise(sorts) if left != right and 3 not in (left, right))
    return changes / max(1, len(sorts) - 1)
