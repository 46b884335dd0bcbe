# %% [markdown]
# # How noisy is a line
# The noise belongs to the likelihood, which is learned with the line.

# %%
import math

import torch
from torch import nn

torch.manual_seed(4)

# %%
train_x = torch.linspace(0, 1, 50)
train_y = torch.sin(train_x * (2 * math.pi)) + torch.randn(train_x.size()) * math.sqrt(0.04)


# %%
class Waves(nn.Module):
    """A sum of waves whose weights are learned."""

    def __init__(self, n_waves):
        super().__init__()
        self.rates = torch.arange(n_waves) * math.pi
        self.weights = nn.Parameter(torch.randn(n_waves) * 0.1)

    def forward(self, x):
        return torch.sin(x[:, None] * self.rates) @ self.weights


class GaussianLikelihood(nn.Module):
    """Normal noise around what a model says."""

    def __init__(self):
        super().__init__()
        self.raw_noise = nn.Parameter(torch.zeros(1))

    @property
    def noise(self):
        return nn.functional.softplus(self.raw_noise)

    def forward(self, mean):
        return torch.distributions.Normal(mean, self.noise.sqrt())


class MarginalLogLikelihood(nn.Module):
    """What is made as large as it can be."""

    def __init__(self, likelihood, model):
        super().__init__()
        self.likelihood = likelihood
        self.model = model

    def forward(self, output, target):
        return self.likelihood(output).log_prob(target).mean()


# initialize likelihood and model
likelihood = GaussianLikelihood()
model = Waves(n_waves=6)

# %%
training_iter = 30

model.train()
likelihood.train()

optimizer = torch.optim.Adam([{"params": model.parameters()}, {"params": likelihood.parameters(), "lr": 0.05}], lr=0.1)
mll = MarginalLogLikelihood(likelihood, model)


def train():
    for i in range(training_iter):
        # Zero gradients from previous iteration
        optimizer.zero_grad()
        # Output from model
        output = model(train_x)
        # Calc loss and backprop gradients
        loss = -mll(output, train_y)
        loss.backward()
        print(
            f"Iter {i + 1}/{training_iter} - Loss: {loss.item():.3f}   weight: {model.weights[0].item():.3f}   "
            f"noise: {likelihood.noise.item():.3f}"
        )
        optimizer.step()


train()

# %%
model.eval()
likelihood.eval()
with torch.no_grad():
    test_x = torch.linspace(0, 1, 11)
    observed = likelihood(model(test_x))
    print(observed.mean, observed.stddev)
