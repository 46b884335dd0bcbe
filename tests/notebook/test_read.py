"""Every kind of file that people call a notebook."""

from __future__ import annotations

import gzip
import json

import pytest

from nb2pkg.errors import BadCell, BadNotebook
from nb2pkg.model import Cell, Notebook
from nb2pkg.notebook.read import read_notebook

CODE = {"cell_type": "code", "source": ["x = 1\n", "y = 2"], "metadata": {}, "outputs": [], "execution_count": 7}


def written(*cells: object, **root: object) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **root}).encode()


def with_output(text: str) -> bytes:
    """A notebook with a piece of JSON among its outputs."""
    return written({**CODE, "outputs": ["HERE"]}).replace(b'"HERE"', text.encode())


def read(data: bytes, file: str = "some folder/leaf disease.ipynb") -> Notebook:
    return read_notebook(data, file)


def one_code_cell(notebook: Notebook) -> Cell:
    [cell] = [cell for cell in notebook.cells if cell.kind == "code"]
    return cell


def test_a_notebook_is_read() -> None:
    markdown = {"cell_type": "markdown", "source": "# Title", "metadata": {"tags": ["a", "b", "a", 3]}, "id": "m"}
    notebook = read(written(markdown, {**CODE, "id": "c"}, metadata={"title": " A title "}))
    assert notebook == Notebook(
        "leaf disease",
        "some folder/leaf disease.ipynb",
        (Cell(0, "markdown", "# Title", ("a", "b"), "m"), Cell(1, "code", "x = 1\ny = 2", (), "c", 7)),
        "python",
        "A title",
        (),
    )


ACCEPTED = {
    "byte order mark": (b"\xef\xbb\xbf" + written(CODE), "byte order mark"),
    "CRLF": (json.dumps(json.loads(written(CODE)), indent=1).replace("\n", "\r\n").encode(), None),
    "NaN in an output": (with_output("[NaN, Infinity, -Infinity]"), None),
    "numbers beyond floats": (with_output("[1E400, -0.0, 1.10]"), None),
    "an integer of 5000 digits": (with_output("1" * 5000), None),
    "outputs 400 deep": (with_output("[" * 400 + "]" * 400), None),
    "half a surrogate pair in an output": (with_output('"\\ud800"'), None),
    "a control character": (written({**CODE, "source": "x = 1\ny = 2"}).replace(b"\\n", b"\n"), "control characters"),
    "a key twice in an output": (with_output('{"a": 1, "a": 2}'), None),
    "no nbformat": (json.dumps({"cells": [CODE]}).encode(), "format"),
    "nbformat as text": (written(CODE, nbformat="4"), None),
    "nbformat -1": (written(CODE, nbformat=-1), "format"),
    "nbformat minor 99": (written(CODE, nbformat_minor=99), None),
    "metadata missing": (json.dumps({"cells": [CODE], "nbformat": 4}).encode(), None),
    "metadata a list": (written(CODE, metadata=[1]), None),
    "kernelspec a string": (written(CODE, metadata={"kernelspec": "python3"}), None),
    "language_info null": (written(CODE, metadata={"language_info": None}), None),
    "someone's own kernel": (written(CODE, metadata={"kernelspec": {"name": "my-env"}}), None),
    "Python 3 run under a kernel called python2": (
        written(CODE, metadata={"kernelspec": {"name": "python2"}, "language_info": {"version": "3.8.1"}}),
        None,
    ),
    "source as text": (written({**CODE, "source": "x = 1\ny = 2"}), None),
    "cell metadata null": (written({**CODE, "metadata": None}), None),
    "cell type missing": (written({"source": "x = 1\ny = 2", "outputs": []}), "no cell type"),
    "id a number": (written({**CODE, "id": 3}), None),
    "old format 3": (
        written(nbformat=3, worksheets=[{"cells": [{"cell_type": "code", "input": "x = 1\ny = 2"}]}]).replace(
            b'"cells": [], ', b""
        ),
        "old format",
    ),
}


