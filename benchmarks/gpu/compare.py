"""Computes what "device-check" wrote once more, in plain PyTorch with the same weights and images, and tells the largest relative differences.

    compare.py FILE.npz [cpu|cuda:0]
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

TOLERANCE = 1e-3      # of the largest value of each array: second derivatives in float32, summed in another order


def forward(x, parameters):
    for block in range(3):
        weight, bias, scale, shift = parameters[4 * block:4 * block + 4]
        x = F.conv2d(x, weight, bias, padding=1)
        x = F.avg_pool2d(F.relu(F.group_norm(x, x.shape[1], scale, shift)), 2)
    return F.linear(x.flatten(1), *parameters[12:])


def computed(arrays, device):
    """The same quantities by name."""
    parameters = [torch.tensor(arrays[name], device=device, requires_grad=True) for name in names(arrays, "parameter")]
    images = torch.tensor(arrays["images"], device=device, requires_grad=True)
    logits = forward(images, parameters)
    loss = F.cross_entropy(logits, torch.tensor(arrays["labels"], device=device))
    first = torch.autograd.grad(loss, parameters, create_graph=True)
    norm = sum(gradient.square().sum() for gradient in first)
    second = torch.autograd.grad(norm, [images, *parameters], allow_unused=True)
    result = {"logits": logits, "loss": loss, "norm": norm}
    result.update({f"first{i:02}": gradient for i, gradient in enumerate(first)})
    result.update({f"second{i:02}": gradient for i, gradient in enumerate(second)})
    return {name: np.zeros_like(arrays[name]) if value is None else value.detach().cpu().numpy() for name, value in result.items()}


def names(arrays, prefix):
    return sorted(name for name in arrays if name.startswith(prefix))


def distance(ours, theirs, scale):
    return float(np.abs(ours - theirs).max()) / max(scale, 1e-30)


def main():
    device = sys.argv[2] if len(sys.argv) > 2 else "cpu"
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    with np.load(sys.argv[1]) as file:
        arrays = {name: file[name] for name in file.files}
    theirs = computed(arrays, device)
    worst = 0.0
    for group in ("logits", "loss", "norm", "first", "second"):
        members = names(theirs, group)
        # A bias before a norm has no influence: its derivative is rounding noise, so each group shares one scale.
        scale = max(float(np.abs(theirs[name]).max()) for name in members)
        largest = max(distance(arrays[name], theirs[name], scale) for name in members)
        worst = max(worst, largest)
        print(f"{group}: {len(members)} arrays, largest difference {largest:.1e} of the largest value")
    print(f"PyTorch {torch.__version__} on {device}: largest relative difference {worst:.1e}, allowed {TOLERANCE:.0e}")
    return 0 if worst <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
