"""Loads a synthetic set and prepares test images for networks trained on it. Needs NumPy only."""
import numpy as np


def load(path):
    """Returns images (float32 [N, C, H, W]), labels (int64 [N]), class names, and prepare(x) for test images in [0, 1]."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    mean = arrays["mean"].reshape(1, -1, 1, 1)
    std = arrays["std"].reshape(1, -1, 1, 1)

    def prepare(x):
        x = (np.asarray(x, np.float32) - mean) / std
        if "zcaMatrix" in arrays:
            flat = x.reshape(len(x), -1) - arrays["zcaMean"].reshape(1, -1)
            x = (flat @ arrays["zcaMatrix"]).reshape(x.shape)
        return x.astype(np.float32)

    return arrays["images"], arrays["labels"], [str(name) for name in arrays["classes"]], prepare


def vectors(path):
    """Returns the learned label vectors (float32 [N, K]), or None for a set with class labels alone."""
    with np.load(path, allow_pickle=False) as file:
        return file["softLabels"] if "softLabels" in file.files else None
