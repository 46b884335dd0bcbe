"""What is read, drawn and made up: pandas, datasets, NumPy's and PyTorch's random numbers, audio."""

from __future__ import annotations

from nb2pkg.params.tables.calls import Calls

_READ = {
    "nrows": "Number of rows to read.",
    "chunksize": "Number of rows to read at a time.",
    "skiprows": "Number of rows to leave out at the top.",
    "skipfooter": "Number of rows to leave out at the bottom.",
}
_SOUND = {
    "n_fft": "Number of samples in a window of the Fourier transform.",
    "hop_length": "Number of samples between windows.",
    "win_length": "Number of samples in a window.",
    "n_mels": "Number of mel bands.",
    "n_mfcc": "Number of coefficients.",
    "sample_rate": "Number of samples in a second.",
    "sr": "Number of samples in a second.",
    "f_min": "Lowest frequency.",
    "f_max": "Highest frequency.",
    "fmin": "Lowest frequency.",
    "fmax": "Highest frequency.",
    "top_db": "Greatest range of the loudness.",
}

CALLS = (
    Calls(
        ("pandas.", "dask.dataframe.", "polars."), _READ, frozenset("read_csv read_excel read_table read_json".split())
    ),
    Calls(
        ("pandas", "dask", "polars"),
        {"frac": "Share of the rows to draw.", "n": "Number of rows to draw.", "random_state": "", "seed": ""},
        frozenset({"sample"}),
        method=True,
        renamed={"n": "n_rows"},
    ),
    Calls(
        ("pyspark",),
        {"fraction": "Share of the rows to draw.", "seed": ""},
        frozenset({"sample"}),
        positions={0: "fraction"},
        method=True,
    ),
    Calls(
        ("pyspark",),
        {"weights": "Shares of the splits.", "seed": ""},
        frozenset({"randomSplit"}),
        positions={0: "weights", 1: "seed"},
        method=True,
        renamed={"weights": "split_shares"},
    ),
    Calls(("datasets",), {"seed": "", "buffer_size": ""}, frozenset({"shuffle"}), method=True),
    Calls(("librosa.display.",), {}),
    Calls(("librosa.", "torchaudio.transforms.", "torchaudio.functional."), _SOUND),
    Calls(("datasets.Audio",), {"sampling_rate": "Number of samples in a second."}),
    Calls(
        ("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.ProcessPoolExecutor"),
        {"max_workers": "Number of workers."},
        positions={0: "max_workers"},
    ),
    Calls(
        ("collections.deque",),
        {"maxlen": "Number of entries that are kept."},
        positions={1: "maxlen"},
        scope="variable",
        renamed={"maxlen": "capacity"},
    ),
    Calls(
        ("geopandas", "shapely"),
        {"buffer": "How far from the places, in units of the map."},
        frozenset({"buffer"}),
        positions={0: "buffer"},
        method=True,
    ),
    Calls(("multiprocessing.Pool",), {"processes": "Number of processes."}, positions={0: "processes"}),
)
