"""Runs a notebook in a fresh interpreter, cell by cell, and notes what it does.

    run_notebook.py NOTEBOOK OUT SEED [stir]

NOTEBOOK is a JSON list of [index of the cell, source]; OUT gets the JSON. With ``stir``, random numbers begin anew with
each cell, as if others had been drawn before.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from .figures import watch_figures
from .files import state_of, written
from .fingerprint import fingerprints
from .record import Listening, Record
from .seeds import seed_again, seed_all
from .training import Training


def shell_that_notes(record: Record) -> Any:
    """An IPython shell whose results, displays and errors are noted and not shown."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Shows(DisplayPublisher):
        def publish(self, data: Any, *_: Any, **__: Any) -> None:
            record.add("show", str(data.get("text/plain", "")))

    class Ends(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, data: Any, *_: Any) -> None:
            record.add("show", str(data.get("text/plain", "")))

        def finish_displayhook(self) -> None:
            pass

    class Shell(InteractiveShell):
        display_pub_class = Shows
        displayhook_class = Ends

        def enable_gui(self, gui: Any = None) -> None:
            pass

        def system(self, command: str) -> None:
            piped: Any = self.system_piped
            piped(command)

        def showtraceback(self, *_: Any, **__: Any) -> None:
            pass

    # Libraries ask by this whether they are in a kernel (tqdm.autonotebook).
    kernel = Config({"IPKernelApp": {"connection_file": ""}})
    shell: Any = Shell.instance(colors="NoColor", history_length=0, config=kernel)
    shell.history_manager.enabled = False
    return shell


def main() -> None:
    """Run it."""
    notebook, out, seed, *stir = sys.argv[1:]
    cells = json.loads(Path(notebook).read_text(encoding="utf-8"))
    sys.argv, sys.path[0] = ["ipykernel_launcher.py"], ""
    here = Path.cwd()
    before = state_of(here)
    record = Record()
    shell = shell_that_notes(record)
    training = Training(record)
    seed_all(int(seed))
    training.watch()
    watch_figures(record)
    sys.stdout = Listening(record)
    error = None
    for index, source in cells:
        record.cell = index
        if stir:
            seed_again(int(seed) + index)
        done = shell.run_cell(source, store_history=True)
        failed = done.error_before_exec or done.error_in_exec
        if failed is not None:
            error = {"type": type(failed).__name__, "text": str(failed)[:1000], "cell": index}
            break
    training.finish()
    hidden = {*shell.user_ns_hidden, "In", "Out", "exit", "quit", "get_ipython"}
    names = {name: value for name, value in shell.user_ns.items() if name not in hidden}
    found = {name: [text] for name, text in fingerprints(names).items()}
    sys.stdout = sys.__stdout__
    record.write(out, error=error, values=found, files=written(here, before))
    os._exit(0)  # threads and worker processes of libraries would keep it
