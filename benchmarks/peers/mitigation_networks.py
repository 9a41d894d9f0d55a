"""The networks of torch_mitigation.py as modules: ResNet-18, AlexNet and VGG-11 with and without DropPath, and the teacher's ConvNet."""
import torch
import torch.nn as nn
import torch.nn.functional as F

CLASSES = 10


def norm_of(kind, channels):
    return nn.BatchNorm2d(channels) if kind == "batch" else nn.GroupNorm(channels, channels)


def wider(channels, side):
    """Grey images of 28 pixels become 32 wide in the first convolution, so that the halvings come out even."""
    return 2 if (channels, side) == (1, 28) else 0


class Mask(nn.Module):
    """One 0 or 1 per image, 1 with the probability keep_rate; or what was given."""

    def __init__(self):
        super().__init__()
        self.keep_rate, self.given = 1.0, None

    def forward(self, x):
        if self.given is not None:
            return self.given
        return torch.bernoulli(torch.full((x.shape[0], 1, 1, 1), self.keep_rate, device=x.device))


class BasicBlockDP(nn.Module):
    """ReLU(m/p F(x) + S(x)), m drawn per image."""

    def __init__(self, inputs, outputs, stride, norm, drop_path):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1)
        self.norm1 = norm_of(norm, outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1)
        self.norm2 = norm_of(norm, outputs)
        self.shortcut = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.shortcut = (nn.Sequential(nn.MaxPool2d(stride, ceil_mode=True), nn.Conv2d(inputs, outputs, 1), norm_of(norm, outputs)) if drop_path
                             else nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride), norm_of(norm, outputs)))
        self.mask = Mask() if drop_path else None

    def forward(self, x):
        out = F.relu(self.norm1(self.conv1(x)))
        out = self.norm2(self.conv2(out))
        if self.training and self.mask is not None:
            out = self.mask(x) / self.mask.keep_rate * out
        return F.relu(out + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self, channels, width, norm, drop_path):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(channels, width, 3, 1, 1), norm_of(norm, width), nn.ReLU())
        blocks, inputs = [], width
        for stage in range(4):
            for block in range(2):
                outputs = width << stage
                blocks.append(BasicBlockDP(inputs, outputs, 2 if stage > 0 and block == 0 else 1, norm, drop_path))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.classifier = nn.Linear(inputs, CLASSES)

    def forward(self, x):
        return self.classifier(F.adaptive_avg_pool2d(self.blocks(self.stem(x)), 1).flatten(1))


class ConvDP(nn.Module):
    """m F(x) + (1 - m) V(x) in training, F(x) otherwise."""

    def __init__(self, body, virtual):
        super().__init__()
        self.body, self.virtual, self.mask = body, virtual, Mask()

    def forward(self, x):
        if not self.training:
            return self.body(x)
        mask = self.mask(x)
        return mask * self.body(x) + (1 - mask) * self.virtual(x)


def convolved(inputs, outputs, kernel, norm, padding=None):
    return [nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2 if padding is None else padding), norm_of(norm, outputs), nn.ReLU()]


def virtual(inputs, outputs, norm, pool=False):
    if inputs == outputs:
        return nn.Identity()
    return nn.Sequential(*([nn.MaxPool2d(2)] if pool else []), nn.Conv2d(inputs, outputs, 1), norm_of(norm, outputs))


def unit(drop_path, body, shortcut):
    return [ConvDP(nn.Sequential(*body), shortcut)] if drop_path else body


def alexnet(channels, side, width, norm, drop_path):
    w, middle, wide, pool = width, width * 3 // 2, 2 * width, nn.MaxPool2d(2)
    first = convolved(w, middle, 5, norm) + [pool] + convolved(middle, wide, 3, norm)
    second = convolved(wide, middle, 3, norm) + convolved(middle, middle, 3, norm)
    layers = convolved(channels, w, 5, norm, 2 + wider(channels, side)) + [pool]
    layers += unit(drop_path, first, virtual(w, wide, norm, pool=True))
    layers += unit(drop_path, second, virtual(wide, middle, norm)) + [pool]
    return layers, middle * 16


def vgg11(channels, side, width, norm, drop_path):
    w, pool = width, nn.MaxPool2d(2)
    layers = convolved(channels, w, 3, norm, 1 + wider(channels, side)) + [pool] + convolved(w, 2 * w, 3, norm) + [pool]
    for inputs, outputs in ((2 * w, 4 * w), (4 * w, 8 * w), (8 * w, 8 * w)):
        pair = convolved(inputs, outputs, 3, norm) + convolved(outputs, outputs, 3, norm)
        layers += unit(drop_path, pair, virtual(inputs, outputs, norm)) + [pool]
    return layers, 8 * w


class Chain(nn.Module):
    """Layers one after the other, then the classifier."""

    def __init__(self, layers, features):
        super().__init__()
        self.layers = nn.Sequential(*layers)
        self.classifier = nn.Linear(features, CLASSES)

    def forward(self, x):
        return self.classifier(self.layers(x).flatten(1))


def convnet(channels, side, norm):
    """The teacher: three blocks of width 128."""
    layers, inputs = [], channels
    for block in range(3):
        pad = 1 + (wider(channels, side) if block == 0 else 0)
        layers += convolved(inputs, 128, 3, norm, pad) + [nn.AvgPool2d(2)]
        inputs, side = 128, (side + 2 * pad - 2) // 2
    return Chain(layers, 128 * side * side)


def network(name, channels, side, width, norm, drop_path):
    if name == "resnet-18":
        return ResNet18(channels, width, norm, drop_path)
    return Chain(*{"alexnet": alexnet, "vgg-11": vgg11}[name](channels, side, width, norm, drop_path))
