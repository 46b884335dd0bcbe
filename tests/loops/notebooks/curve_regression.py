# %% [markdown]
# # A curve through noisy points
# All points are one batch; the best loss and the rate fall as it goes.

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F

torch.manual_seed(1)

# %%
n_points = 60
x = torch.unsqueeze(torch.linspace(-1, 1, n_points), dim=1)
y = x.pow(2) + 0.2 * torch.rand(x.size())
x_test = torch.linspace(-1, 1, 15).unsqueeze(1)
y_test = x_test.pow(2)
print(x.shape, y.mean())


# %%
class Net(torch.nn.Module):
    def __init__(self, n_hidden):
        super().__init__()
        self.hidden = torch.nn.Linear(1, n_hidden)
        self.dropout = torch.nn.Dropout(0.1)
        self.predict = torch.nn.Linear(n_hidden, 1)

    def forward(self, x):
        return self.predict(self.dropout(F.relu(self.hidden(x))))


net = Net(n_hidden=10)
print(net)

# %%
optimizer = torch.optim.SGD(net.parameters(), lr=0.2, momentum=0.5)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=15, gamma=0.5)
loss_func = torch.nn.MSELoss()

# %%
losses, best = [], float("inf")
for t in range(40):
    net.train()
    prediction = net(x)  # input x and predict based on x
    loss = loss_func(prediction, y)

    optimizer.zero_grad()  # clear gradients for next train
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()  # apply gradients

    losses.append(loss.item())
    scheduler.step()
    if t % 10 == 0:
        net.eval()
        with torch.no_grad():
            test_loss = loss_func(net(x_test), y_test)
        print(f"{t}: train {loss.item():.5f} test {test_loss.item():.5f} at {scheduler.get_last_lr()}")
        plt.cla()
        plt.scatter(x.data.numpy(), y.data.numpy())
        plt.plot(x.data.numpy(), prediction.data.numpy(), "r-", lw=5)
    if t % 20 == 19:
        plt.show()
    if loss.item() < best:
        best = loss.item()
    if best < 0.005:
        print("good enough")
        break

# %%
net.eval()
print("best", round(best, 5), len(losses), prediction[:3].flatten(), net(x_test)[:2])
