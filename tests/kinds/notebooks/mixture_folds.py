# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Which wine is in the mixture? (PyTorch, 3 folds)
# **v4** - now with label smoothing. CV 0.9x, see the bottom. Upvote if you like it :)

# %%
# !nvidia-smi
# %matplotlib inline
import os, gc, random, time
import copy
from collections import defaultdict
import numpy as np
import pandas as pd
import matplotlib.pyplot as plt
from tqdm.auto import tqdm

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import Dataset, DataLoader
from torch.optim import lr_scheduler
from sklearn.model_selection import StratifiedKFold
from sklearn.metrics import accuracy_score, log_loss
from sklearn.preprocessing import StandardScaler
import warnings
warnings.filterwarnings("ignore")


# %%
class CFG:
    seed = 2021
    debug = False
    n_fold = 3           # number of folds
    trn_fold = [0, 1, 2]
    epochs = 3
    train_bs = 16
    valid_bs = 64
    hidden = 24
    dropout = 0.1
    lr = 2e-2
    weight_decay = 1e-6
    smoothing = 0.05
    device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")
    OUTPUT_DIR = "./weights"

def set_seed(seed=42):
    '''Sets the seed of the entire notebook so results are the same every time we run.'''
    np.random.seed(seed)
    random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed(seed)
    torch.backends.cudnn.deterministic = True
    os.environ['PYTHONHASHSEED'] = str(seed)

set_seed(CFG.seed)
os.makedirs(CFG.OUTPUT_DIR, exist_ok=True)

# %% [markdown]
# ## Data
# The competition files are gone, so here is a stand-in with the same columns.

# %%
def make_table(n, rng):
    label = rng.integers(0, 3, n)
    centers = np.array([[1.0, 0, -1, 0.5], [-1.0, 1, 0, 0.5], [0, -1, 1, -1.0]])
    X = centers[label] + rng.normal(0, 0.8, (n, 4))
    df = pd.DataFrame(X, columns=[f"feat_{i}" for i in range(4)])
    df["target"] = label
    return df

rng = np.random.default_rng(CFG.seed)
train = make_table(180, rng)
test = make_table(40, rng).drop(columns="target")
train.insert(0, "id", range(len(train)))
test.insert(0, "id", range(1000, 1000 + len(test)))
if CFG.debug:
    train = train.sample(60, random_state=CFG.seed).reset_index(drop=True)
print(f"train: {train.shape}  test: {test.shape}")

# %%
feature_cols = [c for c in train.columns if c.startswith("feat")]
scaler = StandardScaler()
train[feature_cols] = scaler.fit_transform(train[feature_cols])
test[feature_cols] = scaler.transform(test[feature_cols])

# %% [markdown]
# ## CV split

# %%
skf = StratifiedKFold(n_splits=CFG.n_fold, shuffle=True, random_state=CFG.seed)
for fold, (_, val_) in enumerate(skf.split(X=train, y=train.target)):
    train.loc[val_, "kfold"] = fold
train["kfold"] = train["kfold"].astype(int)
print(train.groupby(["kfold", "target"]).size().unstack())


# %% [markdown]
# ## Dataset and model

# %%
class WineDataset(Dataset):
    def __init__(self, df, train=True):
        self.X = df[feature_cols].values.astype(np.float32)
        self.y = df["target"].values if train else None

    def __len__(self):
        return len(self.X)

    def __getitem__(self, idx):
        x = torch.from_numpy(self.X[idx])
        if self.y is None:
            return x
        return x, torch.tensor(self.y[idx], dtype=torch.long)


class WineNet(nn.Module):
    def __init__(self, n_in, n_out=3, hidden=32, dropout=0.2):
        super(WineNet, self).__init__()
        self.bn = nn.BatchNorm1d(n_in)
        self.fc1 = nn.Linear(n_in, hidden)
        self.drop = nn.Dropout(dropout)
        self.fc2 = nn.Linear(hidden, n_out)

    def forward(self, x):
        x = self.bn(x)
        x = F.relu(self.fc1(x))
        return self.fc2(self.drop(x))

class AverageMeter:
    """Computes and stores the average and current value"""
    def __init__(self):
        self.reset()
    def reset(self):
        self.val = 0
        self.avg = 0
        self.sum = 0
        self.count = 0
    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count


# %%
def criterion(outputs, targets):
    return nn.CrossEntropyLoss(label_smoothing=CFG.smoothing)(outputs, targets)

