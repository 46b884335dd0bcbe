"""Training loops of plain PyTorch, told as a LightningModule and a Trainer."""
