"""Writes a Keras HDF5 file of weights for the benchmarks, and edits one as a Python program would: h5py and NumPy.

    python keras_h5_file.py write FILE BYTES | rename FILE TARGET | cast FILE TARGET | listing FILE
"""

import sys

import h5py
import numpy as np

WIDTH = 1024


def layers(file):
    return [name.decode() if isinstance(name, bytes) else name for name in file.attrs["layer_names"]]


def write(path, size):
    """Dense layers of square float32 matrices, as many as fill about `size` bytes; their values are the same few bytes."""
    matrix = np.resize(np.array([1.5, -2.25, 1e-3, 3.14159], "<f4"), (WIDTH, WIDTH))
    names = ["dense_%d" % number for number in range(max(1, int(size) // matrix.nbytes))]
    with h5py.File(path, "w") as f:
        f.attrs["layer_names"] = np.array([name.encode() for name in names])
        f.attrs["backend"], f.attrs["keras_version"] = "tensorflow", "2.15.0"
        for name in names:
            group = f.create_group(name)
            group.attrs["weight_names"] = np.array([b"%s/kernel:0" % name.encode()])
            group[name + "/kernel:0"] = matrix


def edited(source, target, renamed, dtype):
    """As people write it: a new file, layer by layer."""
    with h5py.File(source) as f, h5py.File(target, "w") as g:
        g.attrs["layer_names"] = np.array([renamed(name).encode() for name in layers(f)])
        g.attrs["backend"], g.attrs["keras_version"] = f.attrs["backend"], f.attrs["keras_version"]
        for name in layers(f):
            group = g.create_group(renamed(name))
            weights = [weight.decode() for weight in f[name].attrs["weight_names"]]
            group.attrs["weight_names"] = np.array([weight.replace(name, renamed(name)).encode() for weight in weights])
            for weight in weights:
                group[weight.replace(name, renamed(name))] = f[name][weight][()].astype(dtype)


def rename(source, target):
    edited(source, target, lambda name: name.replace("dense", "tower"), "<f4")


def cast(source, target):
    edited(source, target, lambda name: name, "<f2")


def listing(source):
    with h5py.File(source) as f:
        for name in layers(f):
            for weight in f[name].attrs["weight_names"]:
                print(name, weight.decode(), f[name][weight].shape, f[name][weight].dtype)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
