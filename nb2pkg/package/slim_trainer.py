"""A Trainer of the notebook without the arguments that Lightning takes no more; the report names them."""

from __future__ import annotations

import ast

from nb2pkg.flow.source import head_of

_ARGUMENTS = """
accelerator strategy devices num_nodes precision logger callbacks fast_dev_run max_epochs min_epochs max_steps min_steps
max_time limit_train_batches limit_val_batches limit_test_batches limit_predict_batches overfit_batches
val_check_interval check_val_every_n_epoch num_sanity_val_steps log_every_n_steps enable_checkpointing
enable_progress_bar enable_model_summary accumulate_grad_batches gradient_clip_val gradient_clip_algorithm deterministic
benchmark inference_mode use_distributed_sampler profiler detect_anomaly barebones plugins sync_batchnorm
reload_dataloaders_every_n_epochs default_root_dir enable_autolog_hparams model_registry
"""
_TAKEN = frozenset(_ARGUMENTS.split())


def without_old_arguments(text: str) -> str:
    """Return a statement whose Trainers take only what today's Trainer takes.

    Args:
        text: A statement.

    Returns:
        The same text where nothing is old; else the statement written anew, without its comments.
    """
    tree = ast.parse(text)
    old = [(call, word) for call in _trainers(tree) for word in call.keywords if word.arg and word.arg not in _TAKEN]
    for call, word in old:
        call.keywords.remove(word)
    return ast.unparse(tree) if old else text


def _trainers(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if head_of(call.func) == "Trainer"]
