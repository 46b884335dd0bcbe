"""Configurations to start from on more than one device: all GPUs of a machine, and a SLURM job of several.

Both are Lightning's own engines: https://lightning.ai/docs/pytorch/stable/clouds/cluster_advanced.html
"""

from __future__ import annotations

from nb2pkg.model import LightningEntry, Plan
from nb2pkg.package.config import PATH, settings_of

GPUS, SLURM = "configs/gpus.yaml", "configs/slurm.sh"

_GPUS = """\
# All GPUs of one machine, one process for each; made to be edited.
# Use: {name} fit --config {default} --config {gpus}
# Every process takes batches of its own: with four, a step sees four times as many samples.
{measures}trainer:
  accelerator: gpu
  devices: -1
  num_nodes: 1
  strategy: ddp
"""
_MEASURES = "# What the notebook's loop measured, each measures on its own share of the data.\n"
_SLURM = """\
#!/bin/bash
# Two machines with four GPUs each; made to be edited, and submitted with: sbatch {slurm}
#SBATCH --job-name={name}
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=4
#SBATCH --gpus-per-node=4
#SBATCH --cpus-per-task=4
#SBATCH --time=24:00:00
# Lightning saves a checkpoint and submits the job again when it hears this.
#SBATCH --signal=SIGUSR1@90

srun {name} fit --config {default} --config {gpus} --trainer.devices 4 --trainer.num_nodes 2
"""


def cluster_configs(plan: Plan) -> dict[str, str]:
    """Return the files by path; none where no Trainer of Lightning runs.

    Args:
        plan: The decision record.
    """
    if not isinstance(plan.entry, LightningEntry):
        return {}
    measures = _MEASURES if plan.entry.of_a_loop else ""
    names = {"name": plan.distribution, "default": PATH, "gpus": GPUS, "slurm": SLURM, "measures": measures}
    return {GPUS: _GPUS.format(**names), SLURM: _SLURM.format(**names)}


def finds_batch_size(plan: Plan) -> bool:
    """Say whether Lightning's batch size finder works: there is a batch size, and steps work without an epoch around.

    What was a loop measures where it did, and that needs the passes before.
    """
    if not isinstance(plan.entry, LightningEntry) or plan.entry.of_a_loop:
        return False
    groups = ("data", "model")
    return any(one.name == "batch_size" and one.group in groups and not one.follows for one in settings_of(plan))
