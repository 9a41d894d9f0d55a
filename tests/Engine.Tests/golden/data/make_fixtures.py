#!/usr/bin/env python3
"""Makes the data fixtures beside it with writers that are not ours: Python's pickle and NumPy. Usage: make_fixtures.py"""
import json
import os
import pathlib
import pickle

import numpy as np

HERE = pathlib.Path(__file__).parent


def cifar_batches():
    data = np.fromfunction(lambda i, j: (i * 7 + j * 3) % 256, (4, 3072)).astype(np.uint8)
    batch = {b"batch_label": b"training batch 1 of 5", b"labels": [3, 1, 4, 1], b"fine_labels": [30, 99, 0, 1], b"data": data,
             b"filenames": [b"a.png", b"b.png", b"c'\\.png", b"d\xe9.png"]}
    for protocol in range(5):
        (HERE / f"batch-protocol-{protocol}.pickle").write_bytes(pickle.dumps(batch, protocol))
    # What Python 2 wrote: byte strings as keys (SHORT_BINSTRING) and a name of the class.
    (HERE / "meta-python-2.pickle").write_bytes(b"\x80\x02}q\x01(U\x10fine_label_namesq\x02]q\x03(U\x05appleq\x04U\x0daquarium_fishq\x05eu.")


class Evil:
    def __init__(self, call, *arguments):
        self.call, self.arguments = call, arguments

    def __reduce__(self):
        return self.call, self.arguments


def evil_pickles():
    for protocol in (0, 2, 4):
        (HERE / f"evil-protocol-{protocol}.pickle").write_bytes(pickle.dumps({b"data": Evil(os.system, "touch marker-of-a-run-pickle")}, protocol))


def npz_sets():
    rng = np.random.default_rng(5)
    labels = np.arange(40) % 4
    images = rng.integers(0, 256, (40, 3, 6, 5), dtype=np.uint8)
    test = images[:8]
    np.savez(HERE / "nchw-bytes.npz", x_train=images, y_train=labels, x_test=test, y_test=labels[:8].astype(np.uint8))
    np.savez_compressed(HERE / "nhwc-floats.npz", images=(images / 255).astype(np.float32).transpose(0, 2, 3, 1).copy(), labels=labels.astype(np.int32))
    np.savez(HERE / "nhw-doubles.npz", X=images[:, 0] / 255.0, y=labels.astype(np.int16))
    np.savez(HERE / "objects.npz", x_train=np.array([images, "text"], dtype=object), y_train=labels)
    np.savez(HERE / "fortran.npz", x_train=np.asfortranarray(images), y_train=labels)
    np.savez(HERE / "wrong-counts.npz", x_train=images, y_train=labels[:39])
    np.savez(HERE / "beyond-one.npz", x_train=images.astype(np.float32), y_train=labels)
    (HERE / "nchw-bytes.json").write_text(json.dumps({"first": images[0].ravel().tolist(), "last": images[-1].ravel().tolist()}))


def zca():
    rng = np.random.default_rng(7)
    n, shape = 50, (2, 3, 3)
    d = int(np.prod(shape))
    x = np.clip(rng.normal(.5, .2, (n, d)) + rng.normal(0, .15, (n, 1)), 0, 1)
    x = np.round(x * 255) / 255

    def whitening(flat, divisor, amount):
        mean = flat.mean(0)
        covariance = (flat - mean).T @ (flat - mean) / divisor
        regulariser = amount(covariance)
        u, s, _ = np.linalg.svd(covariance)
        return mean, u @ np.diag((s + regulariser) ** -.5) @ u.T

    kornia_mean, kornia = whitening(x, n - 1, lambda _: .1)
    channel_mean, channel_std = np.array([.48, .52]), np.array([.25, .2])
    standardised = ((x.reshape(n, *shape) - channel_mean[:, None, None]) / channel_std[:, None, None]).reshape(n, d)
    frepo_mean, frepo = whitening(standardised, n, lambda c: .1 * np.trace(c) / d)
    (HERE / "zca.json").write_text(json.dumps({
        "images": n, "shape": shape, "pixels": (x * 255).round().astype(int).ravel().tolist(),
        "korniaMatrix": kornia.ravel().round(9).tolist(), "korniaFirst": ((x[0] - kornia_mean) @ kornia).round(9).tolist(),
        "channelMean": channel_mean.tolist(), "channelStd": channel_std.tolist(),
        "frepoMatrix": frepo.ravel().round(9).tolist(), "frepoFirst": ((standardised[0] - frepo_mean) @ frepo).round(9).tolist()}))


if __name__ == "__main__":
    cifar_batches()
    evil_pickles()
    npz_sets()
    zca()
