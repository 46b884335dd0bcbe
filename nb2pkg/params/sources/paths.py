"""Files, folders and addresses that are written into the code; a folder that holds several moves them all.

train = pd.read_csv("data/train.csv")            data_dir = "data"
test = pd.read_csv("data/test.csv")        ->    train = pd.read_csv(f"{data_dir}/train.csv")
                                                 test = pd.read_csv(f"{data_dir}/test.csv")
torch.save(net, "best.pt")                       best_path = "best.pt"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nb2pkg.flow.constants import source_of
from nb2pkg.model import Statement
from nb2pkg.params.known import known_help
from nb2pkg.params.sources.path_filled import end_of, end_read, front_read, is_filled, text_of
from nb2pkg.params.sources.path_places import Place
from nb2pkg.params.sources.path_texts import few_words, folder_of, is_address, is_store, last_part
from nb2pkg.params.sources.spot import Known, Spot, spot_at


def paths_in(statement: Statement, known: Known) -> Iterator[Spot]:
    """The paths and addresses in a statement, whatever its role: what a person turns first."""
    layout = known.layout
    for place in layout.places.get(statement.index, ()):
        root = layout.root_of(place)
        text = root or place.text
        name = layout.roots[root] if root else layout.names[place.text, place.part]
        read = _read(place, text, source_of(statement.text, place.node))
        if not read:
            continue
        help = known_help(name) or _help(text, layout.senses[text], root != "" or place.takes.folder, root != "")
        words = tuple(word for word in [few_words(last_part(folder_of(text)))] if word)
        spot = spot_at(place.node, statement, name, call=place.call, owner="files", words=words, help=help, sure=True)
        yield replace(spot, source=spelled(text), read=read)


def spelled(text: str) -> str:
    """The text as Python spells it, in double quotes where it can be."""
    source = repr(text)
    return f'"{source[1:-1]}"' if '"' not in source else source


def _read(place: Place, text: str, source: str) -> str:
    """How the text is read from the name that takes its place; nothing where that cannot be spelled."""
    if end_of(place.node):
        return end_read(place.node, text, source)
    if is_filled(place.node):
        return front_read(text, source)
    rest = text_of(place.node)[len(text) :]
    if not rest:
        return "{}"
    return "" if any(char in rest for char in "\"'\\{}\n") else 'f"{{{}}}' + rest + '"'


def _help(text: str, senses: frozenset[str], folder: bool, several: bool) -> str:
    """One line: what it is and what is done with it."""
    if is_address(text) and not is_store(text):
        return "Address that data or answers come from."
    what = "Folder of the files" if several else "Folder" if folder else "File"
    done = " and ".join(f"to {sense}" for sense in sorted(senses - {"address"}))
    return f"{what} {done}." if done else f"Path of a {'folder' if folder else 'file'}."
