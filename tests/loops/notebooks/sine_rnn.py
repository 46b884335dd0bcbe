# %% [markdown]
# # The next value of a wave

# %%
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)

# %%
SEQ_LEN = 12
HIDDEN = 16
EPOCHS = 4
LR = 1e-2
PATIENCE = 2

wave = torch.sin(torch.arange(0, 200) * 0.3) + 0.1 * torch.randn(200)
windows = torch.stack([wave[i : i + SEQ_LEN + 1] for i in range(len(wave) - SEQ_LEN)])
train_dl = DataLoader(TensorDataset(windows[:140, :-1], windows[:140, -1]), batch_size=20, shuffle=True)
valid_dl = DataLoader(TensorDataset(windows[140:, :-1], windows[140:, -1]), batch_size=20)


# %%
class Forecaster(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.rnn = nn.GRU(1, hidden, batch_first=True)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(hidden, 1)

    def forward(self, x):
        out, _ = self.rnn(x.unsqueeze(-1))
        return self.head(self.drop(out[:, -1])).squeeze(-1)


# %%
def train(model, loader, optimizer, criterion, log_interval=5):
    """One pass over the training data."""
    model.train()
    total = 0.0
    for step, (x, y) in enumerate(loader):
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item()
        if step % log_interval == 0:
            print(f"  step {step}: {loss.item():.4f}")
    return total / len(loader)


def evaluate(model, loader, criterion):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x, y in loader:
            total += criterion(model(x), y).item()
    return total / len(loader)


# %%
model = Forecaster(HIDDEN)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=LR)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)

history = {"train": [], "valid": []}
best, waited = float("inf"), 0
for epoch in range(EPOCHS):
    train_loss = train(model, train_dl, optimizer, criterion)
    valid_loss = evaluate(model, valid_dl, criterion)
    history["train"].append(train_loss)
    history["valid"].append(valid_loss)
    print(f"{epoch}: train {train_loss:.5f} valid {valid_loss:.5f}")
    if valid_loss < best:
        best, waited = valid_loss, 0
    else:
        waited += 1
        if waited >= PATIENCE:
            print("early stopping")
            break
    scheduler.step()

# %%
print("best", round(best, 5), history["valid"])
