"""The plain PyTorch way, as the field's reference code does it: one class after another, instance norm, average pooling.

Arguments: channels, side, threads, real images per class, device (default cpu).
Reads commands from standard input, one a line, and answers with seconds, one line per timed repetition:
    dm COUNT     distribution-matching iterations (256 real images per class, 10 synthetic, ConvNet-3, width 128, Siamese augmentation)
    dsa COUNT    matching steps of gradient matching with Siamese augmentation (as dm; a new network for each)
    step COUNT   training steps of a ConvNet-3 of width 128 on 256 images
"""
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

CHANNELS, SIDE, CLASSES, IPC, REAL = int(sys.argv[1]), int(sys.argv[2]), 10, 10, int(sys.argv[4])
torch.set_num_threads(int(sys.argv[3]))
DEVICE = torch.device(sys.argv[5] if len(sys.argv) > 5 else "cpu")
torch.manual_seed(0)


class ConvNet(nn.Module):
    def __init__(self):
        super().__init__()
        layers, channels, side = [], CHANNELS, SIDE
        for d in range(3):
            pad = 3 if d == 0 and CHANNELS == 1 else 1
            layers += [nn.Conv2d(channels, 128, 3, padding=pad), nn.GroupNorm(128, 128), nn.ReLU(), nn.AvgPool2d(2)]
            channels, side = 128, (side + 2 * pad - 2) // 2
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(128 * side * side, CLASSES)

    def embed(self, x):
        return self.features(x).flatten(1)

    def forward(self, x):
        return self.classifier(self.embed(x))


def siamese(x, group, u):
    """One group of differentiable augmentation with one draw for the whole batch; u: uniform numbers."""
    n, _, h, w = x.shape
    if group == 0:
        x = x + (u[0] - 0.5)
        mean = x.mean(1, keepdim=True)
        x = (x - mean) * (u[1] * 2) + mean
        mean = x.mean([1, 2, 3], keepdim=True)
        return (x - mean) * (u[2] + 0.5) + mean
    if group == 1:
        shift = int(h * 0.125 + 0.5)
        dy, dx = (int(v * (2 * shift + 1)) for v in u[:2])
        return F.pad(x, [shift] * 4)[:, :, dy:dy + h, dx:dx + w]
    if group == 2:
        size = int(h * 0.5 + 0.5)
        cy, cx = int(u[0] * h), int(u[1] * w)
        mask = torch.ones(1, 1, h, w, device=x.device)
        mask[:, :, max(0, cy - size // 2):cy + size // 2, max(0, cx - size // 2):cx + size // 2] = 0
        return x * mask
    if group == 3:
        return x.flip(3) if u[0] < 0.5 else x
    if group == 4:
        sx, sy = (1 / 1.2 + v * (1.2 - 1 / 1.2) for v in u[:2])
        theta = [[sx, 0, 0], [0, sy, 0]]
    else:
        angle = (u[0] - 0.5) * 2 * 15 / 180 * math.pi
        theta = [[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0]]
    grid = F.affine_grid(torch.tensor(theta, dtype=x.dtype, device=x.device).expand(n, 2, 3), x.shape, align_corners=False)
    return F.grid_sample(x, grid, align_corners=False)


real = torch.randn(CLASSES, 1000, CHANNELS, SIDE, SIDE).to(DEVICE)
synthetic = real[:, :IPC].flatten(0, 1).clone().requires_grad_(True)
pixels = torch.optim.SGD([synthetic], lr=1.0, momentum=0.5)


def dm():
    net = ConvNet().to(DEVICE)
    for p in net.parameters():
        p.requires_grad = False
    loss = torch.tensor(0.0, device=DEVICE)
    for c in range(CLASSES):
        group, u = int(torch.randint(6, (1,))), torch.rand(3).tolist()
        batch = siamese(real[c][torch.randperm(1000, device=DEVICE)[:REAL]], group, u)
        mine = siamese(synthetic[c * IPC:(c + 1) * IPC], group, u)
        loss = loss + ((net.embed(batch).detach().mean(0) - net.embed(mine).mean(0)) ** 2).sum()
    pixels.zero_grad()
    loss.backward()
    pixels.step()
    loss.item()


def distance(real_gradients, synthetic_gradients):
    """One minus the cosine of every output row; biases, scales and shifts do not count."""
    total = torch.tensor(0.0, device=DEVICE)
    for r, s in zip(real_gradients, synthetic_gradients):
        if r.dim() > 1:
            r, s = r.flatten(1), s.flatten(1)
            total = total + (1 - (r * s).sum(-1) / (r.norm(dim=-1) * s.norm(dim=-1) + 1e-6)).sum()
    return total


def dsa():
    net = ConvNet().to(DEVICE)
    parameters = list(net.parameters())
    loss = torch.tensor(0.0, device=DEVICE)
    for c in range(CLASSES):
        group, u = int(torch.randint(6, (1,))), torch.rand(3).tolist()
        batch = siamese(real[c][torch.randperm(1000, device=DEVICE)[:REAL]], group, u)
        mine = siamese(synthetic[c * IPC:(c + 1) * IPC], group, u)
        goal = torch.autograd.grad(F.cross_entropy(net(batch), torch.full((REAL,), c, device=DEVICE)), parameters)
        goal = [gradient.detach().clone() for gradient in goal]
        gradient = torch.autograd.grad(F.cross_entropy(net(mine), torch.full((IPC,), c, device=DEVICE)), parameters, create_graph=True)
        loss = loss + distance(goal, gradient)
    pixels.zero_grad()
    loss.backward()
    pixels.step()
    loss.item()


student = ConvNet().to(DEVICE)
optimizer = torch.optim.SGD(student.parameters(), lr=0.01, momentum=0.9, weight_decay=5e-4)
images = real.flatten(0, 1)[:256].clone()
labels = torch.arange(256, device=DEVICE) % CLASSES


def step():
    optimizer.zero_grad()
    F.cross_entropy(student(images), labels).backward()
    optimizer.step()


def synchronize():
    """A GPU works on while the clock is read."""
    if DEVICE.type == "cuda":
        torch.cuda.synchronize()


print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    name, count = line.split()
    for _ in range(int(count)):
        began = time.perf_counter()
        {"dm": dm, "dsa": dsa, "step": step}[name]()
        synchronize()
        print(time.perf_counter() - began, flush=True)
    print("done", flush=True)
