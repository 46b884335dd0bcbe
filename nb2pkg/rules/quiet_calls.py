"""Calls at the end of a cell whose value is not worth keeping: they do something, and return nothing that tells."""

from __future__ import annotations

#: Methods and functions, whatever they are asked of.
_NAMES = frozenset(
    "print show display title xlabel ylabel legend grid tight_layout xlim ylim xticks yticks colorbar "
    "axis suptitle seed manual_seed seed_everything setup prepare_data fit info simplefilter "
    "filterwarnings savefig close to_csv save makedirs mkdir append extend update remove sort clear "
    "finish login run set_option axhline axvline collect set_size_inches set_title set_xlabel set_ylabel "
    "set_style set_theme set figure imshow scatter plot hist bar barh subplots_adjust compile chdir "
    "fine_tune fit_one_cycle push_to_hub notebook_login show_batch show_results freeze unfreeze interact "
    "clear_output Popen run_path write_bytes write_text init_printing "
    # Axes
    "set_xlim set_ylim set_zlim set_xticks set_yticks set_xticklabels set_yticklabels set_zlabel set_xscale "
    "set_yscale set_aspect set_axis_off set_facecolor tick_params invert_xaxis invert_yaxis autofmt_xdate despine "
    # networks
    "adapt backward load_state_dict load_weights manual_seed_all register_backward_hook register_forward_hook "
    "register_forward_pre_hook register_full_backward_hook requires_grad_ save_model save_pretrained save_weights "
    "zero_grad set_seed clear_session empty_cache gradient_checkpointing_enable "
    # tables and files
    "set_format to_excel to_feather to_parquet to_pickle to_sql extractall imwrite urlretrieve writelines "
    # what is set up
    "setLevel basicConfig pandas setdefault insert reverse discard".split()
)

#: Functions by their full names; a name that ends in a dot or a star stands for all that begin so.
_FULL = (
    "matplotlib.*",
    "report.*",
    "warnings.*",
    "gc.*",
    "torch.set_*",
    "seaborn.set*",
    "numpy.set_*",
    "numpy.save*",
    "pandas.set_*",
    "numpy.testing.assert_*",
    "logging.captureWarnings",
    "logging.debug",
    "logging.disable",
    "logging.error",
    "logging.info",
    "logging.warning",
    "transformers.logging.set_*",
    "datasets.disable_*",
    "datasets.enable_*",
    "google.cloud.aiplatform.init",
    "wandb.alert",
    "wandb.define_metric",
    "wandb.init",
    "wandb.log",
    "wandb.require",
    "wandb.watch",
    "mlflow.autolog",
    "mlflow.end_run",
    "mlflow.log_*",
    "mlflow.set_*",
    "mlflow.start_run",
    "json.dump",
    "joblib.dump",
    "pickle.dump",
    "cloudpickle.dump",
    "dill.dump",
    "nltk.download",
    "gdown.download",
    "wget.download",
    "random.shuffle",
    "numpy.random.shuffle",
    "os.system",
    "os.rename",
    "os.replace",
    "os.unlink",
    "os.rmdir",
    "os.removedirs",
    "shutil.copy*",
    "shutil.move",
    "shutil.rmtree",
    "shutil.make_archive",
    "shutil.unpack_archive",
    "sys.setrecursionlimit",
    "time.sleep",
    "torch.cuda.synchronize",
    "torch.use_deterministic_algorithms",
    "torch.autograd.set_detect_anomaly",
    "torch.random.manual_seed",
    "torch.distributed.init_process_group",
    "tensorflow.config.*",
)
_WHOLE = frozenset(name for name in _FULL if not name.endswith("*"))
_BEGINNINGS = tuple(name[:-1] for name in _FULL if name.endswith("*"))
#: They tell what there is, though their neighbours do not.
_TELL = frozenset(("gc.get_count", "gc.get_stats", "gc.get_threshold", "gc.isenabled"))
_TELLING = ("tensorflow.config.list_", "tensorflow.config.get_", "matplotlib.get_", "matplotlib.colormaps")
#: Methods that return nothing of some objects only, which go by names with these words in them.
_OF_SOME = {
    "step": ("optim", "opt", "sched", "scaler"),
    "add": ("model", "net", "seq", "layers", "discriminator", "generator", "seen"),
    "write": ("file", "f", "out", "writer"),
}


def is_quiet(full: str, name: str, owner: str) -> bool:
    """Whether a call returns nothing that is worth keeping.

    Args:
        full: The function's dotted name, imports looked through; empty where it has none.
        name: The last part of what is called.
        owner: The variable that it is asked of; empty where that is none.
    """
    if full in _TELL or full.startswith(_TELLING):
        return False
    if full in _WHOLE or (full and full.startswith(_BEGINNINGS)):
        return True
    words = _OF_SOME.get(name, ())
    return (name in _NAMES and full != "set") or any(_is_called(owner.lower(), word) for word in words)


def _is_called(owner: str, word: str) -> bool:
    return owner == word if len(word) == 1 else word in owner
