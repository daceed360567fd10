"""Writes the models of the benchmark `operations`: one transformer, several tunings of it, a LoRA adapter."""

import array
import math
import random
import sys

import safetensors_file

MIB = 1 << 20
RANK = 16
ATTENTION = ("q_proj", "k_proj", "v_proj", "o_proj")
# Prime, so that equal values do not stand in one place of two rows, where an edit that mixes them up would not show.
PERIOD = 1_000_003
WEIGHT, CHANGE = 0.02, 0.001
SHIFT = 7919


def width(size):
    """How wide a model of `size` bytes is: wide enough for its matrices to be much larger than a processor's caches,
    but for a small one, on which the benchmark itself is tried."""
    return 2048 if size >= 512 * MIB else 512


def shapes(size):
    """Names and shapes of a model of `size` bytes, or at most a row less: layers of attention, feed-forward and norm, and
    an embedding that takes the rest, of at least 8 x width rows. The smallest one has one layer."""
    wide = width(size)
    layer = {
        **{f"self_attn.{kind}.weight": (wide, wide) for kind in ATTENTION},
        "mlp.up_proj.weight": (4 * wide, wide),
        "mlp.down_proj.weight": (wide, 4 * wide),
        "norm.weight": (wide,),
    }
    rows_of_layer = 12 * wide + 1
    rows = size // (4 * wide)
    layers = max(1, (rows - 8 * wide) // rows_of_layer)
    found = {"model.embed_tokens.weight": (max(8 * wide, rows - layers * rows_of_layer), wide)}
    for number in range(layers):
        found.update({f"model.layers.{number}.{name}": shape for name, shape in layer.items()})
    return found


def model(path, size, tuning):
    """A model of about `size` bytes. Tuning 0 is the base, from which the others differ a little everywhere."""
    _write(path, shapes(size), _values(tuning))


def adapter(path, size):
    """A LoRA adapter for the attention of such a model, named as PEFT names it."""
    wide = width(size)
    pairs = {}
    for name in shapes(size):
        if "self_attn" in name:
            module = "base_model.model." + name.removesuffix(".weight")
            pairs[module + ".lora_A.weight"] = (RANK, wide)
            pairs[module + ".lora_B.weight"] = (wide, RANK)
    _write(path, pairs, _values(0))


def _values(tuning):
    base = random.Random(0)
    values = array.array("f", (base.gauss(0, WEIGHT) for _ in range(PERIOD)))
    if tuning:
        change = random.Random(tuning)
        values = array.array("f", (value + change.gauss(0, CHANGE) for value in values))
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def _write(path, tensors, values):
    """Each tensor begins at another place of the values, which repeat."""
    head, _ = safetensors_file.layout(tensors)
    with open(path, "wb") as file:
        file.write(head)
        for number, shape in enumerate(tensors.values()):
            left = 4 * math.prod(shape)
            at = 4 * (number * SHIFT % PERIOD)
            while left > 0:
                left -= file.write(values[at : at + left])
                at = 0
