#!/usr/bin/env python3
"""Makes the PyTorch files in torch/ beside it, and the same values by NumPy. Usage: make_torch_fixtures.py (PyTorch 1.13, NumPy)"""
import os
import pathlib

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent / "torch"
COUNT, CLASSES, SIDE = 10, 10, 8


def save(name, value, **options):
    torch.save(value, HERE / f"{name}.pt", **options)


def images():
    x = torch.from_numpy(np.random.default_rng(11).normal(0, 1, (COUNT, 3, SIDE, SIDE)).astype(np.float32))
    np.savez(HERE / "images.npz", images=x.numpy(), labels=np.arange(COUNT))
    save("images", x)
    save("images-double", x.double())
    save("images-half", x.half())
    save("images-bfloat", x.bfloat16())
    save("images-channels-last", x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2))       # a view with strides of its own
    save("images-every-second", torch.stack([torch.zeros_like(x), x], 1).reshape(2 * COUNT, 3, SIDE, SIDE)[1::2])      # and an offset
    save("images-parameter", torch.nn.Parameter(x))
    save("images-bytes", (x * 40 + 128).clamp(0, 255).byte())
    save("images-complex", torch.complex(x, x))
    return x


def labels():
    ids = torch.arange(COUNT).flip(0)
    save("labels", ids)
    save("labels-int32-column", ids.int().view(-1, 1))
    save("labels-outside", torch.cat([ids[:-2], torch.tensor([10, -1])]))
    save("labels-from-one", ids + 1)
    save("labels-too-few", ids[:-1])
    save("labels-without-class-3", torch.where(ids == 3, torch.tensor(4), ids))
    save("labels-reals", ids.float())
    centred = torch.nn.functional.one_hot(ids, CLASSES).float()
    save("labels-one-hot", centred.clone())
    centred = 2 * centred - .2 + torch.from_numpy(np.random.default_rng(12).normal(0, .2, centred.shape).astype(np.float32))
    centred -= centred.mean(1, keepdim=True)        # rows sum to 0, as published ones of FRePo do
    save("labels-soft", centred)
    save("labels-soft-nine", centred[:, :9])
    save("labels-soft-half", centred.half())
    swapped = centred.clone()
    swapped[ids == 3] = centred[ids == 4]
    save("labels-soft-without-class-3", swapped)
    flat = centred.clone()
    flat[2] = 0
    flat[5, 5] = float("nan")
    save("labels-soft-strange", flat)
    return ids


class Evil:
    def __reduce__(self):
        return os.system, ("touch marker-of-a-run-pickle",)


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    x, y = images(), labels()
    save("pair-list", [x, y])
    save("pair-tuple", (x, y))
    save("pair-dictionary", {"images": x, "labels": y})
    save("experiments", {"data": [[x, y], [x + 1, y]], "accs_all_exps": {"ConvNet": [np.float64(.5)]}})        # as DC and DM publish
    save("number", 5)
    save("evil", {"images": Evil()})
    save("legacy", x, _use_new_zipfile_serialization=False)
