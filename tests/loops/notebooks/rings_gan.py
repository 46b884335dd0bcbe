# %% [markdown]
# # Points on a ring, made up by a network

# %%
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(3)
latent_dim = 4
num_epochs = 2
print_every = 4

# %%
angle = torch.rand(128) * 6.2832
ring = torch.stack([angle.cos(), angle.sin()], 1) + 0.05 * torch.randn(128, 2)
train_loader = DataLoader(TensorDataset(ring), batch_size=16, shuffle=True)


# %%
class Discriminator(nn.Module):
    def __init__(self, hidden_dim):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, hidden_dim), nn.LeakyReLU(0.2), nn.Linear(hidden_dim, 1))

    def forward(self, x):
        return self.net(x).squeeze(-1)


class Generator(nn.Module):
    def __init__(self, z_dim, hidden_dim):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(z_dim, hidden_dim), nn.ReLU(), nn.Linear(hidden_dim, 2))

    def forward(self, z):
        return self.net(z)


D = Discriminator(24)
G = Generator(latent_dim, 24)


# %%
def real_loss(scores, smooth=False):
    labels = torch.ones_like(scores) * (0.9 if smooth else 1.0)
    return nn.functional.binary_cross_entropy_with_logits(scores, labels)


def fake_loss(scores):
    return nn.functional.binary_cross_entropy_with_logits(scores, torch.zeros_like(scores))


d_optimizer = torch.optim.Adam(D.parameters(), lr=0.002)
g_optimizer = torch.optim.Adam(G.parameters(), lr=0.001, betas=(0.5, 0.999))

# %%
losses = []
fixed_z = torch.randn(5, latent_dim)
for epoch in range(num_epochs):
    for batch_i, (real,) in enumerate(train_loader):
        # train the discriminator
        d_optimizer.zero_grad()
        d_real = real_loss(D(real), smooth=True)
        z = torch.randn(real.size(0), latent_dim)
        d_fake = fake_loss(D(G(z).detach()))
        d_loss = d_real + d_fake
        d_loss.backward()
        d_optimizer.step()

        # train the generator
        g_optimizer.zero_grad()
        z = torch.randn(real.size(0), latent_dim)
        g_loss = real_loss(D(G(z)))
        g_loss.backward()
        g_optimizer.step()

        if batch_i % print_every == 0:
            print(f"Epoch [{epoch + 1}/{num_epochs}] d_loss: {d_loss.item():.4f} g_loss: {g_loss.item():.4f}")
    losses.append((d_loss.item(), g_loss.item()))

# %%
with torch.no_grad():
    made = G(fixed_z)
print(losses, made.shape)
