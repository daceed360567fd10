"""Checkpoints of very many small tensors, for the benchmark `million`."""

import bundle
import safetensors_file

SHAPE = [2]
EXPERTS, KINDS = 250, 4
VALUES = b"\x00\x00\xc0\x3f\x00\x00\x10\xc0"


def names(count):
    """`count` names, as of the experts of a mixture; those of a million fit into a header of safetensors' 100 MB."""
    for number in range(count):
        layer, rest = divmod(number, EXPERTS * KINDS)
        expert, kind = divmod(rest, KINDS)
        yield f"model.layers.{layer}.experts.{expert}.w{kind}"


def safetensors(path, count):
    """One file."""
    shapes = dict.fromkeys(names(count), SHAPE)
    head, _ = safetensors_file.layout(shapes)
    with open(path, "wb") as file:
        file.write(head)
        file.write(VALUES * count)


def tensorflow(prefix, count):
    """A bundle."""
    bundle.write(prefix, [(name.replace(".", "/"), SHAPE) for name in names(count)])