@pytest.mark.parametrize(("data", "note"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_odd_but_clear_is_let_pass(data: bytes, note: str | None) -> None:
    notebook = read(data)
    assert one_code_cell(notebook).source == "x = 1\ny = 2"
    assert (note is None and not notebook.notes) or (note is not None and note in " ".join(notebook.notes))


def without_cells(**root: object) -> bytes:
    return json.dumps(root).encode()


REFUSED = {
    "empty": (b"", "empty"),
    "white space": (b" \n\t", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty"),
    "null": (b"null", "not JSON|no JSON object"),
    "a list": (b"[]", "no JSON object"),
    "a string": (b'"x"', "not JSON|no JSON object"),
    "a number": (b"4", "not JSON|no JSON object"),
    "an empty object": (b"{}", "no cells"),
    "text": (b"hello", "not JSON"),
    "UTF-16 with its mark": (written(CODE).decode().encode("utf-16"), "UTF-16"),
    "UTF-16 without": (written(CODE).decode().encode("utf-16-le"), "UTF-16"),
    "UTF-16 the other way": (written(CODE).decode().encode("utf-16-be"), "UTF-16"),
    "Latin-1": (written(CODE).replace(b"x = 1", b"x = \xe9"), "not UTF-8: byte .* 0xE9"),
    "truncated": (written(CODE)[:80], "truncated"),
    "truncated in a string": (written(CODE)[: written(CODE).index(b"x = ") + 2], "truncated"),
    "a trailing comma": (written(CODE)[:-1] + b",}", "not JSON"),
    "two documents": (written(CODE) * 2, "something follows"),
    "a merge conflict": (b'{\n<<<<<<< HEAD\n"a": 1\n=======\n"a": 2\n>>>>>>> other\n}', "merge conflict"),
    "nested without end": (b"[" * 100_000, "nested too deeply"),
    "a NUL": (written(CODE).replace(b"x = 1", b"x = \x00"), "not JSON"),
    "source twice": (written(CODE).replace(b'"source"', b'"source": "", "source"'), "ambiguous: 'source'"),
    "cells twice": (written(CODE).replace(b'"cells"', b'"cells": [], "cells"'), "ambiguous: 'cells'"),
    "gzip": (gzip.compress(written(CODE)), "gzip"),
    "zip": (b"PK\x03\x04rest", "zip"),
    "PDF": (b"%PDF-1.4", "PDF"),
    "a web page": (b"\n<!DOCTYPE html><html>", "web page"),
    "an LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS"),
    "a link stored as text": (b"../../x.ipynb", "symbolic link"),
    "nbformat 5": (written(CODE, nbformat=5), "newer"),
    "nbformat 1": (written(CODE, nbformat=1), "too old"),
    "cells null": (without_cells(nbformat=4, cells=None), "no cells"),
    "cells an object": (without_cells(nbformat=4, cells={}), "no cells"),
    "worksheets of numbers": (without_cells(nbformat=3, worksheets=[3]), "worksheet"),
    "cells of text": (written("x = 1"), "no JSON object"),
    "R": (written(CODE, metadata={"kernelspec": {"name": "ir", "language": "R"}}), "in R, not Python"),
    "R by its kernel": (written(CODE, metadata={"kernelspec": {"name": "ir"}}), "in R, not Python"),
    "Julia": (written(CODE, metadata={"language_info": {"name": "julia"}}), "in Julia, not Python"),
    "Julia by its kernel": (written(CODE, metadata={"kernelspec": "julia-1.6"}), "in Julia, not Python"),
    "bash": (written(CODE, metadata={"kernelspec": {"name": "bash"}}), "in bash, not Python"),
    "Python 2 by version": (
        written(CODE, metadata={"language_info": {"name": "python", "version": "2.7.1"}}),
        "in Python 2",
    ),
    "Python 2 by kernel": (written(CODE, metadata={"kernelspec": {"name": "python2"}}), "in Python 2"),
    "Python 2 by name": (
        written(CODE, metadata={"kernelspec": {"display_name": "Python 2", "name": "x"}}),
        "in Python 2",
    ),
    "no cell at all": (written(), "no code"),
    "no code": (written({"cell_type": "markdown", "source": "x"}), "no code"),
    "empty code": (written({**CODE, "source": " \n"}), "no code"),
    "source null": (written({**CODE, "source": None}), "no code"),
    "source missing": (written({"cell_type": "code"}), "no code"),
    "an unknown kind alone": (written({"cell_type": "sql", "source": "x"}), "no code"),
}


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_notebook_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(BadNotebook, match=says) as caught:
        read(data)
    assert caught.value.file == "some folder/leaf disease.ipynb"
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("source", "says"), [(3, "a number"), ({}, "an object"), ([["x"]], "a list"), (["x", None], "null"), (True, "true")]
)
def test_a_source_that_is_no_text_is_refused_with_its_cell(source: object, says: str) -> None:
    with pytest.raises(BadCell, match=says) as caught:
        read(written(CODE, {**CODE, "source": source}))
    assert caught.value.cell == 1


def test_a_syntax_error_names_its_line() -> None:
    with pytest.raises(BadNotebook) as caught:
        read(b'{\n"cells":\n oops}')
    assert caught.value.line == 3


def test_a_conflict_names_its_line() -> None:
    with pytest.raises(BadNotebook) as caught:
        read(REFUSED["a merge conflict"][0])
    assert caught.value.line == 2


def test_old_formats_are_read_sheet_by_sheet() -> None:
    first = [
        {"cell_type": "heading", "level": 2, "source": ["One\n", "line"]},
        {"cell_type": "code", "input": ["x = 1"], "prompt_number": 3, "language": "python"},
    ]
    second = [{"cell_type": "html", "source": "<b>"}, {"cell_type": "code", "input": "y = 2"}]
    data = without_cells(nbformat=3, worksheets=[{"cells": first}, {"cells": second}], metadata={"name": "x"})
    assert read(data).cells == (
        Cell(0, "markdown", "## One line"),
        Cell(1, "code", "x = 1", execution_count=3),
        Cell(2, "markdown", "<b>"),
        Cell(3, "code", "y = 2"),
    )


def test_format_2_is_read_and_noted() -> None:
    notebook = read(without_cells(nbformat=2, worksheets=[{"cells": [{"cell_type": "code", "input": "x"}]}]))
    assert (notebook.cells[0].source, notebook.notes) == ("x", ("is of an old format (nbformat 2)",))


def test_only_ids_of_ones_own_count() -> None:
    notebook = read(written(*({**CODE, "id": cell_id} for cell_id in ("a", "b", "a", "", "../../etc", 3, None))))
    assert [cell.cell_id for cell in notebook.cells] == [None, "b", None, None, "../../etc", None, None]
    assert "several cells share one id" in notebook.notes[0]


def test_unknown_cells_are_raw_and_noted() -> None:
    notebook = read(written(CODE, {"cell_type": "sql", "source": "SELECT"}, {"source": "x"}))
    assert [cell.kind for cell in notebook.cells] == ["code", "raw", "raw"]
    assert [note[:6] for note in notebook.notes] == ["cell 1", "cell 2"]


def test_tags_may_be_one_text() -> None:
    assert read(written({**CODE, "metadata": {"tags": "data"}})).cells[0].tags == ("data",)


def test_prose_that_no_file_can_hold_is_mended() -> None:
    notebook = read(written({"cell_type": "markdown", "source": "a\ud800b"}, CODE))
    assert notebook.cells[0].source.encode()
    assert "surrogate" in notebook.notes[0]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a/b c.ipynb", "b c"),
        ("x.y.ipynb", "x.y"),
        ("x", "x"),
        ("-", "notebook"),
        (".ipynb", "notebook"),
        ("é.ipynb", "é"),
    ],
)
def test_the_name_is_the_files_without_folder_and_suffix(file: str, name: str) -> None:
    assert read(written(CODE), file).name == name


def test_many_cells_take_linear_time() -> None:
    assert len(read(written(*[CODE] * 20_000)).cells) == 20_000
