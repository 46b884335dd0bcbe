"""What `pip install`, `conda install` and `apt-get install` ask for, as requirements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit, urlunsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import InvalidWheelFilename, parse_wheel_filename

from nb2pkg.notebook.lines import word_set

_PIP_TAKES_VALUE = word_set(
    "-C -b -c -f -i -r -t --abi --build --build-option --cache-dir --cert --client-cert --config-settings "
    "--constraint --exists-action --extra-index-url --find-links --global-option --implementation --index-url "
    "--install-option --keyring-provider --log --no-binary --only-binary --platform --prefix --progress-bar "
    "--proxy --python --python-version --report --requirement --resume-retries --retries --root "
    "--root-user-action --src --target --timeout --torch-backend --trusted-host --upgrade-strategy "
    "--use-deprecated --use-feature"
)
_CONDA_TAKES_VALUE = word_set(
    "-c -n -p -f --channel --name --prefix --file --solver --subdir --platform --revision --repodata-fn"
)
_APT_TAKES_VALUE = frozenset(("-o", "-t", "-c", "--option", "--target-release", "--config-file"))
_NOT_A_DISTRIBUTION = frozenset(("python", "pip", "conda", "mamba"))
_VCS = ("git+", "hg+", "svn+", "bzr+")
_ARCHIVES = (".tar.gz", ".tar.bz2", ".tgz", ".zip")


def pip_requirements(words: Sequence[str]) -> tuple[str, ...]:
    """Return what a `pip install` asks for.

    Args:
        words: The words after ``install``, quotes removed.

    Returns:
        PEP 508 requirement strings, pins and extras kept, each once. Options, local paths and files of
        requirements are left out: they cannot be said in PEP 508.
    """
    wanted = (_pip_requirement(word) for word in _arguments(words, _PIP_TAKES_VALUE))
    return tuple(dict.fromkeys(word for word in wanted if word))


def conda_requirements(words: Sequence[str]) -> tuple[str, ...]:
    """Return what a `conda install` asks for, written as pip would want it; Python itself is left out."""
    wanted = (_conda_requirement(word) for word in _arguments(words, _CONDA_TAKES_VALUE))
    return tuple(dict.fromkeys(word for word in wanted if word))


def apt_packages(words: Sequence[str]) -> tuple[str, ...]:
    """Return the system packages that an `apt-get install` asks for."""
    named = (word.partition("=")[0].partition("/")[0] for word in _arguments(words, _APT_TAKES_VALUE))
    return tuple(dict.fromkeys(name for name in named if name and not name.startswith((".", "$", "{"))))


def _arguments(words: Sequence[str], takes_value: frozenset[str]) -> Iterator[str]:
    """The words that are no options; an editable install keeps its URL."""
    rest = iter(words)
    for word in rest:
        if word in takes_value:
            next(rest, None)
        elif not word.startswith("-"):
            yield word.strip(",")
        elif word.startswith("--editable="):
            yield word.partition("=")[2]


def _pip_requirement(word: str) -> str | None:
    if word.startswith(_VCS) or "://" in word.partition("@")[0]:
        return _from_url(word)
    try:
        requirement = _without_password(Requirement(word))
        return None if requirement.name == "pip" else str(requirement)
    except InvalidRequirement:
        return _bare_name(word)


def _bare_name(word: str) -> str | None:
    """The name in ``torch=={version}``, whose version only the running notebook knows."""
    place = min((word.find(mark) for mark in "=<>!~[" if mark in word), default=-1)
    if place <= 0 or not any(mark in word[place:] for mark in "{$"):
        return None
    try:
        return Requirement(word[:place]).name
    except InvalidRequirement:
        return None


def _from_url(word: str) -> str | None:
    try:
        parts = urlsplit(word)
        clean = _without_user(word)
    except ValueError:
        return None
    options = [option for option in parts.fragment.split("&") if option]
    egg = next((option[4:] for option in options if option.startswith("egg=")), "")
    kept = "&".join(option for option in options if not option.startswith("egg="))
    url = urlunsplit(urlsplit(clean)._replace(fragment=kept))
    try:
        return str(Requirement(f"{egg or _name_in_path(parts.path, parts.netloc)} @ {url}"))
    except InvalidRequirement:
        return None


def _name_in_path(path: str, host: str) -> str:
    parts = [part for part in path.split("/") if part]
    last = parts[-1] if parts else ""
    if last.endswith(".whl"):
        try:
            return parse_wheel_filename(last.replace("%2B", "+"))[0]
        except InvalidWheelFilename:
            return last.partition("-")[0]
    if last.endswith(_ARCHIVES):
        if host.endswith("github.com") and len(parts) > 2:
            return parts[1]
        stem = next(last.removesuffix(suffix) for suffix in _ARCHIVES if last.endswith(suffix))
        name, dash, version = stem.rpartition("-")
        return name if dash and version[:1].isdigit() else stem
    return last.partition("@")[0].removesuffix(".git")


def _without_password(requirement: Requirement) -> Requirement:
    if requirement.url:
        requirement.url = _without_user(requirement.url)
    return requirement


def _without_user(url: str) -> str:
    """A token before the host is a secret; ``git@`` is only how one spells ssh."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return url if not at or user == "git" else urlunsplit(parts._replace(netloc=host))


def _conda_requirement(word: str) -> str | None:
    spec = word.rpartition("::")[2].replace(" ", "")
    place = min((spec.find(mark) for mark in "=<>!~" if mark in spec), default=len(spec))
    name, rest = spec[:place], spec[place:]
    if name.lower() in _NOT_A_DISTRIBUTION:
        return None
    if rest.startswith("=") and not rest.startswith("=="):
        version = rest[1:].partition("=")[0]  # name=version=build
        rest = f"=={version}" if version.endswith("*") else f"=={version}.*"
    try:
        return str(Requirement(name + rest))
    except InvalidRequirement:
        return _bare_name(word)
