"""Reads pictures and labels with NumPy alone: IDX folders, zips of image folders, 8-bit PNG."""
import gzip
import json
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3}       # colour types grey and RGB


def read_png(data):
    """The pixels of an 8-bit grey or RGB PNG without interlacing: uint8 [C, H, W]."""
    if data[:8] != SIGNATURE:
        raise ValueError("not a PNG")
    position, header, packed = 8, None, []
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        body = data[position + 8:position + 8 + length]
        if zlib.crc32(kind + body) != struct.unpack_from(">I", data, position + 8 + length)[0]:
            raise ValueError(f"checksum of {kind.decode()} is wrong")
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            packed.append(body)
        position += length + 12
    width, height, depth, colour, _, _, interlaced = header
    if depth != 8 or colour not in CHANNELS or interlaced:
        raise ValueError("only 8-bit grey or RGB PNGs without interlacing can be read")
    channels = CHANNELS[colour]
    lines = np.frombuffer(zlib.decompress(b"".join(packed)), np.uint8).reshape(height, 1 + width * channels)
    return unfilter(lines, channels).reshape(height, width, channels).transpose(2, 0, 1)


def unfilter(lines, step):
    """Undoes the five line filters of PNG; step: bytes per pixel."""
    above = np.zeros(lines.shape[1] - 1, np.int64)
    result = np.empty((len(lines), len(above)), np.uint8)
    for row, line in enumerate(lines):
        kind, values = int(line[0]), line[1:].astype(np.int64)
        if kind == 2:
            values = (values + above) & 255
        elif kind != 0:
            for i in range(len(values)):
                left = values[i - step] if i >= step else 0
                corner = above[i - step] if i >= step else 0
                values[i] = (values[i] + predicted(kind, left, above[i], corner)) & 255
        result[row] = above = values
    return result


def predicted(kind, left, up, corner):
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    if kind != 4:
        raise ValueError(f"there is no line filter {kind}")
    nearest = left + up - corner
    return min((left, up, corner), key=lambda value: abs(nearest - value))     # ties go to the first, as the format says


def read_tree(archive):
    """Pictures and labels of an exported tree (train/metadata.jsonl in a zip): uint8 [N, C, H, W], int64 [N]."""
    with zipfile.ZipFile(archive) as file:
        rows = [json.loads(line) for line in file.read("train/metadata.jsonl").decode().splitlines()]
        pictures = np.stack([read_png(file.read("train/" + row["file_name"])) for row in rows])
    return pictures, np.array([row["label"] for row in rows], np.int64)


def read_test(path, classes):
    """The test split of an IDX folder or of a zip of class folders: uint8 [N, C, H, W], int64 [N]."""
    return read_idx_folder(path) if Path(path).is_dir() else read_folder_zip(path, classes)


def read_idx_folder(folder):
    images, labels = (read_idx(folder, f"t10k-{name}") for name in ("images-idx3-ubyte", "labels-idx1-ubyte"))
    return images[:, None], labels.astype(np.int64)


def read_idx(folder, name):
    packed, plain = Path(folder, name + ".gz"), Path(folder, name)
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
    sides = struct.unpack_from(f">{data[3]}I", data, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * len(sides)).reshape(sides)


def read_folder_zip(path, classes):
    """PNGs named …/test/<class>/<image>.png (or val), all of one size; labels follow the order of classes."""
    pictures, labels = [], []
    with zipfile.ZipFile(path) as file:
        for name in sorted(file.namelist()):
            parts = PurePosixPath(name).parts
            if len(parts) >= 3 and parts[-3].lower() in ("test", "val", "validation") and name.lower().endswith(".png"):
                pictures.append(read_png(file.read(name)))
                labels.append(classes.index(parts[-2]))
    if not pictures:
        raise ValueError("the zip has no PNG named test/<class>/<image>.png")
    return np.stack(pictures), np.array(labels, np.int64)
