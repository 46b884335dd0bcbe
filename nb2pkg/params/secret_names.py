"""What the environment variable is called that takes a secret's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nb2pkg.model import Origin
from nb2pkg.notebook.lines import word_set
from nb2pkg.params.secret_words import SERVICES, words_of

#: The variables that the services' own tools read.
_OF_KIND: Mapping[str, str] = {
    "kaggle": "KAGGLE_KEY",
    "kaggle-username": "KAGGLE_USERNAME",
    "wandb": "WANDB_API_KEY",
    "wandb-local": "WANDB_API_KEY",
    "huggingface": "HF_TOKEN",
    "github": "GITHUB_TOKEN",
    "gitlab": "GITLAB_TOKEN",
    "aws": "AWS_SECRET_ACCESS_KEY",
    "aws-id": "AWS_ACCESS_KEY_ID",
    "google": "GOOGLE_API_KEY",
    "google-oauth": "GOOGLE_CLIENT_SECRET",
    "openai": "OPENAI_API_KEY",
    "anthropic": "ANTHROPIC_API_KEY",
    "openrouter": "OPENROUTER_API_KEY",
    "slack": "SLACK_TOKEN",
    "slack-webhook": "SLACK_WEBHOOK",
    "discord": "DISCORD_TOKEN",
    "discord-webhook": "DISCORD_WEBHOOK",
    "telegram": "TELEGRAM_BOT_TOKEN",
    "private-key": "PRIVATE_KEY",
    "age": "AGE_SECRET_KEY",
    "npm": "NPM_TOKEN",
    "pypi": "PYPI_TOKEN",
    "stripe": "STRIPE_API_KEY",
    "sendgrid": "SENDGRID_API_KEY",
    "twilio": "TWILIO_AUTH_TOKEN",
    "azure": "AZURE_STORAGE_KEY",
    "signed-url": "URL_SIGNATURE",
    "databricks": "DATABRICKS_TOKEN",
    "digitalocean": "DIGITALOCEAN_TOKEN",
    "mapbox": "MAPBOX_ACCESS_TOKEN",
    "neptune": "NEPTUNE_API_TOKEN",
    "comet": "COMET_API_KEY",
    "jwt": "JWT",
    "replicate": "REPLICATE_API_TOKEN",
    "groq": "GROQ_API_KEY",
    "pinecone": "PINECONE_API_KEY",
    "langsmith": "LANGSMITH_API_KEY",
    "notion": "NOTION_TOKEN",
    "docker": "DOCKER_TOKEN",
    "vault": "VAULT_TOKEN",
    "grafana": "GRAFANA_TOKEN",
    "newrelic": "NEW_RELIC_API_KEY",
    "linear": "LINEAR_API_KEY",
    "airtable": "AIRTABLE_TOKEN",
    "atlassian": "ATLASSIAN_TOKEN",
    "xai": "XAI_API_KEY",
    "perplexity": "PERPLEXITY_API_KEY",
    "tavily": "TAVILY_API_KEY",
    "figma": "FIGMA_TOKEN",
    "shopify": "SHOPIFY_TOKEN",
    "twitter": "TWITTER_BEARER_TOKEN",
    "url-token": "URL_TOKEN",
    "url-parameter": "URL_KEY",
}

# Forms that many issuers share: a telling name says more than they do.
_SHARED = frozenset(("jwt", "url-token", "private-key"))
_PLAIN_WORDS = word_set("api key token access auth authorization login secret bearer user rest")

# Variables that already mean something to every program.
_TAKEN = {"PWD": "PASSWORD", "PASS": "PASSWORD", "PW": "PASSWORD", "LOGIN": "LOGIN_TOKEN", "AUTH": "AUTH_TOKEN"}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A secret at one place of the notebook. Its value is kept out of every message.

    Attributes:
        value: The secret.
        kind: What sort.
        name: What it was bound to, or nothing.
        binds: Whether `name` is the environment variable that was set to it.
        formed: Whether its own form gave it away.
        origin: Where.
        place: ``"code"``, ``"markdown"`` or ``"metadata"``.
    """

    value: str = field(repr=False)
    kind: str
    name: str
    binds: bool
    formed: bool
    origin: Origin
    place: str


def variables_of(sightings: Iterable[Sighting]) -> dict[str, str]:
    """Give every secret value its environment variable.

    A variable that the notebook itself sets to the value is taken, else what the form says, else the bound name.

    Args:
        sightings: In the order in which they stand.

    Returns:
        The variable of each value: the same for the same value, different for different ones.
    """
    by_value: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        by_value.setdefault(sighting.value, []).append(sighting)
    wanted = {value: _wanted(seen) for value, seen in by_value.items()}
    first = sorted(by_value, key=lambda value: not any(seen.binds for seen in by_value[value]))
    given: dict[str, str] = {}
    for value in first:
        given[value] = free_name(wanted[value], given.values())
    return given


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return the name, numbered from 2 where it is taken."""
    used, name, number = set(taken), wanted, 1
    while name in used:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _wanted(seen: list[Sighting]) -> str:
    for sighting in seen:
        if sighting.binds and _is_variable(sighting.name):
            return sighting.name
    best = min(seen, key=_rank)
    return _TAKEN.get(name := _name_of(best), name)


def _rank(sighting: Sighting) -> int:
    """Forms know best, then what speaks of a service, then what is named at all."""
    if sighting.formed and sighting.kind not in _SHARED:
        return 0
    if sighting.kind in SERVICES.values():
        return 1
    return 2 if sighting.name else 3


def _is_variable(name: str) -> bool:
    return name.isascii() and name.isidentifier() and name not in _TAKEN


def _name_of(sighting: Sighting) -> str:
    kind = sighting.kind
    words = words_of(sighting.name.rpartition(".")[2])
    own = "_".join(words).upper() if words and sighting.name.isascii() and not words[0].isdigit() else ""
    canonical = _OF_KIND.get(kind, f"{kind}_API_KEY".upper() if kind in SERVICES.values() else "")
    if sighting.formed and kind not in _SHARED:
        return canonical or own
    services = {word for word in words if SERVICES.get(word) == kind}
    if own and (not canonical or kind in _SHARED or set(words) - services - _PLAIN_WORDS):
        return own
    if kind == "aws" and words:
        return own if services else f"AWS_{own}"
    return canonical or own or "SECRET"
