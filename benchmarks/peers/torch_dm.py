"""Time to accuracy of distribution matching in plain PyTorch: one class after another, as the field's reference code does it.

    python3 torch_dm.py TRAIN --ipc 1 --at 5,10,20,40 [--width 64] [--real 64] [--threads 1] [--epochs 300] [--seeds 3]

TRAIN   a folder with train- and t10k-images-idx3-ubyte[.gz] and labels
--at    iterations after which the set is judged: the clock stands still while networks are trained on it by the reference protocol

Prints a line for each: iteration, seconds of distillation so far, test accuracy mean ± deviation over the seeds.
"""
import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1] / "interop"))
import images
import protocol
from train_exported import keep_large_buffers

STRATEGY = "color_crop_cutout_flip_scale_rotate"
PLAN = {
    "learningRate": 0.01, "momentum": 0.9, "weightDecay": 5e-4, "batchSize": 256, "augmentation": STRATEGY, "operationsPerBatch": 1,
}


def main():
    options = parse()
    keep_large_buffers()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random = np.random.default_rng(options.seed)
    real, labels, test, test_labels = read(options.folder)
    by_class = [torch.nonzero(labels == c).flatten() for c in range(int(labels.max()) + 1)]
    synthetic = real[torch.cat([chosen[torch.randperm(len(chosen))[:options.ipc]] for chosen in by_class])].clone().requires_grad_(True)
    pixels = torch.optim.SGD([synthetic], lr=1.0, momentum=0.5)
    print(f"PyTorch {torch.__version__}, {options.threads} threads, width {options.width}, {options.real} real images per class", flush=True)
    seconds = 0.0
    for iteration in range(1, max(options.at) + 1):
        began = time.perf_counter()
        step(synthetic, pixels, real, by_class, options, random)
        seconds += time.perf_counter() - began
        if iteration in options.at:
            judge(iteration, seconds, synthetic.detach(), test, test_labels, options)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--ipc", type=int, default=1)
    parser.add_argument("--at", type=lambda text: [int(part) for part in text.split(",")], required=True)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--real", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=300)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def read(folder):
    """Standardised images [N, 1, H, W] and labels of both splits."""
    train = images.read_idx(folder, "train-images-idx3-ubyte")[:, None] / np.float32(255)
    test, test_labels = images.read_idx_folder(folder)
    mean, deviation = train.mean(), train.std()
    scaled = [torch.from_numpy((split - mean) / deviation) for split in (train, test / np.float32(255))]
    labels = torch.from_numpy(images.read_idx(folder, "train-labels-idx1-ubyte").astype(np.int64))
    return scaled[0], labels, scaled[1], torch.from_numpy(test_labels)


def step(synthetic, pixels, real, by_class, options, random):
    """One iteration: a new network, the distance of the mean features of every class, one step of the pixels."""
    network = protocol.ConvNet(real.shape[1:], len(by_class), options.width)
    for parameter in network.parameters():
        parameter.requires_grad = False
    loss = torch.tensor(0.0)
    for c, chosen in enumerate(by_class):
        group = protocol.GROUPS[random.choice(STRATEGY.split("_"))]
        u = torch.from_numpy(random.random((3, 1, 1, 1, 1), np.float32))
        theirs = siamese(group, real[chosen[torch.randperm(len(chosen))[:options.real]]], u)
        mine = siamese(group, synthetic[c * options.ipc:(c + 1) * options.ipc], u)
        wanted = network.features(theirs).flatten(1).mean(0).detach()
        loss = loss + ((wanted - network.features(mine).flatten(1).mean(0)) ** 2).sum()
    pixels.zero_grad()
    loss.backward()
    pixels.step()


def siamese(group, x, u):
    """The same draw for every image."""
    return group(x, u.expand(3, len(x), 1, 1, 1))


def judge(iteration, seconds, synthetic, test, test_labels, options):
    classes = len(synthetic) // options.ipc
    labels = torch.arange(classes).repeat_interleave(options.ipc)
    plan = {**PLAN, "width": options.width, "epochs": options.epochs}
    state = torch.get_rng_state()
    percent = [
        100 * protocol.accuracy(protocol.train(synthetic, labels, classes, plan, seed), test, test_labels) for seed in range(options.seeds)
    ]
    torch.set_rng_state(state)
    print(f"iteration {iteration}: {seconds:.1f} s, {np.mean(percent):.1f} ± {np.std(percent):.1f} % (n={options.seeds})", flush=True)


if __name__ == "__main__":
    main()
