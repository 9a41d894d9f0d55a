#!/usr/bin/env python3
"""Makes the embedded demo set: the first 500 train and 100 test images per class of Fashion-MNIST, in their order.

Usage: make_demo.py FOLDER_WITH_THE_FOUR_IDX_GZ_FILES [OUTPUT_FOLDER]
The Debian package dataset-fashion-mnist puts the four files into /usr/share/datasets/fashion-mnist.
The output is the same bytes on every machine with the same zlib.
"""
import gzip
import pathlib
import struct
import sys

SPLITS = (("train", 500), ("t10k", 100))


def items(path, header):
    data = gzip.decompress(path.read_bytes())
    fields = struct.unpack_from(f">{header}I", data)
    size = fields[2] * fields[3] if header == 4 else 1
    body = data[4 * header:]
    assert len(body) == fields[1] * size
    return fields, [body[i * size:(i + 1) * size] for i in range(fields[1])]


def write(path, head, rows):
    with open(path, "wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
        packed.write(struct.pack(f">{len(head)}I", *head) + b"".join(rows))


def main(source, target):
    for split, per_class in SPLITS:
        fields, images = items(source / f"{split}-images-idx3-ubyte.gz", 4)
        _, labels = items(source / f"{split}-labels-idx1-ubyte.gz", 2)
        taken = [0] * 10
        kept = []
        for index, label in enumerate(labels):
            if taken[label[0]] < per_class:
                taken[label[0]] += 1
                kept.append(index)
        write(target / f"{split}-images-idx3-ubyte.gz", (fields[0], len(kept), *fields[2:]), [images[i] for i in kept])
        write(target / f"{split}-labels-idx1-ubyte.gz", (0x801, len(kept)), [labels[i] for i in kept])


if __name__ == "__main__":
    here = pathlib.Path(__file__).parent
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else here)
