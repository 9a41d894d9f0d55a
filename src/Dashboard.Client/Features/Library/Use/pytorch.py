# Unzip the archive and run this beside load.py. Needs NumPy and PyTorch.
# Plain training with hard labels: a set with label vectors or a learning rate of its own does better with them, see README.md.
import torch
from torch import nn
from load import load

EPOCHS = {epochs}
images, labels, classes, prepare = load("synthetic.npz")
x, y = torch.from_numpy(images), torch.from_numpy(labels)


def block(channels, width):
    return [nn.Conv2d(channels, width, 3, padding=1), nn.GroupNorm(width, width), nn.ReLU(), nn.AvgPool2d(2)]


side = images.shape[-1] // 8
network = nn.Sequential(
    *block(images.shape[1], 128), *block(128, 128), *block(128, 128), nn.Flatten(),
    nn.Linear(128 * (images.shape[-2] // 8) * side, len(classes)))
optimizer = torch.optim.SGD(network.parameters(), lr={rate}, momentum=0.9, weight_decay=5e-4)
for epoch in range(EPOCHS):
    if epoch == EPOCHS // 2 + 1:
        optimizer.param_groups[0]["lr"] *= 0.1
    for batch in torch.randperm(len(x)).split(256):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(x[batch]), y[batch])
        loss.backward()
        optimizer.step()
print("loss:", loss.item())


def predict(test):
    """Class index of each test image: float in [0, 1], [N, C, H, W]."""
    network.eval()
    with torch.no_grad():
        return network(torch.from_numpy(prepare(test))).argmax(1).numpy()
