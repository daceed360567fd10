"""Writes a safetensors file for the benchmarks, and edits one as a Python program would. Standard library, but for the edits."""

import json
import math
import struct
import sys

WIDTH = 1024
CHUNK = 1 << 22


def layout(shapes):
    """The bytes of a file of float32 tensors before their values, and of each tensor where its values begin in the file.

    `shapes` maps names to shapes; the values follow in its order, without gaps.
    """
    header, begins, end = {}, {}, 0
    for name, shape in shapes.items():
        size = 4 * math.prod(shape)
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [end, end + size]}
        begins[name] = end
        end += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    head = struct.pack("<Q", len(text)) + text
    return head, {name: len(head) + begin for name, begin in begins.items()}


def write(path, size):
    """Layers of square float32 matrices, as many as fill about `size` bytes; their values are the same few bytes."""
    tensor = 4 * WIDTH * WIDTH
    kinds = ("query", "key", "value", "output")
    shapes = {
        "bert.layer.%d.%s.weight" % (number // 4, kinds[number % 4]): (WIDTH, WIDTH)
        for number in range(max(1, size // tensor))
    }
    head, _ = layout(shapes)
    end = tensor * len(shapes)
    with open(path, "wb") as file:
        file.write(head)
        block = struct.pack("<4f", 1.5, -2.25, 1e-3, 3.14159) * (CHUNK // 16)
        for begin in range(0, end, CHUNK):
            file.write(block[: end - begin])


def write_one(path, width):
    """One square matrix of ones, "w"."""
    head, _ = layout({"w": (width, width)})
    with open(path, "wb") as file:
        file.write(head + struct.pack("<f", 1.0) * (width * width))


def rename(source, target):
    """As people write it: load all, make a new dictionary, save all."""
    from safetensors.numpy import load_file, save_file

    save_file({"tower" + name.removeprefix("bert"): value for name, value in load_file(source).items()}, target)


def cast(source, target):
    import ml_dtypes
    from safetensors.numpy import load_file, save_file

    save_file({name: value.astype(ml_dtypes.bfloat16) for name, value in load_file(source).items()}, target)


def plus(source, target, count):
    _chain(source, target, count, lambda w: w + 1)


def threefold(source, target, count):
    import numpy

    _chain(source, target, count, lambda w: numpy.concatenate([w, w])[: len(w)] + w)


def _chain(source, target, count, step):
    from safetensors.numpy import load_file, save_file

    tensors = load_file(source)
    for _ in range(int(count)):
        tensors["w"] = step(tensors["w"])
    save_file(tensors, target)


def listing(source):
    from safetensors import safe_open

    with safe_open(source, "np") as file:
        for name in file.keys():
            part = file.get_slice(name)
            print(name, part.get_dtype(), part.get_shape())


if __name__ == "__main__":
    edits = {"rename": rename, "cast": cast, "plus": plus, "threefold": threefold, "listing": listing}
    edits[sys.argv[1]](*sys.argv[2:])
