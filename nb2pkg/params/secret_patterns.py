r"""Finds secrets in text: in the value of a string, a comment, a shell line, prose. Never in the structure of Python.

Two sorts of signs: a form of its own (``hf_...``, ``AKIA...``, ``-----BEGIN PRIVATE KEY-----``) is a secret wherever it
stands; any other value needs a telling name beside it. A form costs nothing where its hint is absent, so that a line
of code takes microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nb2pkg.params.secret_words import (
    Telling,
    is_passwordlike,
    is_placeholder,
    is_secret,
    looks_random,
    qualifies,
    service_of,
    telling,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A secret within a text; the value itself stays in the text.

    Attributes:
        start: Where it starts.
        end: Where it ends.
        kind: ``"github"``, ``"wandb"``, ``"password"``, ...
        name: What it is bound to, or nothing.
        binds: Whether `name` is the environment variable that is set to it.
        formed: Whether its own form gave it away, so that the kind is certain.
    """

    start: int
    end: int
    kind: str
    name: str = ""
    binds: bool = False
    formed: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    kind: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


def _form(kind: str, hints: str, pattern: str) -> _Form:
    """The value is the group `v`, or all of the match; the tail after the known prefix must not be all filler."""
    return _Form(kind, tuple(hints.split(" ")), re.compile(pattern))


# Where a word may start: after no letter, or after the letter of an escape, as in "\nhf_...".
_B = r"(?:(?<![A-Za-z0-9_])|(?<=\\[nrt]))"
_D = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))"

