"""Under which attributes of datamodule, model and trainer a package keeps what the notebook goes on to use.

rows = load()                       dm = DM(rows[:9])
dm = DM(rows[:9])          ->       dm.notebook_rows = rows     where the class has a ``rows`` of its own
trainer.fit(model, dm)
print(len(rows))                    print(len(datamodule.notebook_rows))
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from nb2pkg.family.lightning.arguments import built_call
from nb2pkg.flow.constants import dotted
from nb2pkg.flow.reach import kept_by_itself
from nb2pkg.flow.reserved import reserved_by
from nb2pkg.flow.world import Definition, World
from nb2pkg.model import Statement

#: Attributes of Lightning's Trainer.
TRAINER = frozenset(
    "accelerator accumulate_grad_batches barebones callback_metrics callbacks check_val_every_n_epoch "
    "checkpoint_callback checkpoint_callbacks ckpt_path current_epoch datamodule default_root_dir device_ids "
    "distributed_sampler_kwargs early_stopping_callback early_stopping_callbacks enable_autolog_hparams "
    "enable_validation estimated_stepping_batches evaluating fast_dev_run fit fit_loop global_rank global_step "
    "gradient_clip_algorithm gradient_clip_val init_module interrupted is_global_zero is_last_batch lightning_module "
    "limit_predict_batches limit_test_batches limit_train_batches limit_val_batches local_rank log_dir "
    "log_every_n_steps logged_metrics logger loggers lr_scheduler_configs max_epochs max_steps min_epochs min_steps "
    "model node_rank num_devices num_nodes num_predict_batches num_sanity_val_batches num_sanity_val_steps "
    "num_test_batches num_training_batches num_val_batches optimizers overfit_batches precision precision_plugin "
    "predict predict_dataloaders predict_loop predicting print profiler progress_bar_callback progress_bar_metrics "
    "received_sigterm reload_dataloaders_every_n_epochs sanity_checking save_checkpoint scaler should_stop state "
    "strategy test test_dataloaders test_loop testing train_dataloader training val_check_batch val_check_interval "
    "val_dataloaders validate validate_loop validating world_size".split()
)
_KNOWN_BASES = frozenset(["LightningDataModule", "LightningModule", "Module", "object"])


def free_attributes(names: Iterable[str], taken: frozenset[str] | None) -> dict[str, str]:
    """An attribute for each name that hides nothing.

    Args:
        names: What is to be kept.
        taken: Attributes that are there already; None where nobody knows.
    """
    return {name: f"notebook_{name}" if taken is None or name in taken else name for name in names}


def attributes_of(class_name: str, owner: str, world: World) -> frozenset[str] | None:
    """The attributes that instances of a class have or are asked for.

    Args:
        class_name: The class.
        owner: What the notebook calls its instance.
        world: The program.

    Returns:
        Their names; None where a base of the class is not known.
    """
    definition = world.definitions.get(class_name)
    lineage = _lineage(definition, world) if definition else None
    if lineage is None:
        return None
    found = set(reserved_by(full for one in lineage for full in one.family))
    for one in lineage:
        tree = ast.parse(one.text)
        found |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        found |= {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
        found |= {name for item in getattr(tree.body[0], "body", []) for name in _members(item)}
    return frozenset(found) | _set_from_outside(owner, world)


def passed_and_kept(statement: Statement, owner: str, world: World) -> dict[str, str]:
    """Names that the class is built with and keeps as they are -> under which of its attributes.

    Args:
        statement: Where it is built.
        owner: What the notebook calls it.
        world: The program.
    """
    call = built_call(statement)
    definition = world.definitions.get(dotted(call.func) or "")
    unpacks = any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords)
    if definition is None or unpacks or definition.family & frozenset(world.definitions):
        return {}
    names = [name for name, _ in definition.arguments]
    given = dict(zip(names, call.args, strict=False)) | {k.arg: k.value for k in call.keywords if k.arg}
    touched = _set_from_outside(owner, world)
    found: dict[str, str] = {}
    for attribute, argument in kept_by_itself(definition.text).items():
        value = given.get(argument)
        if isinstance(value, ast.Name) and attribute not in touched:
            found.setdefault(value.id, attribute)
    return found


def _lineage(definition: Definition, world: World) -> list[Definition] | None:
    found = [definition]
    for full in sorted(definition.family):
        if full in world.definitions:
            found.append(world.definitions[full])
        elif full.rpartition(".")[2] not in _KNOWN_BASES:
            return None
    return found


def _members(item: ast.stmt) -> set[str]:
    if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {item.name}
    return {n.id for n in ast.walk(item) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def _set_from_outside(owner: str, world: World) -> frozenset[str]:
    """Attributes that the notebook sets on the instance: ``dm.extra = 3``."""
    return frozenset(
        node.attr
        for statement in world.statements
        if owner in statement.names.reads
        for node in ast.walk(ast.parse(statement.text))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == owner
    )
