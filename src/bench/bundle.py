"""Writes TensorFlow bundles of any size without TensorFlow: data that repeats, or holes.

The layout is that of docs/formats/tensorflow.md: `PREFIX.data-00000-of-00001` holds the values one after another,
`PREFIX.index` is a sorted table from name to place.
"""

import os
import random
import struct

import crc32c

FLOAT32 = 1
WIDTH = 4
BLOCK = 1 << 20
INDEX_BLOCK = 256 << 10
RESTART_INTERVAL = 16
TABLE_MAGIC = 0xDB4775248B80FB57


def write(prefix, tensors, sparse=False):
    """Writes a bundle of float32 tensors and returns the bytes of its data.

    `tensors` is a list of (name, shape); a value is the first bytes of one random megabyte, or that megabyte
    repeated. With `sparse` all values are zero and take no room on the disk.
    """
    os.makedirs(os.path.dirname(prefix), exist_ok=True)
    block = bytes(BLOCK) if sparse else random.Random(0).randbytes(BLOCK)
    sums = {}
    offset = 0
    entries = [("", _header())]
    with open(prefix + ".data-00000-of-00001", "wb") as data:
        for name, shape in sorted(tensors, key=lambda tensor: tensor[0].encode()):
            size = WIDTH
            for dimension in shape:
                size *= dimension
            if size not in sums:
                sums[size] = _sum(block, size)
            entries.append((name, _entry(shape, offset, size, sums[size])))
            if not sparse:
                for done in range(0, size, BLOCK):
                    data.write(block[: min(BLOCK, size - done)])
            offset += size
        data.truncate(offset)
    with open(prefix + ".index", "wb") as index:
        index.write(_table(entries))
    return offset


def transformer(bytes_wanted, hidden=1024):
    """The tensors of an encoder of as many layers of 48 MiB as fit: 16 a layer, matrices and vectors.

    With a smaller `hidden` there are as many tensors, in fewer bytes.
    """
    inner = 4 * hidden
    tensors = []
    for layer in range(max(1, bytes_wanted // (48 << 20))):
        base = f"bert/encoder/layer_{layer}"
        for part in ("query", "key", "value"):
            tensors.append((f"{base}/attention/self/{part}/kernel", [hidden, hidden]))
            tensors.append((f"{base}/attention/self/{part}/bias", [hidden]))
        tensors.append((f"{base}/attention/output/dense/kernel", [hidden, hidden]))
        tensors.append((f"{base}/attention/output/dense/bias", [hidden]))
        tensors.append((f"{base}/intermediate/dense/kernel", [hidden, inner]))
        tensors.append((f"{base}/intermediate/dense/bias", [inner]))
        tensors.append((f"{base}/output/dense/kernel", [inner, hidden]))
        tensors.append((f"{base}/output/dense/bias", [hidden]))
        for norm in ("attention/output", "output"):
            tensors.append((f"{base}/{norm}/LayerNorm/gamma", [hidden]))
            tensors.append((f"{base}/{norm}/LayerNorm/beta", [hidden]))
    return tensors


def many(count, groups):
    """`count` vectors of four numbers, as many in each of `groups` blocks as in each of `groups` units.

    `tower/block_7/unit_9/kernel`: no pair of block and unit comes twice while there are at most `groups` squared.
    """
    pairs = ((i % groups, (i % groups + i // groups) % groups) for i in range(count))
    return [(f"tower/block_{block}/unit_{unit}/kernel", [4]) for block, unit in pairs]


def _sum(block, size):
    times, rest = divmod(size, len(block))
    whole = crc32c.repeated(crc32c.of(block), len(block), times) if times else 0
    return crc32c.masked(crc32c.Shift(rest)(whole) ^ crc32c.of(block[:rest]))


def _varint(number):
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _field(number, value):
    """A protobuf field: a whole number, or bytes."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _header():
    version = _field(1, 1)
    return _field(1, 1) + _field(3, version)


def _entry(shape, offset, size, crc):
    dimensions = b"".join(_field(2, _field(1, dimension)) for dimension in shape)
    encoded = _field(1, FLOAT32) + _field(2, dimensions)
    if offset:
        encoded += _field(4, offset)
    return encoded + _field(5, size) + _varint(6 << 3 | 5) + struct.pack("<I", crc)


class _Block:
    """Entries that share beginnings: `shared, rest, length, name's rest, value`, each restart written out."""

    def __init__(self):
        self.encoded = bytearray()
        self.restarts = [0]
        self.count = 0
        self.last = b""

    def add(self, key, value):
        shared = 0
        if self.count and self.count % RESTART_INTERVAL == 0:
            self.restarts.append(len(self.encoded))
        elif self.count:
            shared = len(os.path.commonprefix([self.last, key]))
        self.encoded += _varint(shared) + _varint(len(key) - shared) + _varint(len(value)) + key[shared:] + value
        self.last = key
        self.count += 1

    def finish(self):
        numbers = self.restarts + [len(self.restarts)]
        return bytes(self.encoded) + struct.pack(f"<{len(numbers)}I", *numbers)


def _table(entries):
    file = bytearray()

    def place(block):
        contents = block.finish() + b"\0"
        handle = _varint(len(file)) + _varint(len(contents) - 1)
        file.extend(contents + struct.pack("<I", crc32c.masked(crc32c.of(contents))))
        return handle

    index = _Block()
    block = _Block()
    for name, value in entries:
        block.add(name.encode(), value)
        if len(block.encoded) >= INDEX_BLOCK:
            index.add(block.last, place(block))
            block = _Block()
    if block.count:
        index.add(block.last, place(block))
    meta_handle = place(_Block())
    handles = meta_handle + place(index)
    return bytes(file) + handles.ljust(40, b"\0") + struct.pack("<Q", TABLE_MAGIC)
