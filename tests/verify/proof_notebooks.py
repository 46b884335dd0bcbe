"""Small notebooks that are really run, with the folder that they need."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

TORCH = """
# Two moons
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
import matplotlib.pyplot as plt
import pandas as pd

SEED = 3
EPOCHS = 3
torch.manual_seed(SEED)
np.random.seed(SEED)
---
table = pd.read_csv("points.csv")
table.head(3)
---
label_ids = {"low": 0, "high": 1}
labels = table["label"].map(label_ids).to_numpy()
points = table[["x", "y"]].to_numpy().astype("float32")
split = int(0.8 * len(points))
train_set = TensorDataset(torch.tensor(points[:split]), torch.tensor(labels[:split]))
valid_set = TensorDataset(torch.tensor(points[split:]), torch.tensor(labels[split:]))
train_loader = DataLoader(train_set, batch_size=16, shuffle=True)
valid_loader = DataLoader(valid_set, batch_size=16)
print(len(train_set), len(valid_set))
---
plt.scatter(points[:, 0], points[:, 1])
plt.title("points")
plt.show()
---
class Net(nn.Module):
    def __init__(self, hidden=8):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, hidden), nn.ReLU(), nn.Linear(hidden, 2))

    def forward(self, x):
        return self.layers(x)

model = Net()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
---
history = []
for epoch in range(EPOCHS):
    model.train()
    total = 0.0
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    history.append(total / len(train_set))
    print(f"epoch {epoch}: loss {history[-1]:.4f}")
---
model.eval()
with torch.no_grad():
    hits = sum((model(x).argmax(1) == y).sum().item() for x, y in valid_loader)
accuracy = hits / len(valid_set)
print("accuracy", accuracy)
torch.save(model.state_dict(), "net.pt")
"""
#: What is changed in the package (file, text, instead of it), one at a time.
TORCH_CHANGES = {
    "learning rate": ("lr: float = 0.01", "lr: float = 0.02"),
    "epochs": ('"max_epochs": 3', '"max_epochs": 2'),
    "loss": ("nn.CrossEntropyLoss()", "nn.CrossEntropyLoss(label_smoothing=0.1)"),
    "split": ("split_fraction: float = 0.8", "split_fraction: float = 0.7"),
    "label map": ('{"low": 0, "high": 1}', '{"low": 1, "high": 0}'),
    "seed": ("seed_everything_default=3", "seed_everything_default=4"),
    "optimizer": ("torch.optim.Adam", "torch.optim.AdamW"),
}

SKLEARN = """
# Which iris
import pandas as pd
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
---
iris = load_iris(as_frame=True)
X, y = iris.data, iris.target
X.describe()
---
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)
print(X_train.shape)
---
scaled = make_pipeline(StandardScaler(), LogisticRegression(max_iter=300))
search = GridSearchCV(scaled, {"logisticregression__C": [0.1, 1.0]}, cv=3)
search.fit(X_train, y_train)
print(search.best_params_)
---
forest = RandomForestClassifier(n_estimators=10, max_depth=2, random_state=1)
forest.fit(X_train, y_train)
predicted = forest.predict(X_test)
print(f"accuracy {accuracy_score(y_test, predicted):.4f}")
---
pd.DataFrame({"id": X_test.index, "species": predicted}).to_csv("submission.csv", index=False)
"""
SKLEARN_CHANGES = {
    "trees": ("n_estimators: int = 10", "n_estimators: int = 11"),
    "split": ("test_size: float = 0.25", "test_size: float = 0.2"),
    "grid": ("[0.1, 1.0]", "[0.1, 2.0]"),
    "scaling": ("make_pipeline(StandardScaler(), ", "make_pipeline("),
}


def place(folder: Path, text: str) -> Path:
    """A folder with the notebook of that text, and the data that it reads."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    points = rng.normal(size=(80, 2))
    rows = [f"{x:.4f},{y:.4f},{'high' if x + y > 0 else 'low'}" for x, y in points]
    (folder / "points.csv").write_text("x,y,label\n" + "\n".join(rows) + "\n")
    notebook = folder / "notebook.ipynb"
    notebook.write_text(json.dumps(document(text)))
    return notebook


def document(text: str) -> dict[str, object]:
    """A notebook: a first line that is its title, then cells between lines of ---."""
    title, _, rest = text.strip().partition("\n")
    cells: list[dict[str, object]] = [{"cell_type": "markdown", "metadata": {}, "source": title}]
    for source in rest.split("\n---\n"):
        cells.append(
            {"cell_type": "code", "metadata": {}, "source": source.strip(), "execution_count": None, "outputs": []}
        )
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
