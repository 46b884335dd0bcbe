"""What a package has for more than one device."""

from __future__ import annotations

from dataclasses import replace

import plans
import yaml

from nb2pkg.model import LightningEntry, PlainEntry
from nb2pkg.package.cluster import GPUS, SLURM, cluster_configs, finds_batch_size
from nb2pkg.package.config import settings_of


def test_the_configuration_is_for_the_trainer() -> None:
    files = cluster_configs(plans.PLAN)
    assert yaml.safe_load(files[GPUS]) == {
        "trainer": {"accelerator": "gpu", "devices": -1, "num_nodes": 1, "strategy": "ddp"}
    }
    assert files[SLURM].splitlines()[-1] == (
        f"srun {plans.PLAN.distribution} fit --config configs/default.yaml --config {GPUS} "
        "--trainer.devices 4 --trainer.num_nodes 2"
    )


def test_tasks_and_devices_of_the_job_are_as_many() -> None:
    lines = cluster_configs(plans.PLAN)[SLURM].splitlines()
    asked = dict(line.removeprefix("#SBATCH --").split("=") for line in lines if line.startswith("#SBATCH"))
    given = dict(zip((words := lines[-1].split())[-4::2], words[-3::2], strict=True))
    assert asked["ntasks-per-node"] == asked["gpus-per-node"] == given["--trainer.devices"]
    assert asked["nodes"] == given["--trainer.num_nodes"]


def test_what_was_a_loop_says_how_it_measures() -> None:
    assert isinstance(plans.PLAN.entry, LightningEntry)
    loop = replace(plans.PLAN, entry=replace(plans.PLAN.entry, of_a_loop=True))
    assert "its own share" in cluster_configs(loop)[GPUS]
    assert "its own share" not in cluster_configs(plans.PLAN)[GPUS]
    assert not finds_batch_size(loop)


def test_the_finder_needs_a_batch_size() -> None:
    has = any(one.name == "batch_size" and one.group in ("data", "model") for one in settings_of(plans.PLAN))
    assert finds_batch_size(plans.PLAN) is has


def test_nothing_without_a_trainer() -> None:
    plan = replace(plans.PLAN, entry=PlainEntry((("fit", "fit"),)))
    assert cluster_configs(plan) == {}
    assert not finds_batch_size(plan)
