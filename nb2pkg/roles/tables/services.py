"""Experiment tracking, and training on somebody else's machines."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    paths=roles(
        data="wandb.Artifact wandb.Table wandb.use_artifact google.cloud.storage google.colab.drive",
        train="""
        wandb mlflow neptune comet_ml clearml aim tensorboard tensorboardX sacred google.cloud.aiplatform sagemaker
        azureml kfp dvclive swanlab ray.train dagshub
        """,
    ),
    names=roles(
        train="log_metric log_metrics log_params log_artifact log_model competition_submit competition_submit_cli",
    ),
)
