"""Writes the safetensors checkpoints that the example scripts edit: python make_safetensors_checkpoints.py

Needs safetensors 0.8 and NumPy. The values are random numbers of a fixed seed. Running it again gives the same bytes.
"""

import json
import os
import shutil

import numpy as np
from safetensors.numpy import save_file

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, "safetensors_old_names")
LAYERS, WIDTH = 2, 8


def tensors(prefix, scale, shift, classes):
    """A small encoder: {name: shape}, in the order in which its program has them."""
    shapes = {prefix + "embeddings.word.weight": [32, WIDTH]}
    for layer in range(LAYERS):
        block = "%sencoder.layer.%d." % (prefix, layer)
        shapes[block + "attention.query.weight"] = [WIDTH, WIDTH]
        shapes[block + "attention.query.bias"] = [WIDTH]
        shapes[block + "norm." + scale] = shapes[block + "norm." + shift] = [WIDTH]
    shapes[prefix + "classifier.weight"] = [classes, WIDTH]
    shapes[prefix + "classifier.bias"] = [classes]
    return shapes


def values(shapes):
    random = np.random.RandomState(7)
    return {name: random.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()}


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(os.path.join(FOLDER, "new_model"))
    old = values(tensors("module.", "gamma", "beta", 3))
    weight_map = {}
    for shard, names in enumerate((list(old)[:5], list(old)[5:])):
        file = "model-%05d-of-00002.safetensors" % (shard + 1)
        save_file({name: old[name] for name in names}, os.path.join(FOLDER, file), {"format": "pt"})
        weight_map.update((name, file) for name in names)
    index = {"metadata": {"total_size": sum(value.nbytes for value in old.values())}, "weight_map": weight_map}
    with open(os.path.join(FOLDER, "model.safetensors.index.json"), "w", encoding="utf-8") as f:
        f.write(json.dumps(index, indent=2, sort_keys=True) + "\n")
    # What the new program saves before it is trained: a model's names and types.
    new = values(tensors("", "weight", "bias", 5))
    save_file(new, os.path.join(FOLDER, "new_model", "model.safetensors"), {"format": "pt"})


if __name__ == "__main__":
    main()
