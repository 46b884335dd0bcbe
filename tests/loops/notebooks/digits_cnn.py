# %% [markdown]
# # Stripes or dots
# A small network tells two kinds of pictures apart; the loop keeps the best weights.

# %%
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(7)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

# %%
batch_size = 16
n_epochs = 3
pictures = torch.rand(96, 1, 8, 8)
pictures[::2, :, ::2] += 1.0
labels = torch.arange(96) % 2
train_loader = DataLoader(TensorDataset(pictures[:64], labels[:64]), batch_size=batch_size, shuffle=True)
valid_loader = DataLoader(TensorDataset(pictures[64:80], labels[64:80]), batch_size=batch_size)
test_loader = DataLoader(TensorDataset(pictures[80:], labels[80:]), batch_size=batch_size)


# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.fc = nn.Linear(4 * 4 * 4, 2)
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv(x)), 2)
        return self.fc(self.dropout(x.flatten(1)))


model = Net().to(device)
print(model)

# %%
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

# %%
valid_loss_min = np.inf  # track change in validation loss
losses = []

for epoch in range(1, n_epochs + 1):
    # keep track of training and validation loss
    train_loss = 0.0
    valid_loss = 0.0

    model.train()
    for data, target in train_loader:
        # move tensors to GPU if CUDA is available
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        output = model(data)
        loss = criterion(output, target)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        # update training loss
        train_loss += loss.item() * data.size(0)

    model.eval()
    with torch.no_grad():
        for data, target in valid_loader:
            data, target = data.to(device), target.to(device)
            output = model(data)
            loss = criterion(output, target)
            valid_loss += loss.item() * data.size(0)

    # calculate average losses
    train_loss = train_loss / len(train_loader.dataset)
    valid_loss = valid_loss / len(valid_loader.dataset)
    losses.append(train_loss)
    print(f"Epoch: {epoch} \tTraining Loss: {train_loss:.6f} \tValidation Loss: {valid_loss:.6f}")

    # save model if validation loss has decreased
    if valid_loss <= valid_loss_min:
        print(f"Validation loss decreased ({valid_loss_min:.6f} --> {valid_loss:.6f}).  Saving model ...")
        torch.save(model.state_dict(), "model.pt")
        valid_loss_min = valid_loss

# %%
model.load_state_dict(torch.load("model.pt"))
model.eval()
correct = 0
for data, target in test_loader:
    correct += (model(data.to(device)).argmax(1).cpu() == target).sum().item()
print(f"Test accuracy: {correct / len(test_loader.dataset):.3f}, losses {losses}")
