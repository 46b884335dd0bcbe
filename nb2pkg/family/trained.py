"""The written module ``trained``: what training gives is kept as files, so that predicting needs no training."""

from __future__ import annotations

from nb2pkg.family.report import free_word
from nb2pkg.flow.world import World
from nb2pkg.model import Member

#: What both need beside the standard library.
REQUIREMENT = "joblib"
MODULE = "trained"

_SAVE = '''def save_trained(file: Path, **results: object) -> None:
    """Save what training gave; where that fails it is said, and training goes on.

    Args:
        file: Where it goes; its folder is made.
        results: What to save, by name.
    """
    import joblib

    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        joblib.dump(results, file)
    except Exception as error:  # what cannot be saved raises what it likes
        file.unlink(missing_ok=True)
        print(f"{file} is not written: {error}", file=sys.stderr)
'''

_LOAD = '''def load_trained(file: Path, *names: str) -> Any:
    """Load what training gave. Such files can hold code: load your own only.

    Args:
        file: What `save_trained` wrote.
        names: What is wanted of it.

    Returns:
        The value of the name, or those of several names as a tuple.

    Raises:
        SystemExit: The file is not there.
    """
    import joblib

    if not file.is_file():
        raise SystemExit(f"{file} is not there: `fit` writes it")
    results = joblib.load(file)
    return results[names[0]] if len(names) == 1 else tuple(results[name] for name in names)
'''


def save_function(world: World) -> str:
    """What the function that saves is called."""
    return free_word(("save_trained", "save_trained_results"), world)


def load_function(world: World) -> str:
    """What the function that loads is called."""
    return free_word(("load_trained", "load_trained_results"), world)


def model_folder_variable(world: World) -> str:
    """What the folder for what training gives is called."""
    return free_word(("model_dir", "trained_dir", "fitted_dir"), world)


def trained_members(world: World, *, loads: bool) -> tuple[Member, ...]:
    """The functions that save and load what training gives.

    Args:
        world: The program.
        loads: Whether a command loads it.
    """
    save, load = save_function(world), load_function(world)
    saving = Member(save, "glue", _SAVE.replace("def save_trained(", f"def {save}("))
    loading = Member(
        load, "glue", _LOAD.replace("def load_trained(", f"def {load}(").replace("`save_trained`", f"`{save}`")
    )
    return (saving, loading) if loads else (saving,)
