"""What shell lines are for, by their first words."""

from __future__ import annotations

from nb2pkg.roles.tables.table import roles

#: The program that is run.
PROGRAMS = roles(
    data="wget curl unzip tar gunzip gzip 7z gdown kaggle git aria2c gsutil aws azcopy cp mv rsync bq unrar jar split",
    train="""
    gcloud accelerate torchrun deepspeed horovodrun autotrain wandb mlflow tb-gcp-uploader tensorboard docker
    """,
    explore="ls cat head tail tree du wc less more find grep file identify",
)
#: Words of a command that trains or evaluates, whatever program it is given to.
TRAINS = ("train", "finetun", "fine_tun", "fine-tun", "eval", "predict", "test", "submit", "infer", "generate")
#: Programs that set the machine up.
SETS_UP = frozenset(
    "pip pip3 conda mamba apt apt-get npm yum brew mkdir export nvidia-smi rm ln chmod echo which".split()
)
#: The same, with their first argument.
SETS_UP_WITH = frozenset(
    tuple(pair.split())
    for pair in (
        "git config",
        "git lfs",
        "git checkout",
        "kaggle config",
        "wandb login",
        "gcloud config",
        "gcloud auth",
    )
)
