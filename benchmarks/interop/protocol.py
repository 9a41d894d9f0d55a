"""The reference protocol in plain PyTorch, written apart from the engine: ConvNet-3, DSA, SGD with one drop of the learning rate."""
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class ConvNet(nn.Module):
    """Three times convolution, instance norm (as group norm), ReLU, average pooling; the framework's own initial weights."""

    def __init__(self, shape, classes, width):
        super().__init__()
        (channels, side, _), blocks = shape, []
        for block in range(3):
            padding = 3 if block == 0 and tuple(shape) == (1, 28, 28) else 1
            blocks += [nn.Conv2d(channels, width, 3, padding=padding), nn.GroupNorm(width, width), nn.ReLU(), nn.AvgPool2d(2)]
            channels, side = width, (side + 2 * padding - 2) // 2
        self.features = nn.Sequential(*blocks)
        self.classifier = nn.Linear(width * side * side, classes)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


def color(x, u):
    x = x + (u[0] - 0.5)
    if x.shape[1] > 1:
        grey = x.mean(1, keepdim=True)
        x = (x - grey) * (u[1] * 2) + grey
    mean = x.mean([1, 2, 3], keepdim=True)
    return (x - mean) * (u[2] + 0.5) + mean


def crop(x, u):
    n, _, height, width = x.shape
    most = int(height * 0.125 + 0.5), int(width * 0.125 + 0.5)
    padded = F.pad(x, [most[1], most[1], most[0], most[0]])
    rows, columns = (torch.floor(u[i].flatten() * (2 * most[i] + 1)).long() for i in (0, 1))
    rows = rows[:, None, None] + torch.arange(height)[None, :, None]
    columns = columns[:, None, None] + torch.arange(width)[None, None, :]
    return padded.permute(0, 2, 3, 1)[torch.arange(n)[:, None, None], rows, columns].permute(0, 3, 1, 2)


def cutout(x, u):
    inside = []
    for axis, size in enumerate(x.shape[2:]):
        hole = int(size * 0.5 + 0.5)
        start = torch.floor(u[axis].flatten() * (size + 1 - hole % 2)).long()[:, None] - hole // 2
        at = torch.arange(size)[None]
        inside.append((at >= start) & (at < start + hole))
    return x.masked_fill((inside[0][:, :, None] & inside[1][:, None, :])[:, None], 0)


def flip(x, u):
    return torch.where(u[0] < 0.5, x.flip(3), x)


def scale(x, u):
    across, down = ((v.flatten() * (1.2 - 1 / 1.2) + 1 / 1.2) for v in u[:2])
    return sampled(x, across, torch.zeros_like(across), torch.zeros_like(across), down)


def rotate(x, u):
    angle = (u[0].flatten() * 2 - 1) * 15 * math.pi / 180
    return sampled(x, angle.cos(), -angle.sin(), angle.sin(), angle.cos())


def sampled(x, xx, xy, yx, yy):
    zero = torch.zeros_like(xx)
    theta = torch.stack([torch.stack([xx, xy, zero], 1), torch.stack([yx, yy, zero], 1)], 1)
    return F.grid_sample(x, F.affine_grid(theta, list(x.shape), align_corners=False), align_corners=False)


GROUPS = {"color": color, "crop": crop, "cutout": cutout, "flip": flip, "scale": scale, "rotate": rotate}


def augment(x, strategy, operations, random):
    """Some groups drawn for the batch, their numbers drawn for each image."""
    if strategy == "none":
        return x
    for name in random.permutation(strategy.split("_"))[:operations]:
        u = torch.from_numpy(random.random((3, len(x), 1, 1, 1), np.float32))
        x = GROUPS[name](x, u)
    return x


def train(images, labels, classes, plan, seed):
    """A fresh network, trained on float32 [N, C, H, W] and int64 [N]."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = ConvNet(images.shape[1:], classes, plan["width"])
    epochs, rate = plan["epochs"], plan["learningRate"]
    optimizer = sgd(network, rate, plan)
    for epoch in range(epochs + 1):
        if epoch == epochs // 2 + 2:        # the reference code builds a new optimiser, which forgets the momentum
            optimizer = sgd(network, rate * 0.1, plan)
        order = torch.from_numpy(random.permutation(len(images)))
        for batch in order.split(plan["batchSize"]):
            x = augment(images[batch], plan["augmentation"], plan["operationsPerBatch"], random)
            optimizer.zero_grad()
            F.cross_entropy(network(x), labels[batch]).backward()
            optimizer.step()
    return network


def sgd(network, rate, plan):
    return torch.optim.SGD(network.parameters(), lr=rate, momentum=plan["momentum"], weight_decay=plan["weightDecay"])


@torch.no_grad()
def accuracy(network, images, labels):
    network.eval()
    correct = sum(int((network(x).argmax(1) == y).sum()) for x, y in zip(images.split(500), labels.split(500)))
    return correct / len(labels)
