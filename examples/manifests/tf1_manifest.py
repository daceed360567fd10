"""Writes a ckpts manifest of a TensorFlow 1 program: what its Saver would restore.

    python tf1_manifest.py my_model:build model.json     # build() makes the graph; it may return its Saver
    from tf1_manifest import manifest                    # or in the program itself, where the graph stands:
    json.dump(manifest(saver, [optimizer]), open("model.json", "w"))

Without a Saver, all global variables count. A partitioned variable is one entry with its full shape. With the
optimizers given, their slots name the variable that they belong to. `ckpts` also reads a `.meta` file directly.
"""

import importlib
import json
import sys

import tensorflow as tf

tf1 = tf.compat.v1


def _parts(value):
    """A Saver's value is a variable, a list of the parts of one, or a partitioned variable."""
    return list(value) if isinstance(value, (list, tuple)) or hasattr(value, "as_tensor") else [value]


def _by_key(variables):
    """{key in the checkpoint: the variable's parts}, as Saver makes it of a dict or a list."""
    if isinstance(variables, dict):
        return {key: _parts(value) for key, value in variables.items()}
    keys = {}
    for value in variables:
        for part in _parts(value):
            info = part._save_slice_info
            keys.setdefault(info.full_name if info else part.op.name, []).append(part)
    return keys


def manifest(saver=None, optimizers=()):
    """The manifest as a dict; `saver` may be a Saver, a dict or list of variables, or None for all global variables."""
    variables = getattr(saver, "_var_list", saver)
    held = [*(tf1.global_variables() + tf1.get_collection("saveable_objects") if variables is None else
              variables.values() if isinstance(variables, dict) else variables)]
    tables = [thing.name for value in held for thing in _parts(value) if not hasattr(thing, "initial_value")]
    if tables:
        raise ValueError("the Saver also saves %s, tables, whose size a manifest cannot say: give ckpts the graph, which"
                         " saver.export_meta_graph writes" % ", ".join(tables))
    keys = _by_key(tf1.global_variables() if variables is None else variables)
    key_of = {part.op.name: key for key, parts in keys.items() for part in parts}
    slot_of = {}
    for optimizer in optimizers:
        for parts in keys.values():
            for part in parts:
                for name in optimizer.get_slot_names():
                    slot = optimizer.get_slot(part, name)
                    if slot is not None and slot.op.name in key_of:
                        slot_of[key_of[slot.op.name]] = key_of[part.op.name]
    rows = []
    for key in sorted(keys):
        first = keys[key][0]
        info = first._save_slice_info
        row = {"name": key, "dtype": first.dtype.base_dtype.name,
               "shape": list(info.full_shape) if info else first.shape.as_list()}
        start = first.initial_value.op.name if first.initial_value is not None else ""
        for initializer in ("zeros", "ones"):
            if start.endswith("/Initializer/" + initializer):
                row["initializer"] = initializer + "()"
        row["trainable"] = bool(first.trainable)
        if key in slot_of:
            row["slot_of"] = slot_of[key]
        rows.append(row)
    return {"ckpts_manifest": 1, "restored_by": "saver", "variables": rows}


def main():
    module, function = sys.argv[1].split(":")
    sys.path.insert(0, ".")
    with tf.Graph().as_default():
        made = getattr(importlib.import_module(module), function)()
        text = json.dumps(manifest(made if isinstance(made, tf1.train.Saver) else None), indent=1)
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write(text + "\n")


if __name__ == "__main__":
    main()
