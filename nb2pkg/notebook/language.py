"""Which language a notebook is in: files say it in several places, and seldom in all."""

from __future__ import annotations

from nb2pkg.errors import BadNotebook
from nb2pkg.notebook.document import Json
from nb2pkg.notebook.lines import word_set

# Kernels of other languages by the names they register under; a kernel of any other name may be somebody's own Python.
_OTHER_KERNELS = word_set(
    "bash cling clojure elixir fsharp go gophernotebook haskell ihaskell ijava ijulia ir iruby itypescript java "
    "javascript jslab julia kotlin lua matlab octave perl php powershell r ruby rust sas scala spylon sql stata "
    "swift typescript xcpp11 xcpp14 xcpp17 xeus-sql zsh"
)
_SHOWN = {"ir": "r", "ijulia": "julia", "ijava": "java", "iruby": "ruby", "ihaskell": "haskell"}


def refuse_other_languages(metadata: Json, file: str) -> None:
    """Raise BadNotebook unless the notebook is in Python 3, or does not say.

    Args:
        metadata: The notebook's metadata.
        file: What to call it in messages.
    """
    spec, info = metadata.get("kernelspec"), metadata.get("language_info")
    kernel: Json = spec if isinstance(spec, dict) else {"name": spec}
    language: Json = info if isinstance(info, dict) else {}
    other = _other_language(kernel, language)
    if other:
        raise BadNotebook(f"the notebook is in {other}, not Python", file=file)
    if _is_python_2(kernel, language):
        raise BadNotebook("the notebook is in Python 2", file=file, hint="port it to Python 3 first")


def _other_language(kernel: Json, language: Json) -> str | None:
    for said in (_word(language.get("name")), _word(kernel.get("language"))):
        if said:
            return None if "python" in said else _title(said)
    name = _word(kernel.get("name")).split("-")[0]
    return _title(_SHOWN.get(name, name)) if name in _OTHER_KERNELS else None


def _is_python_2(kernel: Json, language: Json) -> bool:
    version = _word(language.get("version"))
    if version:
        return version.startswith("2.") or version == "2"
    name, shown = _word(kernel.get("name")), _word(kernel.get("display_name"))
    return name.startswith("python2") or shown.startswith("python 2") or _word(language.get("name")) == "python2"


def _word(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _title(name: str) -> str:
    return name if name in ("bash", "zsh") else name.capitalize()
