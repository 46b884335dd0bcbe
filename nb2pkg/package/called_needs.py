"""What pandas asks for beside itself when some of its functions are called.

pd.read_excel("a.xlsx")              openpyxl
frame.style.format("{:.2f}")         jinja2
frame.to_parquet("a.parquet")        pyarrow
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from nb2pkg.flow.constants import dotted, resolve
from nb2pkg.flow.source import tree_of

_PANDAS = "pandas"
_READERS = {
    "read_excel": "openpyxl",
    "ExcelFile": "openpyxl",
    "ExcelWriter": "openpyxl",
    "read_feather": "pyarrow",
    "read_hdf": "tables",
    "HDFStore": "tables",
    "read_html": "lxml",
    "read_parquet": "pyarrow",
    "read_xml": "lxml",
}
_METHODS = {
    "to_excel": "openpyxl",
    "to_feather": "pyarrow",
    "to_hdf": "tables",
    "to_markdown": "tabulate",
    "to_parquet": "pyarrow",
    "to_xml": "lxml",
}
#: What is called on ``frame.style``; other things have a style, too.
_STYLING = frozenset(
    "apply applymap background_gradient bar format format_index hide hide_columns hide_index highlight_between "
    "highlight_max highlight_min highlight_null highlight_quantile map set_caption set_precision set_properties "
    "set_sticky set_table_attributes set_table_styles set_td_classes text_gradient".split()
)


def needed_by_calls(texts: Iterable[str], aliases: Mapping[str, str]) -> frozenset[str]:
    """Return the distributions that calls of pandas need beside it.

    Args:
        texts: Python source.
        aliases: What imported names stand for; without pandas among them nothing is needed.
    """
    if not any(full.partition(".")[0] == _PANDAS for full in aliases.values()):
        return frozenset()
    calls = (node for text in texts for node in ast.walk(tree_of(text)) if isinstance(node, ast.Call))
    return frozenset(need for call in calls for need in _needs(call, aliases))


def _needs(call: ast.Call, aliases: Mapping[str, str]) -> Iterator[str]:
    name = dotted(call.func)
    full = resolve(name, aliases) if name is not None else ""
    if full.startswith(f"{_PANDAS}."):
        yield from (_READERS[last] for last in [full.rpartition(".")[2]] if last in _READERS)
    elif isinstance(call.func, ast.Attribute) and (name is None or name.partition(".")[0] not in aliases):
        if call.func.attr in _METHODS:
            yield _METHODS[call.func.attr]
        if (
            call.func.attr in _STYLING
            and isinstance(call.func.value, ast.Attribute)
            and call.func.value.attr == "style"
        ):
            yield "jinja2"
