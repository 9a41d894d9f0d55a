"""Logits of plain PyTorch networks whose weights follow a formula; prints networks.json. Run with python3 and torch (made with 1.13, CPU).

The modules are those of benchmarks/peers/mitigation_networks.py, and the rest below. Entry j of parameter i is sin(0.7 j + i) / sqrt(inputs), or
0.5 + sin(0.7 j + i) / 4 for a parameter of one dimension; entry j of the two images is sin(0.13 j).
"""
import json
import math
import pathlib
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[4] / "benchmarks" / "peers"))
from mitigation_networks import CLASSES, BasicBlockDP, Chain, convolved, network, norm_of, wider  # noqa: E402


class BottleneckBlock(nn.Module):
    def __init__(self, inputs, width, stride, norm):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(inputs, width, 1), norm_of(norm, width), nn.ReLU(),
            nn.Conv2d(width, width, 3, stride, 1), norm_of(norm, width), nn.ReLU(),
            nn.Conv2d(width, 4 * width, 1), norm_of(norm, 4 * width))
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != 4 * width:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, 4 * width, 1, stride), norm_of(norm, 4 * width))

    def forward(self, x):
        return F.relu(self.branch(x) + self.shortcut(x))


class ResNet(nn.Module):
    def __init__(self, channels, width, norm, stages, bottleneck):
        super().__init__()
        layers, inputs = [nn.Conv2d(channels, width, 3, 1, 1), norm_of(norm, width), nn.ReLU()], width
        for stage, count in enumerate(stages):
            for block in range(count):
                stride, narrow = 2 if stage > 0 and block == 0 else 1, width << stage
                layers.append(BottleneckBlock(inputs, narrow, stride, norm) if bottleneck else BasicBlockDP(inputs, narrow, stride, norm, False))
                inputs = 4 * narrow if bottleneck else narrow
        self.layers = nn.Sequential(*layers)
        self.classifier = nn.Linear(inputs, CLASSES)

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.layers(x), 1).flatten(1))


def lenet(channels, side):
    pool, pad = nn.MaxPool2d(2), wider(channels, side)
    left = ((side + 2 * pad - 4) // 2 - 4) // 2
    body = [nn.Conv2d(channels, 6, 5, padding=pad), nn.ReLU(), pool, nn.Conv2d(6, 16, 5), nn.ReLU(), pool, nn.Flatten(),
            nn.Linear(16 * left * left, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU()]
    return Chain(body, 84)


def mlp(channels, side, width):
    return Chain([nn.Flatten(), nn.Linear(channels * side * side, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU()], width)


def convnet(channels, side, width, norm):
    layers, inputs = [], channels
    for block in range(3):
        pad = 1 + (wider(channels, side) if block == 0 else 0)
        layers += convolved(inputs, width, 3, norm, pad) + [nn.AvgPool2d(2)]
        inputs, side = width, (side + 2 * pad - 2) // 2
    return Chain(layers, width * side * side)


def case(name, options, channels, side, module):
    module.eval()
    for i, parameter in enumerate(module.parameters()):
        j = torch.arange(parameter.numel(), dtype=torch.float64)
        wave = torch.sin(0.7 * j + i)
        values = 0.5 + wave / 4 if parameter.dim() == 1 else wave / math.sqrt(parameter[0].numel())
        parameter.data = values.reshape(parameter.shape).float()
    images = torch.sin(0.13 * torch.arange(2 * channels * side * side, dtype=torch.float64)).reshape(2, channels, side, side).float()
    with torch.no_grad():
        logits = module(images)
    return {"name": name, "options": options, "channels": channels, "side": side,
            "parameters": sum(p.numel() for p in module.parameters()), "logits": logits.flatten().tolist()}


cases = []
for channels, side in ((1, 28), (3, 32)):
    for norm in ("instance", "batch"):
        small = {"width": 8, "norm": norm}
        cases.append(case("convnet", small, channels, side, convnet(channels, side, 8, norm)))
        cases.append(case("alexnet", small, channels, side, network("alexnet", channels, side, 8, norm, False)))
        cases.append(case("vgg-11", small, channels, side, network("vgg-11", channels, side, 8, norm, False)))
        residual = {**small, "bias": True}
        cases.append(case("resnet-18", residual, channels, side, network("resnet-18", channels, side, 8, norm, False)))
        for name, stages, bottleneck in (("resnet-10", [1] * 4, False), ("resnet-34", [3, 4, 6, 3], False), ("resnet-50", [3, 4, 6, 3], True)):
            cases.append(case(name, residual, channels, side, ResNet(channels, 8, norm, stages, bottleneck)))
    cases.append(case("mlp", {"width": 16}, channels, side, mlp(channels, side, 16)))
    cases.append(case("lenet", {}, channels, side, lenet(channels, side)))
print(json.dumps(cases, indent=1))
