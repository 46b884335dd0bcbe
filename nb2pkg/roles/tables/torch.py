"""PyTorch and what is built on it."""

from __future__ import annotations

from nb2pkg.roles.tables.table import Table, roles

TABLE = Table(
    paths=roles(
        data="""
        torch.utils.data torchvision.datasets torchvision.transforms torchvision.io torchtext torchdata torchio
        albumentations imgaug kornia.augmentation monai.transforms monai.data rising torch_geometric.datasets
        torch_geometric.data torch_geometric.loader torch_geometric.transforms dgl.data medmnist webdataset
        pytorch_forecasting.data pytorch_forecasting.TimeSeriesDataSet litdata
        """,
        model="""
        torch.nn torchvision.models torchvision.ops torch.hub torchmetrics lightning.metrics timm
        segmentation_models_pytorch efficientnet_pytorch pretrainedmodels monai.networks monai.losses monai.metrics
        torch_geometric.nn dgl.nn gpytorch pytorch_forecasting pytorch_tabnet detectron2.modeling detectron2.model_zoo
        mmdet mmseg ultralytics einops.layers kornia.losses pyro torchcrf norse snntorch
        """,
        train="""
        torch.optim torch.cuda.amp torch.amp torch.autograd torch.distributed torch.save torch.profiler
        torch.utils.tensorboard torch_optimizer torch_xla lightning.callbacks lightning.loggers lightning.Trainer
        lightning.tuner lightning.Tuner lightning.seed_everything torch.manual_seed lightning.profilers
        lightning.strategies lightning.plugins lightning.Fabric ignite catalyst accelerate deepspeed apex torch.onnx
        torch.device detectron2.engine detectron2.evaluation
        """,
        plain="""
        torch torch.nn.functional torch.nn.utils.clip_grad_norm_ torch.tensor torchvision lightning gpytorch.settings
        einops torch.nn.utils.rnn torch.autograd.Variable gpytorch.distributions
        """,
    ),
    names=roles(
        data="DataLoader DataLoader2 TensorDataset ImageFolder Subset ConcatDataset collate_fn TimeSeriesDataSet",
        train="""
        Trainer Tuner lr_find scale_batch_size save_checkpoint backward manual_backward zero_grad clip_grad_norm_
        clip_grad_value_ seed_everything manual_seed validate test SummaryWriter add_scalar add_scalars add_histogram
        """,
        model="load_state_dict load_from_checkpoint from_dataset requires_grad_ add_module DataParallel",
    ),
    bases=roles(
        data="""
        LightningDataModule Dataset IterableDataset TensorDataset Sampler BatchSampler ImageFolder InMemoryDataset
        VisionDataset DataLoader
        """,
        model="""
        LightningModule Module Metric Function ModuleList Sequential _Loss MessagePassing ExactGP ApproximateGP Kernel
        """,
        train="Callback Optimizer LRScheduler _LRScheduler Trainer Logger DefaultTrainer",
    ),
)
