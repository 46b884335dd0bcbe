"""Which arguments of calls are files, folders and addresses: by the last name of what is called.

pd.read_csv("train.csv")          0, read
torch.save(net, "net.pt")         1, written
urlretrieve(url, "mnist.gz")      0, an address; 1, written
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Sense = Literal["read", "write", "address", "look", "name"]


@dataclass(frozen=True, slots=True)
class Takes:
    """An argument that is a file, a folder or an address.

    Attributes:
        sense: What is done with it; ``"look"``: nothing but asking whether it is there;
            ``"name"``: nobody knows what.
        folder: Whether it is a folder.
    """

    sense: Sense
    folder: bool = False


_READ, _WRITE, _ADDRESS = Takes("read"), Takes("write"), Takes("address")
_LOOK = Takes("look")
_FROM, _INTO = Takes("read", folder=True), Takes("write", folder=True)


def _calls(names: str, **places: Takes) -> dict[str, Mapping[int | str, Takes]]:
    """The same for each name: ``at_0``, ``at_1`` are positions, other words are keywords."""
    found = {int(word[3:]) if word.startswith("at_") else word: takes for word, takes in places.items()}
    return dict.fromkeys(names.split(), found)


#: Last name of what is called -> position or keyword -> what it is.
FILES: Mapping[str, Mapping[int | str, Takes]] = {
    **_calls(
        "read_csv read_table read_parquet read_json read_excel read_pickle read_feather read_hdf read_fwf read_stata "
        "read_sas read_orc read_xml read_html scan_csv scan_parquet read_file fread ExcelFile HDFStore",
        at_0=_READ, filepath_or_buffer=_READ, path=_READ, io=_READ, path_or_buf=_READ, source=_READ,
    ),
    **_calls("loadtxt genfromtxt fromfile memmap", at_0=_READ, fname=_READ, file=_READ, filename=_READ),
    **_calls("load loadmat loadz", at_0=_READ, f=_READ, file=_READ, filename=_READ),
    **_calls("savez savez_compressed savetxt savemat", at_0=_WRITE, file=_WRITE, fname=_WRITE),
    **_calls("open File ZipFile TarFile BZ2File GzipFile", at_0=_READ, file=_READ, name=_READ),
    **_calls("imread imopen VideoCapture load_img dcmread read_image get_reader wavfile", at_0=_READ, filename=_READ),
    **_calls("imwrite imsave save_image_file VideoWriter", at_0=_WRITE),
    **_calls("load_model load_weights load_state load_from_checkpoint", at_0=_READ, filepath=_READ),
    **_calls("load_word2vec_format load_checkpoint restore_checkpoint load_from_disk", at_0=_READ),
    **_calls("load_npz load_svmlight_file", at_0=_READ),
    **_calls("save_weights save_model save_state save_checkpoint", at_0=_WRITE, filepath=_WRITE),
    **_calls("write_csv write_parquet", at_0=_WRITE),
    **_calls(
        "to_csv to_parquet to_json to_excel to_pickle to_feather to_hdf to_stata to_xml to_disk",
        at_0=_WRITE, path_or_buf=_WRITE, path=_WRITE, excel_writer=_WRITE, fname=_WRITE,
    ),
    **_calls("ExcelWriter FileHandler", at_0=_WRITE),
    **_calls("save_pretrained save_to_disk SummaryWriter TensorBoard", at_0=_INTO, log_dir=_INTO, dirpath=_INTO),
    **_calls("TensorBoardLogger CSVLogger", at_0=_INTO, save_dir=_INTO),
    **_calls("TrainingArguments Seq2SeqTrainingArguments", at_0=_INTO, output_dir=_INTO, logging_dir=_INTO),
    **_calls("ModelCheckpoint BackupAndRestore", at_0=_WRITE, filepath=_WRITE, dirpath=_INTO),
    **_calls(
        "listdir walk scandir ImageFolder DatasetFolder image_dataset_from_directory flow_from_directory rmtree "
        "text_dataset_from_directory audio_dataset_from_directory from_folder",
        at_0=_FROM, root=_FROM, directory=_FROM, path=_FROM,
    ),
    **_calls(
        "MNIST FashionMNIST KMNIST EMNIST QMNIST USPS CIFAR10 CIFAR100 SVHN STL10 ImageNet CelebA Flowers102 Food101 "
        "CocoDetection CocoCaptions VOCSegmentation VOCDetection OxfordIIITPet Places365 Caltech101 Omniglot LSUN "
        "Planetoid TUDataset",
        at_0=_FROM, root=_FROM,
    ),
    **_calls("VecVideoRecorder RecordVideo", at_1=_INTO, video_folder=_INTO),
    **_calls("makedirs mkdir", at_0=_INTO),
    **_calls("exists isfile isdir getsize remove unlink stat", at_0=_LOOK),
    **_calls("glob iglob", at_0=_FROM),
    **_calls("Path PosixPath PurePath", at_0=Takes("name")),
    **_calls("copy copyfile copy2 copytree move rename", at_0=_READ, at_1=_WRITE),
    **_calls("unpack_archive", at_0=_READ, at_1=_INTO),
    **_calls("make_archive", at_0=_WRITE, at_2=_FROM),
    **_calls("extractall", at_0=_INTO, path=_INTO),
    **_calls("dump", at_1=_WRITE),
    **_calls("connect SqliteDatabase", at_0=_READ, database=_READ),
    **_calls("TFRecordDataset TextLineDataset TFRecordWriter textFile jsonFile saveAsTextFile", at_0=_READ),
    **_calls("get post urlopen Request", at_0=_ADDRESS, url=_ADDRESS),
    **_calls("urlretrieve download download_file", at_0=_ADDRESS, at_1=_WRITE, url=_ADDRESS, output=_WRITE),
    **_calls("download_url", at_0=_ADDRESS, at_1=_INTO, url=_ADDRESS),
    **_calls("download_and_extract_archive", at_0=_ADDRESS, at_1=_INTO, url=_ADDRESS, download_root=_INTO),
    **_calls("load_state_dict_from_url load_url load_file_from_url KerasLayer", at_0=_ADDRESS, url=_ADDRESS),
    **_calls("get_file maybe_download", at_0=_WRITE, at_1=_ADDRESS, fname=_WRITE, origin=_ADDRESS),
    **_calls("Repository", at_0=_INTO, local_dir=_INTO),
    **_calls("load_dataset", data_files=_READ, data_dir=_FROM, cache_dir=_INTO),
    **_calls("read_data_sets load_files", at_0=_FROM),
    **_calls("download_to_filename", at_0=_WRITE, filename=_WRITE),
    **_calls("upload_from_filename", at_0=_READ, filename=_READ),
    **_calls("BayesianOptimization RandomSearch Hyperband GridSearch", directory=_INTO),
}  # fmt: skip
#: Those that keep a second argument, too.
SAVERS: Mapping[str, Mapping[int | str, Takes]] = _calls("save", at_0=_WRITE, at_1=_WRITE, f=_WRITE, filepath=_WRITE)
#: Keywords that are one wherever they stand.
WORDS: Mapping[str, Takes] = {
    **dict.fromkeys(["root", "data_dir", "data_path", "data_root", "root_dir", "input_dir", "img_dir"], _FROM),
    **dict.fromkeys(["image_dir", "train_dir", "val_dir", "test_dir", "dataset_path", "dataset_dir"], _FROM),
    **dict.fromkeys(["save_dir", "save_path", "output_dir", "logging_dir", "log_dir", "cache_dir"], _INTO),
    **dict.fromkeys(["local_dir", "checkpoint_dir", "model_dir", "work_dir", "dirpath", "default_root_dir"], _INTO),
    **dict.fromkeys(["ckpt_dir", "tensorboard_log"], _INTO),
    **dict.fromkeys(["base_url", "url", "api_url", "tracking_uri", "source_url", "data_url"], _ADDRESS),
    **dict.fromkeys(["ckpt_path", "checkpoint_path", "model_path", "weights_path", "csv_file", "csv_path"], _READ),
    **dict.fromkeys(["file_path", "filepath", "train_path", "test_path", "config_path", "data_file"], _READ),
    **dict.fromkeys(["local_path", "path_or_fileobj", "path_to_file", "template_path", "entry_point"], _READ),
    **dict.fromkeys(["output_path", "out_file", "output_file", "outfile", "log_file", "package_path"], _WRITE),
}
#: Calls of which nothing is to be turned: they show, they look for parts of texts, they set up the machine.
LEFT_ALONE = frozenset(
    "print display log debug info warning warn error exception savefig title xlabel ylabel set_title suptitle "
    "replace split rsplit partition rpartition startswith endswith strip lstrip rstrip removeprefix removesuffix "
    "count find index sub match search findall finditer compile fullmatch system run call Popen check_output "
    "check_call getoutput run_line_magic run_cell_magic mount setdefault get_ipython import_module write "
    "Markdown HTML Image IFrame SVG Video Audio add_argument extend_path encode decode format set_option "
    "add_scalar add_image add_graph add_figure getLogger parse_version LooseVersion timeit get_logger "
    "filterwarnings annotate text legend strptime strftime to_datetime plot_model add_text Html write_text".split()
)