def train_one_epoch(model, optimizer, scheduler, dataloader, device, epoch):
    model.train()
    losses = AverageMeter()
    bar = tqdm(enumerate(dataloader), total=len(dataloader))
    for step, (x, y) in bar:
        x = x.to(device)
        y = y.to(device)
        outputs = model(x)
        loss = criterion(outputs, y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        optimizer.zero_grad()
        if scheduler is not None:
            scheduler.step()
        losses.update(loss.item(), x.size(0))
        bar.set_postfix(Epoch=epoch, Train_Loss=losses.avg, LR=optimizer.param_groups[0]['lr'])
    gc.collect()
    return losses.avg

@torch.no_grad()
def valid_one_epoch(model, dataloader, device, epoch):
    model.eval()
    losses = AverageMeter()
    preds = []
    for x, y in tqdm(dataloader, leave=False):
        x, y = x.to(device), y.to(device)
        outputs = model(x)
        losses.update(criterion(outputs, y).item(), x.size(0))
        preds.append(outputs.softmax(1).cpu().numpy())
    return losses.avg, np.concatenate(preds)


# %%
def prepare_loaders(fold):
    df_train = train[train.kfold != fold].reset_index(drop=True)
    df_valid = train[train.kfold == fold].reset_index(drop=True)
    train_loader = DataLoader(WineDataset(df_train), batch_size=CFG.train_bs, shuffle=True, num_workers=0, drop_last=True)
    valid_loader = DataLoader(WineDataset(df_valid), batch_size=CFG.valid_bs, shuffle=False, num_workers=0)
    return train_loader, valid_loader

def run_training(fold):
    train_loader, valid_loader = prepare_loaders(fold)
    model = WineNet(len(feature_cols), hidden=CFG.hidden, dropout=CFG.dropout).to(CFG.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=CFG.lr, weight_decay=CFG.weight_decay)
    scheduler = lr_scheduler.CosineAnnealingLR(optimizer, T_max=CFG.epochs * len(train_loader), eta_min=1e-5)

    best_model_wts = copy.deepcopy(model.state_dict())
    best_loss = np.inf
    best_preds = None
    history = defaultdict(list)
    for epoch in range(1, CFG.epochs + 1):
        train_loss = train_one_epoch(model, optimizer, scheduler, train_loader, CFG.device, epoch)
        val_loss, preds = valid_one_epoch(model, valid_loader, CFG.device, epoch)
        history["Train Loss"].append(train_loss)
        history["Valid Loss"].append(val_loss)
        print(f"[{fold}] epoch {epoch}: train {train_loss:.4f}  valid {val_loss:.4f}")
        # deep copy the model
        if val_loss <= best_loss:
            print(f"  Validation Loss Improved ({best_loss:.4f} ---> {val_loss:.4f})")
            best_loss = val_loss
            best_preds = preds
            best_model_wts = copy.deepcopy(model.state_dict())
            torch.save(model.state_dict(), f"{CFG.OUTPUT_DIR}/fold{fold}_best.pth")

    # load best model weights
    model.load_state_dict(best_model_wts)
    return model, best_loss, best_preds, history


# %% [markdown]
# ## Training
# About a minute on the GPU.

# %%
oof = np.zeros((len(train), 3))
scores, models = [], []
histories = {}
for fold in range(CFG.n_fold):
    if fold not in CFG.trn_fold:
        continue
    print(f"====== Fold: {fold} ======")
    model, best_loss, preds, history = run_training(fold)
    oof[train.kfold == fold] = preds
    histories[fold] = history
    scores.append(best_loss)
    models.append(model)
print("CV:", np.round(np.mean(scores), 4), "+-", np.round(np.std(scores), 4))

# %%
cv_acc = accuracy_score(train.target, oof.argmax(1))
cv_loss = log_loss(train.target, oof)
print(f"OOF accuracy {cv_acc:.4f}, log loss {cv_loss:.4f}")

# %%
fig, axes = plt.subplots(1, CFG.n_fold, figsize=(9, 2.5), sharey=True)
for ax, (fold, h) in zip(axes, histories.items()):
    ax.plot(h["Train Loss"], label="train")
    ax.plot(h["Valid Loss"], label="valid")
    ax.set_title(f"fold {fold}")
axes[0].legend()
plt.tight_layout()
plt.show()

# %%
plt.bar(range(3), np.bincount(oof.argmax(1), minlength=3) / len(oof), label="out of fold")
plt.plot(range(3), train["target"].value_counts(normalize=True).sort_index(), "k_", ms=20, label="true")
plt.legend(); plt.title("target");

# %% [markdown]
# ## Inference
# Mean over the folds, each with its best weights.

# %%
test_loader = DataLoader(WineDataset(test, train=False), batch_size=CFG.valid_bs, shuffle=False)
fold_preds = []
for fold in CFG.trn_fold:
    net = WineNet(len(feature_cols), hidden=CFG.hidden, dropout=CFG.dropout).to(CFG.device)
    net.load_state_dict(torch.load(f"{CFG.OUTPUT_DIR}/fold{fold}_best.pth", map_location=CFG.device))
    net.eval()
    probs = []
    with torch.no_grad():
        for x in test_loader:
            probs.append(net(x.to(CFG.device)).softmax(1).cpu().numpy())
    fold_preds.append(np.concatenate(probs))
test_pred = np.mean(fold_preds, axis=0)

# %%
sub = pd.DataFrame(test_pred.round(5), columns=[f"class_{i}" for i in range(3)])
sub.insert(0, "id", test["id"].values)
sub.to_csv("submission.csv", index=False)
sub.head()

# %%
# !head -3 submission.csv
