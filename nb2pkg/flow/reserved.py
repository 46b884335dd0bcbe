"""Attributes that classes of torch and Lightning have: an argument kept under such a name would hide them."""

from __future__ import annotations

from collections.abc import Iterable


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_MODULE = _words(
    "T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches",
    "eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict",
    "modules mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook",
    "register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook",
    "register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook",
    "register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_",
    "set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad",
)
_HOOKS = _words(
    "on_after_backward on_before_backward on_before_optimizer_step on_before_zero_grad on_exception on_fit_end",
    "on_fit_start on_load_checkpoint on_predict_batch_end on_predict_batch_start on_predict_end on_predict_epoch_end",
    "on_predict_epoch_start on_predict_start on_sanity_check_end on_sanity_check_start on_save_checkpoint",
    "on_test_batch_end on_test_batch_start on_test_end on_test_epoch_end on_test_epoch_start on_test_start",
    "on_train_batch_end on_train_batch_start on_train_end on_train_epoch_end on_train_epoch_start on_train_start",
    "on_validation_batch_end on_validation_batch_start on_validation_end on_validation_epoch_end",
    "on_validation_epoch_start on_validation_start setup teardown state_dict load_state_dict state_key",
)
_DATA = _words(
    "CHECKPOINT_HYPER_PARAMS_KEY CHECKPOINT_HYPER_PARAMS_NAME CHECKPOINT_HYPER_PARAMS_TYPE",
    "allow_zero_length_dataloader_with_multiple_devices from_datasets hparams hparams_initial load_from_checkpoint",
    "name on_after_batch_transfer on_before_batch_transfer predict_dataloader prepare_data prepare_data_per_node",
    "remove_ignored_hparams save_hyperparameters test_dataloader train_dataloader trainer",
    "transfer_batch_to_device val_dataloader",
)
_LIGHTNING = _words(
    "all_gather automatic_optimization backward clip_gradients configure_callbacks configure_gradient_clipping",
    "configure_model configure_optimizers configure_sharded_model current_epoch device device_mesh dtype",
    "example_input_array fabric freeze global_rank global_step local_rank log log_dict logger loggers",
    "lr_scheduler_step lr_schedulers manual_backward on_gpu on_predict_model_eval on_test_model_eval",
    "on_test_model_train on_validation_model_eval on_validation_model_train on_validation_model_zero_grad",
    "optimizer_step optimizer_zero_grad optimizers predict_step print strict_loading test_step to_onnx to_tensorrt",
    "to_torchscript toggle_optimizer toggled_optimizer training_step unfreeze untoggle_optimizer validation_step",
)

#: Attributes by the last name of the base class.
RESERVED = {
    "Module": _MODULE,
    "LightningModule": _MODULE | _HOOKS | (_DATA - {"name", "from_datasets"}) | _LIGHTNING,
    "LightningDataModule": _HOOKS | _DATA,
    "Callback": _HOOKS,
}


def reserved_by(family: Iterable[str]) -> frozenset[str]:
    """The attributes that classes with these bases have.

    Args:
        family: Dotted paths of all bases.
    """
    return frozenset[str]().union(*(RESERVED.get(full.rpartition(".")[2], frozenset()) for full in family))
