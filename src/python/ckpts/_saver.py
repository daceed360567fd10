"""Manifests of TensorFlow 1 programs: what a Saver restores.

A partitioned variable is one entry with its full shape. `ckpts` also reads a `.meta` file directly.
"""

import sys
from collections.abc import Sequence
from typing import Any

from ckpts._manifest import Manifest, Variable

# Whoever has a Saver has imported it.
tf1: Any = sys.modules["tensorflow"].compat.v1


def of_saver(saver: Any, optimizers: Sequence[Any]) -> Manifest:
    """Where its graph is the default one. Slots of the optimizers name the variable that they belong to."""
    keys = _by_key(saver._var_list)
    owners = _owners(keys, optimizers)
    return Manifest(tuple(_variable(key, keys[key], owners.get(key)) for key in sorted(keys)), "saver")


def _by_key(held: Any) -> dict[str, list[Any]]:
    """{key in the checkpoint: the variable's parts}, as a Saver makes it of a dict, a list, or None for all variables."""
    if held is None:
        held = tf1.global_variables() + tf1.get_collection("saveable_objects")
    values = list(held.values() if isinstance(held, dict) else held)
    tables = [thing.name for value in values for thing in _parts(value) if not hasattr(thing, "initial_value")]
    if tables:
        raise ValueError(
            f"the Saver also saves {', '.join(tables)}, tables, whose size a manifest cannot say: give ckpts the graph, which"
            " saver.export_meta_graph writes"
        )
    if isinstance(held, dict):
        return {key: _parts(value) for key, value in held.items()}
    keys: dict[str, list[Any]] = {}
    for value in values:
        for part in _parts(value):
            info = part._save_slice_info
            keys.setdefault(info.full_name if info else part.op.name, []).append(part)
    return keys


def _parts(value: Any) -> list[Any]:
    """A Saver's value is a variable, a list of the parts of one, or a partitioned variable."""
    return list(value) if isinstance(value, (list, tuple)) or hasattr(value, "as_tensor") else [value]


def _owners(keys: dict[str, list[Any]], optimizers: Sequence[Any]) -> dict[str, str]:
    """{key of a slot: that of its variable}"""
    key_of = {part.op.name: key for key, parts in keys.items() for part in parts}
    owners = {}
    for optimizer in optimizers:
        for part in (part for parts in keys.values() for part in parts):
            for name in optimizer.get_slot_names():
                slot = optimizer.get_slot(part, name)
                if slot is not None and slot.op.name in key_of:
                    owners[key_of[slot.op.name]] = key_of[part.op.name]
    return owners


def _variable(key: str, parts: list[Any], owner: str | None) -> Variable:
    first = parts[0]
    info = first._save_slice_info
    start = first.initial_value.op.name if first.initial_value is not None else ""
    initializers = [word + "()" for word in ("zeros", "ones") if start.endswith("/Initializer/" + word)]
    return Variable(
        key,
        first.dtype.base_dtype.name,
        tuple(info.full_shape if info else first.shape.as_list()),
        trainable=bool(first.trainable),
        initializer=initializers[0] if initializers else None,
        slot_of=owner,
    )
