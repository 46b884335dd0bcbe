# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # How many bikes are out? A Lightning baseline
# No DataModule, just loaders - enough for a table of this size.

# %%
# %%capture
# !pip install lightning torchmetrics -q

# %%
import os
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
import torch
from torch import nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split
import lightning as L
from lightning.pytorch.callbacks import Callback, ModelCheckpoint, EarlyStopping
from lightning.pytorch.loggers import CSVLogger
import torchmetrics
# %matplotlib inline

# %%
#@title Settings { run: "auto" }
batch_size = 32 #@param {type:"integer"}
max_epochs = 4 #@param {type:"slider", min:1, max:50, step:1}
learning_rate = 5e-3 #@param {type:"number"}
hidden_dim = 16 #@param [8, 16, 32, 64] {type:"raw"}
SEED = 17
L.seed_everything(SEED)

# %% [markdown]
# ## The rentals
# One row an hour; made up, the real file does not fit in here.

# %%
hours = 360
rng = np.random.RandomState(0)
df = pd.DataFrame({
    "hour": np.arange(hours) % 24,
    "weekday": (np.arange(hours) // 24) % 7,
    "temp": 15 + 8 * np.sin(np.arange(hours) / 24) + rng.normal(0, 2, hours),
    "wind": rng.gamma(2.0, 3.0, hours),
})
df["count"] = (40 + 30 * np.sin((df.hour - 6) / 24 * 2 * np.pi) + 1.5 * df.temp - df.wind - 8 * (df.weekday > 4)
               + rng.normal(0, 4, hours)).clip(lower=0).round()
df.describe()

# %%
df.groupby("hour")["count"].mean().plot(marker="o", title="rentals by hour")
plt.ylabel("bikes")
plt.show()

# %%
df["hour_sin"], df["hour_cos"] = np.sin(df.hour * 2 * np.pi / 24), np.cos(df.hour * 2 * np.pi / 24)
features = ["hour_sin", "hour_cos", "weekday", "temp", "wind"]
n_test = 72
train_part = df.iloc[:-n_test]
mean, std = train_part[features].mean(), train_part[features].std()
y_mean, y_std = train_part["count"].mean(), train_part["count"].std()

def tensors(part):
    X = torch.tensor(((part[features] - mean) / std).values, dtype=torch.float32)
    y = torch.tensor(((part["count"] - y_mean) / y_std).values, dtype=torch.float32)
    return TensorDataset(X, y)

full_ds = tensors(train_part)
test_ds = tensors(df.iloc[-n_test:])
n_val = int(len(full_ds) * 0.2)
train_ds, val_ds = random_split(full_ds, [len(full_ds) - n_val, n_val], generator=torch.Generator().manual_seed(SEED))
print(len(train_ds), len(val_ds), len(test_ds))

# %%
train_loader = DataLoader(train_ds, batch_size=batch_size, shuffle=True)
val_loader = DataLoader(val_ds, batch_size=batch_size)
test_loader = DataLoader(test_ds, batch_size=batch_size)
xb, yb = next(iter(test_loader))
print(xb.shape, yb.shape)


# %% [markdown]
# ## Model

# %%
class BikeRegressor(L.LightningModule):
    def __init__(self, n_features, hidden_dim=32, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(
            nn.Linear(n_features, hidden_dim), nn.ReLU(), nn.Dropout(0.05), nn.Linear(hidden_dim, 1)
        )
        self.val_mae = torchmetrics.MeanAbsoluteError()
        self.test_mae = torchmetrics.MeanAbsoluteError()

    def forward(self, x):
        return self.net(x).squeeze(-1)

    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = F.mse_loss(self(x), y)
        self.log("train_loss", loss, on_step=False, on_epoch=True)
        return loss

    def validation_step(self, batch, batch_idx):
        x, y = batch
        y_hat = self(x)
        self.val_mae(y_hat, y)
        self.log("val_loss", F.mse_loss(y_hat, y), prog_bar=True)
        self.log("val_mae", self.val_mae)

    def test_step(self, batch, batch_idx):
        x, y = batch
        self.test_mae(self(x), y)
        self.log("test_mae", self.test_mae)

    def predict_step(self, batch, batch_idx, dataloader_idx=0):
        return self(batch[0])

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
        scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "monitor": "val_loss"}}


class PrintTableCallback(Callback):
    """Prints the losses after every epoch, like keras does"""
    def __init__(self, digits=4):
        self.digits = digits
        self.rows = []

    def on_train_epoch_end(self, trainer, pl_module):
        m = trainer.callback_metrics
        row = {k: round(float(m[k]), self.digits) for k in ("train_loss", "val_loss", "val_mae")}
        self.rows.append(row)
        print(f"epoch {trainer.current_epoch}:", row)


# %%
model = BikeRegressor(n_features=len(features), hidden_dim=hidden_dim, lr=learning_rate)
print(model)
sum(p.numel() for p in model.parameters())

# %% [markdown]
# ## Training

# %%
checkpoint_callback = ModelCheckpoint(
    dirpath="checkpoints", filename="bikes-best", monitor="val_loss", mode="min", save_top_k=1
)
table_callback = PrintTableCallback()
early_stop = EarlyStopping(monitor="val_loss", patience=3)
logger = CSVLogger("logs", name="bikes")
trainer = L.Trainer(
    max_epochs=max_epochs,
    accelerator="cpu",
    devices=1,
    logger=logger,
    callbacks=[checkpoint_callback, early_stop, table_callback],
    gradient_clip_val=1.0,
    log_every_n_steps=5,
    enable_progress_bar=False,
    enable_model_summary=False,
)
trainer.fit(model, train_loader, val_loader)

# %%
print("best:", os.path.basename(checkpoint_callback.best_model_path), f"{checkpoint_callback.best_model_score:.4f}")
history = pd.DataFrame(table_callback.rows)
history[["train_loss", "val_loss"]].plot(title="loss")
plt.show()

# %% [markdown]
# ## Test
# With the best weights, not with the last ones.

# %%
best_model = BikeRegressor.load_from_checkpoint(checkpoint_callback.best_model_path)
best_model.eval()
results = trainer.test(best_model, dataloaders=test_loader, verbose=False)
print(f"test MAE: {results[0]['test_mae'] * y_std:.2f} bikes")

# %%
preds = torch.cat(trainer.predict(best_model, test_loader)).numpy() * y_std + y_mean
truth = df["count"].iloc[-n_test:].to_numpy()
plt.plot(truth, label="true")
plt.plot(preds, label="predicted")
plt.legend(); plt.title("last three days")
plt.show()
print("RMSE", np.sqrt(((preds - truth) ** 2).mean()).round(2))

# %%
submission = pd.DataFrame({"hour": df.index[-n_test:], "count": preds.round(2)})
submission.to_csv("submission.csv", index=False)
submission.head()
