"""Trains plain PyTorch on what the dashboard exports, by the recipe of its README, and compares with the figure that the dashboard shows.

    python3 train_exported.py EXPORT TEST [--ours MEAN] [--epochs E] [--seeds S] [--threads T] [--test-limit N] [--width W]

EXPORT  the .zip or the .npz of a synthetic set (GET /api/v1/runs/{id}/synthetic-sets/latest.zip)
TEST    a folder with t10k-*-ubyte[.gz], or a zip with test/<class>/<image>.png
MEAN    test accuracy that the dashboard gives for the same set, in percent: the difference must be within 1.5 points
"""
import argparse
import ctypes
import importlib.util
import json
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import numpy as np
import torch

import images
import protocol

TOLERANCE = 1.5
OWN_LOADER = Path(__file__).parents[2] / "src" / "Engine" / "Export" / "Archive" / "load.py"


def main():
    options = parse()
    keep_large_buffers()
    torch.set_num_threads(options.threads)
    forms, classes, prepare, plan = read_export(options.export)
    plan.update(width=options.width, epochs=plan["epochs"] if options.epochs is None else options.epochs)
    test, test_labels = images.read_test(options.test, classes)
    if options.test_limit:
        test, test_labels = test[:options.test_limit], test_labels[:options.test_limit]
    test, test_labels = torch.from_numpy(prepare(test / np.float32(255))), torch.from_numpy(test_labels)
    print(f"PyTorch {torch.__version__}, {options.threads} threads; {len(test)} test images; "
          f"plan {json.dumps(plan)}, {plan['epochs'] + 1} epochs trained", flush=True)
    passed = [report(name, form, test, test_labels, len(classes), plan, options) for name, form in forms.items()]
    return 0 if all(passed) else 1


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("export")
    parser.add_argument("test")
    parser.add_argument("--ours", type=float, help="the dashboard's accuracy, percent")
    parser.add_argument("--epochs", type=int, help="default: as in the exported spec")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--test-limit", type=int, default=0, help="use the first N test images only; 0 takes all")
    parser.add_argument("--width", type=int, default=128, help="channels of the ConvNet")
    return parser.parse_args()


def read_export(path):
    """The forms that there are (name to images and labels), class names, the export's own preparation, and the training plan."""
    with tempfile.TemporaryDirectory() as folder:
        loader, npz = OWN_LOADER, Path(path)
        if path.endswith(".zip"):
            with zipfile.ZipFile(path) as archive:
                loader, npz = (Path(archive.extract(name, folder)) for name in ("load.py", "synthetic.npz"))
        arrays, labels, classes, prepare = module(loader).load(npz)
        with np.load(npz) as file:
            evaluation = json.loads(str(file["metadata"]))["spec"]["evaluation"]
    forms = {"npz": (arrays, labels)}
    if path.endswith(".zip"):
        pictures, tree_labels = images.read_tree(path)
        forms["png"] = (prepare(pictures / np.float32(255)), tree_labels)
        tell_difference(arrays, labels, *forms["png"])
    names = ("epochs", "learningRate", "momentum", "weightDecay", "batchSize", "augmentation", "operationsPerBatch")
    return forms, classes, prepare, {name: evaluation[name] for name in names}


def tell_difference(arrays, labels, pictures, tree_labels):
    if arrays.shape != pictures.shape or not np.array_equal(labels, tree_labels):
        raise SystemExit("the PNG tree and the .npz hold different images")
    print(f"PNG against npz, after preparation: mean difference {np.abs(arrays - pictures).mean():.4f}, largest {np.abs(arrays - pictures).max():.4f}")


def report(name, form, test, test_labels, classes, plan, options):
    """Trains once per seed, prints the accuracies, and tells whether they agree with ours."""
    data, labels = (torch.from_numpy(np.ascontiguousarray(array)) for array in form)
    percent = []
    for seed in range(options.seeds):
        began = time.perf_counter()
        network = protocol.train(data, labels, classes, plan, seed)
        percent.append(100 * protocol.accuracy(network, test, test_labels))
        print(f"{name} seed {seed}: {percent[-1]:.2f} % in {time.perf_counter() - began:.1f} s", flush=True)
    mean = float(np.mean(percent))
    print(f"{name}: {mean:.2f} ± {np.std(percent):.2f} % over {options.seeds} seeds", flush=True)
    if options.ours is None:
        return True
    agrees = abs(mean - options.ours) <= TOLERANCE
    print(f"{name}: {mean - options.ours:+.2f} points from {options.ours:.2f} %: {'within' if agrees else 'NOT within'} {TOLERANCE} points", flush=True)
    return agrees


def module(path):
    spec = importlib.util.spec_from_file_location("load", path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def keep_large_buffers():
    """glibc gives every large buffer back to the kernel; the page faults would cost up to half of the time."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.mallopt(-4, 0)
        libc.mallopt(-1, 2 ** 31 - 1)


if __name__ == "__main__":
    sys.exit(main())
