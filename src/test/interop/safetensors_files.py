"""safetensors files through the library, bfloat16 among the types, which its own NumPy front leaves out."""

import json
import os

import ml_dtypes
import numpy as np
from safetensors import TensorSpec, deserialize, serialize_file


DTYPES = {"F32": np.float32, "I64": np.int64, "BF16": ml_dtypes.bfloat16}


def write(values, path):
    arrays = {name: np.array(value, order="C") for name, value in values.items()}  # they live until the file is written
    serialize_file({name: TensorSpec(dtype=str(array.dtype), shape=list(array.shape), data_ptr=array.ctypes.data,
                                     data_len=array.nbytes)
                    for name, array in arrays.items()}, path, {"format": "pt"})


def write_shards(values, folder):
    """Two files and their index, as Hugging Face names them."""
    names, weight_map = sorted(values), {}
    for number in (1, 2):
        file = "model-%05d-of-00002.safetensors" % number
        part = {name: values[name] for name in names[(number - 1)::2]}
        write(part, os.path.join(folder, file))
        weight_map.update(dict.fromkeys(part, file))
    size = sum(value.nbytes for value in values.values())
    with open(os.path.join(folder, "model.safetensors.index.json"), "w", encoding="utf-8") as f:
        json.dump({"metadata": {"total_size": size}, "weight_map": weight_map}, f)


def read(path):
    """The tensors of a file, or of an index and its shards, each where the index says."""
    if not path.endswith(".json"):
        with open(path, "rb") as f:
            data = f.read()
        return {name: np.frombuffer(t["data"], DTYPES[t["dtype"]]).reshape(t["shape"]) for name, t in deserialize(data)}
    with open(path, encoding="utf-8") as f:
        weight_map = json.load(f)["weight_map"]
    shards = {file: read(os.path.join(os.path.dirname(path), file)) for file in set(weight_map.values())}
    return {name: shards[file][name] for name, file in weight_map.items()}
