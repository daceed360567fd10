"""Writes a safetensors file for the benchmarks, and edits one as a Python program would. Standard library, but for the edits."""

import json
import struct
import sys

WIDTH = 1024
CHUNK = 1 << 22


def write(path, size):
    """Layers of square float32 matrices, as many as fill about `size` bytes; their values are the same few bytes."""
    tensor = 4 * WIDTH * WIDTH
    header, end = {}, 0
    for number in range(max(1, size // tensor)):
        name = "bert.layer.%d.%s.weight" % (number // 4, ("query", "key", "value", "output")[number % 4])
        header[name] = {"dtype": "F32", "shape": [WIDTH, WIDTH], "data_offsets": [end, end + tensor]}
        end += tensor
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        block = struct.pack("<4f", 1.5, -2.25, 1e-3, 3.14159) * (CHUNK // 16)
        for begin in range(0, end, CHUNK):
            file.write(block[: end - begin])


def rename(source, target):
    """As people write it: load all, make a new dictionary, save all."""
    from safetensors.numpy import load_file, save_file

    save_file({"tower" + name.removeprefix("bert"): value for name, value in load_file(source).items()}, target)


def cast(source, target):
    import ml_dtypes
    from safetensors.numpy import load_file, save_file

    save_file({name: value.astype(ml_dtypes.bfloat16) for name, value in load_file(source).items()}, target)


def listing(source):
    from safetensors import safe_open

    with safe_open(source, "np") as file:
        for name in file.keys():
            part = file.get_slice(name)
            print(name, part.get_dtype(), part.get_shape())


if __name__ == "__main__":
    {"rename": rename, "cast": cast, "listing": listing}[sys.argv[1]](*sys.argv[2:])
