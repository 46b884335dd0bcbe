"""What a text says of itself: whether it is a path or an address, and what it is a path of.

"../input/titanic/train.csv"     rooted, a file: train
"saved_models/"                  a folder: saved_models
"https://x.org/mnist.pkl.gz"     an address: mnist
"""

from __future__ import annotations

from nb2pkg.params.kinds import snake_case

_SCHEMES = ("http://", "https://", "ftp://")
_STORES = ("gs://", "s3://", "hdfs://", "abfs://", "abfss://", "wasbs://", "dbfs:/", "bq://")
#: What begins like this is a place on some machine.
_ROOTS = ("../", "./", "~/", "..\\", ".\\")
_TOPS = frozenset(
    "kaggle content home Users mnt data tmp root media workspace notebooks gdrive dbfs srv datasets input "
    "output app storage Volumes project projects scratch shared nfs efs work".split()
)
_ENDS = frozenset(
    "csv tsv txt json jsonl ndjson parquet feather pkl pickle gz zip tar tgz bz2 xz 7z rar npy npz h5 hdf5 hdf mat xls "
    "xlsx xml yaml yml ini cfg conf toml pt pth ckpt bin safetensors onnx tflite pb keras joblib model sav db sqlite "
    "sqlite3 wav mp3 flac ogg mp4 avi mov png jpg jpeg gif bmp tif tiff webp svg pdf html htm md dot log arff data "
    "names dat tfrecord tfrecords geojson shp nc nii dcm sql ph weights vocab rds out gguf caffemodel prototxt ptl "
    "part tar vec proto pdb mol sdf fasta pcap las ply obj stl mid midi ttf otf".split()
)
_PICTURES = frozenset("png jpg jpeg gif bmp tif tiff webp svg pdf mp4 avi mov".split())
_CHECKPOINTS = frozenset("pt pth ckpt h5 hdf5 keras weights safetensors joblib pkl pickle model sav bin gguf".split())
_CERTAIN = frozenset(
    "csv tsv json jsonl parquet feather pkl npy npz h5 hdf5 mat xls xlsx yaml yml wav mp3 flac ogg mp4 avi pth ckpt "
    "safetensors onnx tflite joblib gguf sqlite db nii geojson shp pdb mol sdf fasta pcap tfrecord".split()
)
_EXPORTS = frozenset("onnx tflite pb ptl".split())
_LONGEST = 300
_MOST_WORDS = 5
_MOST_LETTERS = 28


def is_address(text: str) -> bool:
    """Whether it is a URL."""
    return text.startswith((*_SCHEMES, *_STORES)) and " " not in text


def is_store(text: str) -> bool:
    """Whether it is a place in a store of files: ``gs://bucket/train``."""
    return text.startswith(_STORES)


def is_rooted(text: str) -> bool:
    """Whether nothing but a path or an address begins like this."""
    if not is_possible(text):
        return False
    if is_address(text):
        return bool(text.partition("://")[2])
    if text.startswith("/"):
        parts = text.strip("/").split("/")
        return parts[0] in _TOPS and (len(parts) > 1 or parts[0] not in ("data", "input", "output", "app"))
    drive = text[1:3] in (":\\", ":/") and text[:1].isalpha()
    return drive or (text.startswith(_ROOTS) and len(text.strip("./~\\")) > 1)


def is_file(text: str) -> bool:
    """Whether it names a file: ``train.csv``; a bare ``.csv`` is none."""
    stem, dot, end = last_part(text).rpartition(".")
    return bool(stem.strip(".*?")) and bool(dot) and end.lower() in _ENDS and is_possible(text)


def is_picture(text: str) -> bool:
    """Whether it is a file with a picture or a film."""
    return last_part(text).rpartition(".")[2].lower() in _PICTURES


def is_shown(text: str) -> bool:
    """Whether it is a file that is only looked at: a picture, a page."""
    return is_picture(text) or last_part(text).lower().endswith((".html", ".htm"))


def is_certain(text: str) -> bool:
    """Whether nothing but a file with data or with what was learned is called so: ``net.data`` may be a field."""
    return is_file(text) and " " not in text and last_part(text).rpartition(".")[2].lower() in _CERTAIN


def is_checkpoint(text: str) -> bool:
    """Whether it is a file with what was learned."""
    return is_file(text) and last_part(text).rpartition(".")[2].lower() in _CHECKPOINTS


def is_export(text: str) -> bool:
    """Whether it is a file with a model that is no more learned with."""
    return is_file(text) and last_part(text).rpartition(".")[2].lower() in _EXPORTS


def is_folder(text: str) -> bool:
    """Whether it is spelled as a folder is: ``data/``, ``saved_models/cnn``."""
    parts = text.rstrip("/").split("/")
    plain = all(part.replace("-", "_").replace(".", "_").isidentifier() for part in parts)
    return "/" in text and plain and is_possible(text)


def is_plain_folder(text: str) -> bool:
    """Whether it can be a folder that nothing else says to be one: ``data``."""
    return is_folder(text) or (text.replace("-", "_").isidentifier() and is_possible(text))


def is_possible(text: str) -> bool:
    """Whether it can be one: some text on one line, with nothing to be filled in."""
    filled = any(mark in text for mark in ("\n", "%s", "%d", "%(", "{", "}", "|", "\0", "%0", "?P"))
    return bool(text.strip()) and len(text) <= _LONGEST and not filled


def has_pattern(text: str) -> bool:
    """Whether it is a pattern that many files may fit."""
    return any(mark in text for mark in "*?[")


def last_part(text: str) -> str:
    """The last part of a path: ``a/b.csv -> b.csv``."""
    plain = text.partition("?")[0] if is_address(text) else text
    return plain.replace("\\", "/").rstrip("/").rpartition("/")[2]


def folder_of(text: str) -> str:
    """All but the last part: ``a/b.csv -> a``."""
    return text.rstrip("/").rpartition("/")[0]


def word_for(text: str) -> str:
    """What it is a path of, in a few words: ``train.csv -> train``; nothing where that takes more."""
    part = last_part(text)
    stem = part
    while is_file(stem):
        stem = stem.rpartition(".")[0]
    return few_words(stem)


def few_words(text: str) -> str:
    """A text as a word that can stand in a name; nothing where it is long or no word."""
    plain = "".join(char if char.isascii() and char.isalnum() else "_" for char in text)
    words = [word for word in snake_case(plain).split("_") if word]
    word = "_".join(words)
    return word if word.isidentifier() and len(words) <= _MOST_WORDS and len(word) <= _MOST_LETTERS else ""


def host_word(text: str) -> str:
    """Who answers at an address: ``https://api.openai.com/v1 -> openai``."""
    host = text.partition("://")[2].partition("/")[0].partition(":")[0].split(".")
    return few_words(host[-2] if len(host) > 1 else "")