_FORMS: tuple[_Form, ...] = (
    _form("private-key", "PRIVATE", r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
          r"(?:[\s\S]*?-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\\n)?|[A-Za-z0-9+/=\s\\]*)"),
    _form("age", "AGE-SECRET", r"AGE-SECRET-KEY-1[A-Z0-9]{40,}"),
    _form("github", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
          _B + r"(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{22,})"),
    _form("gitlab", "glpat- gldt- glrt- glcbt- glptt- glft- glagent- glsoat- gloas-",
          _B + r"gl(?:pat|dt|rt|cbt|ptt|ft|agent|soat|oas)-[A-Za-z0-9_.-]{18,}[A-Za-z0-9_-]"),
    _form("huggingface", "hf_ api_org_", _B + r"(?:hf_|api_org_)[A-Za-z0-9]{24,}"),
    _form("kaggle", "KGAT_", _B + r"KGAT_[A-Za-z0-9]{20,}"),
    _form("wandb", "wandb_v", _B + r"wandb_v\d_[A-Za-z0-9_]{30,}"),
    _form("wandb-local", "local-", _B + r"local-[0-9a-f]{40}(?![0-9a-f])"),
    _form("aws-id", "AKIA ASIA", _B + r"(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _form("slack", "xoxa- xoxb- xoxp- xoxo- xoxs- xoxr- xoxe xapp-",
          _B + r"(?:xox[abeoprs](?:\.xox[bp])?-|xapp-)[A-Za-z0-9-]{10,}"),
    _form("slack-webhook", "hooks.slack.com", r"hooks\.slack\.com/(?:services|workflows)/(?P<v>[A-Za-z0-9/_-]{20,})"),
    _form("discord-webhook", "/api/webhooks/", r"discord(?:app)?\.com/api/webhooks/\d+/(?P<v>[A-Za-z0-9_-]{30,})"),
    _form("discord", "M N O", _D + r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"),
    _form("anthropic", "sk-ant-", _D + r"sk-ant-[A-Za-z0-9_-]{20,}"),
    _form("openrouter", "sk-or-", _D + r"sk-or-[A-Za-z0-9_-]{20,}"),
    _form("openai", "sk-", _D + r"sk-(?!ant-|or-)(?:proj-|svcacct-|admin-|None-)?"
          r"(?=[A-Za-z0-9_-]{0,40}[0-9A-Z])[A-Za-z0-9_-]{20,}"),
    _form("google", "AIza", _B + r"AIza[0-9A-Za-z_-]{35}"),
    _form("google-oauth", "GOCSPX- ya29. 1//0",
          _B + r"(?:GOCSPX-[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{20,}|1//0[A-Za-z0-9_-]{30,})"),
    _form("telegram", ":AA", r"(?<![0-9])\d{8,10}:AA[A-Za-z0-9_-]{32,}"),
    _form("npm", "npm_", _B + r"npm_[A-Za-z0-9]{36,}"),
    _form("pypi", "pypi-", _D + r"pypi-A[A-Za-z0-9_-]{30,}"),
    _form("stripe", "sk_live_ rk_live_ sk_test_ rk_test_ whsec_",
          _B + r"(?:[sr]k_(?:live|test)_|whsec_)[A-Za-z0-9]{16,}"),
    _form("sendgrid", "SG.", _B + r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    _form("twilio", "SK", _B + r"SK[0-9a-f]{32}(?![A-Za-z0-9])"),
    _form("azure", "AccountKey= SharedAccessKey=", r"(?:AccountKey|SharedAccessKey)=(?P<v>[A-Za-z0-9+/]{20,}={0,2})"),
    # A signature over one object (Signature=, X-Amz-Signature=) is how data sets are shared; Azure's opens a container.
    _form("signed-url", "sig=", r"[?&]sig=(?P<v>[A-Za-z0-9%+/_-]{30,}=*)"),
    _form("databricks", "dapi", _B + r"dapi[0-9a-f]{32}(?:-\d)?(?![A-Za-z0-9])"),
    _form("digitalocean", "_v1_", _B + r"do[por]_v1_[a-f0-9]{40,}"),
    _form("mapbox", "k.eyJ", _B + r"[pst]k\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{10,}"),
    _form("neptune", "eyJhcGlf", _B + r"eyJhcGlf[A-Za-z0-9+/_-]{20,}={0,2}"),
    _form("jwt", "eyJ", _D + r"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    _form("replicate", "r8_", _B + r"r8_[A-Za-z0-9]{30,}"),
    _form("groq", "gsk_", _B + r"gsk_[A-Za-z0-9]{30,}"),
    _form("pinecone", "pcsk_", _B + r"pcsk_[A-Za-z0-9_]{30,}"),
    _form("langsmith", "lsv2_", _B + r"lsv2_[a-z]{2}_[A-Za-z0-9_]{30,}"),
    _form("notion", "ntn_ secret_", _B + r"(?:ntn_|secret_)(?=[A-Za-z]*\d)[A-Za-z0-9]{40,}"),
    _form("docker", "dckr_pat_", _B + r"dckr_pat_[A-Za-z0-9_-]{20,}"),
    _form("vault", "hvs.", _B + r"hvs\.[A-Za-z0-9_-]{20,}"),
    _form("grafana", "glsa_ glc_", _B + r"gl(?:sa|c)_[A-Za-z0-9_+/=]{30,}"),
    _form("newrelic", "NRAK-", _B + r"NRAK-[A-Z0-9]{20,}"),
    _form("linear", "lin_api_", _B + r"lin_api_[A-Za-z0-9]{30,}"),
    _form("airtable", "pat", _B + r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}"),
    _form("atlassian", "ATATT3", _B + r"ATATT3[A-Za-z0-9_=-]{40,}"),
    _form("xai", "xai-", _D + r"xai-[A-Za-z0-9]{40,}"),
    _form("perplexity", "pplx-", _D + r"pplx-[A-Za-z0-9]{30,}"),
    _form("tavily", "tvly-", _D + r"tvly-(?:dev-|prod-)?[A-Za-z0-9]{20,}"),
    _form("figma", "figd_", _B + r"figd_[A-Za-z0-9_-]{30,}"),
    _form("shopify", "shpat_ shpss_ shpca_", _B + r"shp(?:at|ss|ca)_[a-f0-9]{32}"),
    _form("twitter", "AAAAAAAAAA", _B + r"A{18,}[A-Za-z0-9%]{30,}"),
    _form("url-token", "://", r"https?://(?P<v>[A-Za-z0-9_-]{20,})@"),
)  # fmt: skip

_HINTED = tuple((hint, form) for form in _FORMS for hint in form.hints)

_URL = re.compile(
    r"\b(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,20})://[^\s/:@'\"`]{0,100}:(?P<v>[^\s/'\"{}$<>`]{1,300})@(?P<host>[\w.-]*)"
)
_QUERY = re.compile(
    r"[?&](?P<name>api[_-]?key|apikey|appid|access[_-]?token|auth[_-]?token|token|key|auth|secret|password|passwd)="
    r"(?P<v>[^\s&'\"<>{}$#\\`)]{6,})",
    re.IGNORECASE,
)
_BASIC = re.compile(r"\b(?:(?P<basic>Basic)|Bearer|[Tt]oken)\s+(?P<v>[A-Za-z0-9+/_.~-]{12,}={0,2})")
_USER_OPTION = re.compile(r"\bcurl\b[^\n|;]*?\s(?:-u|--user)[\s=]*['\"]?[^\s:'\"$]+:(?P<v>[^\s'\"$]+)")
_P_OPTION = re.compile(
    r"\b(?:sshpass|docker\s+login|az\s+login|mysql|twine\s+upload)\b[^\n|;]*?\s-p\s*['\"]?(?P<v>[^\s'\"$-][^\s'\"$]*)"
)
# echo root:opensesame | chpasswd      echo opensesame | sudo -S apt
_PIPED = re.compile(
    r"\becho\s+(?:-\w+\s+)?['\"]?(?:(?:[\w.-]+:)(?P<v>[^\s'\"|$]+)['\"]?\s*\|\s*(?:sudo\s+)?chpasswd"
    r"|(?P<w>[^\s'\"|$]+)['\"]?\s*\|\s*(?:sudo\s+-\w*S|docker\s+login))"
)
_SET_OPTION = re.compile(r"(?:-n|--name)\s+(?P<name>key|token)\s+(?:-v|--value)\s+['\"]?(?P<v>[^\s'\"$]+)")
_LOGIN = re.compile(r"\blogin\b(?:[ \t]+[^\s|;&]+){0,4}?[ \t]+['\"]?(?P<v>[A-Za-z0-9_-]{20,})(?![\w/:.-])")
_JSON_QUOTE, _JSON_TEXT = r"\\?[\"']", r"[^\"'\\{}$<>\n]+"
_JSON_USER = rf"username{_JSON_QUOTE}\s*:\s*{_JSON_QUOTE}(?P<user>{_JSON_TEXT}){_JSON_QUOTE}"
_JSON_KEY = rf"{_JSON_QUOTE}key{_JSON_QUOTE}\s*:\s*{_JSON_QUOTE}(?P<key>[0-9a-zA-Z_-]{{20,}}){_JSON_QUOTE}"
_KAGGLE = (
    re.compile(rf"{_JSON_USER}\s*,\s*{_JSON_KEY}"),
    re.compile(rf"{_JSON_KEY}\s*,\s*{_JSON_QUOTE}{_JSON_USER}"),
)

# NAME = value, "name": "value", --name value, login(value
_WORDS = (
    "pass",
    "pwd",
    "secret",
    "token",
    "api",
    "key",
    "auth",
    "bearer",
    "cred",
    "login",
    "cookie",
    "sessionid",
    "jwt",
)
_WORD_BEFORE = re.compile(r"\b([A-Za-z]+) \Z")
_BEFORE_SETTING = ("", " ", "\t", "\n", ";", "&", "(", "!", '"', "'")
_LOWER = {ord(char): char.lower() for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_BESIDE = re.compile(
    r"(?P<rest>[\w.-]{0,80})(?P<close>\\?[\"'`]?\]?\*{0,2})"
    r"(?P<sep>[ \t]*(?:=>|:=|==|=|:)\*{0,2}\s{0,8}|[ \t]+(?:is[ \t]*:?[ \t]+)?|\([ \t]*)"
    r"(?:(?:[rbufRBUF]{1,2})?(?P<q>\\?[\"'`])(?!(?P=q))(?P<quoted>[^\n]{1,4096}?)(?P=q)|(?P<bare>[^\s\"'`\\,;&|<>(){}\[\]$]{1,600})(?P<after>[(\[]?))"
)
_SETTING = re.compile(r"[A-Za-z_]\w*[=:]")


def find_in_text(text: str, *, shell: bool = False) -> tuple[Hit, ...]:
    """Find the secrets in a text.

    Args:
        text: A string's value, a comment, a shell line, prose, any file.
        shell: Whether ``name=value`` binds, as it does in a shell.

    Returns:
        The hits, in order, none overlapping another.
    """
    hits = [*_forms_in(text), *_kaggle_in(text), *_urls_in(text), *_options_in(text), *_beside_names(text, shell)]
    return _apart(hits)


def _apart(hits: list[Hit]) -> tuple[Hit, ...]:
    """Drop what overlaps an earlier sign, since the earlier ones know the kind best; then sort."""
    kept: list[Hit] = []
    for hit in hits:
        clash = [i for i, old in enumerate(kept) if hit.start < old.end and old.start < hit.end]
        if not clash:
            kept.append(hit)
        elif len(clash) == 1:
            old = kept[clash[0]]
            start, end = min(old.start, hit.start), max(old.end, hit.end)
            wider = (
                old
                if old.start <= hit.start and hit.end <= old.end
                else Hit(start, end, old.kind, old.name or hit.name, old.binds)
            )
            kept[clash[0]] = _named(wider, hit)
    return tuple(sorted(kept, key=lambda hit: hit.start))


def _named(old: Hit, new: Hit) -> Hit:
    if old.name and (old.binds or not new.binds):
        return old
    return replace(old, name=new.name, binds=new.binds)


def _forms_in(text: str) -> Iterator[Hit]:
    for form in dict.fromkeys([form for hint, form in _HINTED if hint in text]):
        for match in form.pattern.finditer(text):
            start, end = match.span("v" if "v" in form.pattern.groupindex else 0)
            if not _is_filler(text[start:end]):
                yield Hit(start, end, form.kind, formed=True)


def _is_filler(value: str) -> bool:
    tail = value[-12:] if not value.startswith("-----") else value.replace("-", "")
    return (
        (len(set(tail)) <= 1 and tail[:1] in "xX*.0_-")
        or "xxxxxx" in value.lower()
        or "your" in value.lower().split("-")
    )


def _urls_in(text: str) -> Iterator[Hit]:
    if "://" in text and "@" in text:
        for match in _URL.finditer(text):
            if not is_placeholder(match["v"]):
                service = service_of(match["host"])
                scheme = match["scheme"].partition("+")[0].lower()
                name = f"{'url' if scheme in ('http', 'https', 'git') else scheme}_password"
                yield Hit(*match.span("v"), service or "url-password", "" if service else name)
    if "=" in text and ("?" in text or "&" in text):
        for match in _QUERY.finditer(text):
            value = match["v"]
            if looks_random(value, 16) or is_secret(match["name"], value, sure=telling(match["name"]) > Telling.MILD):
                yield Hit(*match.span("v"), "url-parameter", match["name"])


def _options_in(text: str) -> Iterator[Hit]:
    authorized = any(word in text for word in ("Basic", "Bearer", "oken "))
    for match in _BASIC.finditer(text) if authorized else ():
        if looks_random(match["v"], 16) or (match["basic"] and len(match["v"]) >= 16 and match["v"].endswith("=")):
            yield Hit(*match.span("v"), service_of(_line_at(text, match.start())) or "authorization", "authorization")
    if any(word in text for word in ("curl", "sshpass", "docker", "az ", "mysql", "twine", "chpasswd", "sudo")):
        for match in (found for pattern in (_USER_OPTION, _P_OPTION, _PIPED) for found in pattern.finditer(text)):
            group = match.lastgroup or "v"
            if not is_placeholder(match[group]):
                yield Hit(*match.span(group), "password", "password")
    if "-v" in text:
        for match in _SET_OPTION.finditer(text):
            if looks_random(match["v"]):
                yield Hit(*match.span("v"), service_of(_line_at(text, match.start())) or "key", match["name"])
    if "login" in text:
        for match in _LOGIN.finditer(text):
            if looks_random(match["v"]):
                yield Hit(*match.span("v"), service_of(_line_at(text, match.start())) or "token", "login")


def _kaggle_in(text: str) -> Iterator[Hit]:
    if "username" not in text or "key" not in text:
        return
    for pattern in _KAGGLE:
        for match in pattern.finditer(text):
            if not is_placeholder(match["key"]):
                yield Hit(*match.span("key"), "kaggle", "key", formed=True)
                if not is_placeholder(match["user"]):
                    yield Hit(*match.span("user"), "kaggle-username", "KAGGLE_USERNAME")


def _beside_names(text: str, shell: bool) -> Iterator[Hit]:
    for place in _word_places(text):
        match = _BESIDE.match(text, place)
        if match is None:
            continue
        start = place
        while start > max(0, place - 80) and (text[start - 1].isalnum() or text[start - 1] in "_-."):
            start -= 1
        written = text[start : match.end("rest")]
        name = written.strip("-.")
        if telling(name) == Telling.NOTHING:
            continue
        if not shell and (before := _WORD_BEFORE.search(text, max(0, start - 20), start)) and qualifies(before[1]):
            name = f"{before[1]}_{name}"
        quoted = match["quoted"] is not None
        if not quoted and "\n" in match["sep"] and _SETTING.match(match["bare"]):
            continue  # a line without a value, as in .env.example, and the next line
        span = match.span("quoted" if quoted else "bare")
        sign = _Sign(name, match["sep"].strip(" \t*"), text[slice(*span)], quoted, shell, bool(match["after"]))
        sets = shell and sign.separator == "=" and written.isupper() and text[start - 1 : start] in _BEFORE_SETTING
        if _is_given_away(sign):
            yield Hit(*span, kind_for(name, _line_at(text, place), sign.value), name, binds=sets)


def _word_places(text: str) -> list[int]:
    """Where a telling word ends or goes on: `str.find` is many times as quick as a pattern here."""
    lowered = text.lower() if text.isascii() else text.translate(_LOWER)
    places: set[int] = set()
    for word in _WORDS:
        at = lowered.find(word)
        while at >= 0:
            places.add(at + len(word))
            at = lowered.find(word, at + len(word))
    return sorted(places)


@dataclass(frozen=True, slots=True)
class _Sign:
    name: str
    separator: str
    value: str
    quoted: bool
    shell: bool
    called: bool


def _is_given_away(sign: _Sign) -> bool:
    degree = telling(sign.name)
    if is_placeholder(sign.value):
        return False
    binds = (sign.separator in ("=", ":", "=>", ":=") and sign.quoted) or (sign.shell and sign.separator == "=")
    if not sign.quoted and not sign.shell and (sign.called or _is_dotted_name(sign.value)):
        return False
    is_password = degree == Telling.PASSWORD
    if sign.separator == "" and is_password and not sign.shell and not looks_random(sign.value, 12):
        return False
    return is_secret(sign.name, sign.value, sure=binds) or (is_password and _is_shown(sign))


def _is_shown(sign: _Sign) -> bool:
    """``Password: hunter2`` in prose, ``--password hunter2`` in a shell."""
    is_variable = not sign.quoted and "_" in sign.value and sign.value.isidentifier()
    return sign.separator in (":", "=", "") and is_passwordlike(sign.value) and not is_variable


def _is_dotted_name(value: str) -> bool:
    return "." in value and all(piece.isidentifier() for piece in value.split("."))


def kind_for(name: str, about: str, value: str) -> str:
    """Name the kind of a secret that only its context gives away."""
    if telling(name) == Telling.PASSWORD and not service_of(name) and not looks_random(value, 32):
        return "password"
    service = service_of(name) or service_of(about)
    if service:
        return service
    for word in ("token", "key", "secret"):
        if word in name.lower():
            return word
    return "secret"


def _line_at(text: str, place: int) -> str:
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return text[start : end if end >= 0 else len(text)][:400]
