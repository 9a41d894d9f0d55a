"""The augmentation of torch_mitigation.py: the six groups of DSA, one draw for each image, in tensor operations."""
import math

import torch
import torch.nn.functional as F


def uniform(x):
    return torch.rand(x.shape[0], 1, 1, 1, device=x.device)


def color(x):
    x = x + (uniform(x) - 0.5)
    mean = x.mean(1, keepdim=True)
    x = (x - mean) * (uniform(x) * 2) + mean
    mean = x.mean([1, 2, 3], keepdim=True)
    return (x - mean) * (uniform(x) + 0.5) + mean


def crop(x):
    n, _, h, w = x.shape
    shift = int(h * 0.125 + 0.5)
    moves = torch.randint(-shift, shift + 1, (2, n, 1, 1), device=x.device)
    image, row, column = torch.meshgrid(*(torch.arange(size, device=x.device) for size in (n, h, w)), indexing="ij")
    row, column = (row + moves[0] + 1).clamp(0, h + 1), (column + moves[1] + 1).clamp(0, w + 1)
    return F.pad(x, [1, 1, 1, 1]).permute(0, 2, 3, 1)[image, row, column].permute(0, 3, 1, 2).contiguous()


def cutout(x):
    n, _, h, w = x.shape
    size = int(h * 0.5 + 0.5)
    centre = torch.randint(0, h + (1 - size % 2), (2, n, 1, 1), device=x.device)
    image, row, column = torch.meshgrid(*(torch.arange(size, device=x.device) for size in (n, size, size)), indexing="ij")
    mask = torch.ones(n, h, w, device=x.device)
    mask[image, (row + centre[0] - size // 2).clamp(0, h - 1), (column + centre[1] - size // 2).clamp(0, w - 1)] = 0
    return x * mask.unsqueeze(1)


def flip(x):
    return torch.where(uniform(x) < 0.5, x.flip(3), x)


def sampled(x, theta):
    return F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), align_corners=False)


def scale(x):
    across, down = (torch.rand(2, x.shape[0], device=x.device) * (1.2 - 1 / 1.2) + 1 / 1.2)
    zero = torch.zeros_like(across)
    return sampled(x, torch.stack([torch.stack([across, zero, zero], 1), torch.stack([zero, down, zero], 1)], 1))


def rotate(x):
    angle = (torch.rand(x.shape[0], device=x.device) - 0.5) * 2 * 15 / 180 * math.pi
    zero, cos, sin = torch.zeros_like(angle), torch.cos(angle), torch.sin(angle)
    return sampled(x, torch.stack([torch.stack([cos, -sin, zero], 1), torch.stack([sin, cos, zero], 1)], 1))


GROUPS = [color, crop, cutout, flip, scale, rotate]


def augmented(x, operations):
    for group in torch.randperm(len(GROUPS))[:operations].tolist():
        x = GROUPS[group](x)
    return x
