"""Runs a notebook in the current folder from top to bottom: `run_notebook.py NOTEBOOK RESULT`."""

from __future__ import annotations

import sys

import nbformat
from nbclient import NotebookClient


def main(source: str, result: str) -> None:
    """Run one notebook and write it with its outputs."""
    notebook = nbformat.read(source, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": "."}}).execute()
    nbformat.write(notebook, result)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(*sys.argv[1:])
