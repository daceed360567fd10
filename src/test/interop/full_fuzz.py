"""Files damaged at random: what ckpts calls sound, the safetensors library and TensorFlow can read, to the same names and types.

    python full_fuzz.py LAUNCHER WORK [check ...]

Corpora of a campaign (target/fuzz/corpus) are tried as well, where there are any.
"""

import glob
import json
import os
import random
import struct
import subprocess

from harness import FIXTURES, ROOT, Checks, expect

import tensorflow as tf  # noqa: E402
from bundle import MAGIC, crc32c, mask, read_varint  # noqa: E402
from safetensors import deserialize  # noqa: E402

MUTANTS = 150
FROM_CORPUS = 100
SAFETENSORS = os.path.join(ROOT, "src", "test", "fixtures", "safetensors")
CORPUS = os.path.join(ROOT, "target", "fuzz", "corpus")
EXTREMES = b"\x00\x01\xff\x7f\x80\"\\/.{}[]-9 "

# Where ckpts refuses what the library lets pass, on purpose (docs/formats/safetensors.md).
STRICTER = ("a second", "twice", "too large", "is larger than", "found a list", "half of a surrogate pair")


def contents(path):
    with open(path, "rb") as f:
        return f.read()


def mutant(seeds, chance):
    """A seed with one to three edits."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(data)) if data else 0
        edit = chance.randrange(5)
        if not data:
            data += chance.choice(seeds)
        elif edit == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif edit == 1:
            data[at] = chance.choice(EXTREMES)
        elif edit == 2:
            data.insert(at, chance.choice(EXTREMES))
        elif edit == 3:
            del data[at:at + chance.randint(1, 8)]
        else:
            data[at:at] = data[at:at + chance.randint(1, 8)]
    return bytes(data)


def cases(seeds, target, name):
    chance = random.Random(name)
    yield from (mutant(seeds, chance) for _ in range(MUTANTS))
    grown = sorted(glob.glob(os.path.join(CORPUS, target, "*")))
    yield from (contents(path) for path in chance.sample(grown, min(FROM_CORPUS, len(grown))))


def ckpts(checks, command, path):
    done = subprocess.run([checks.launcher, command, path, "--format", "json"], capture_output=True, text=True)
    expect(done.returncode in (0, 1, 5), "%s %s ended with %d\n%s", command, path, done.returncode, done.stderr)
    return done


def listed(checks, path):
    """{name: (dtype, shape)}; None if it is refused."""
    done = ckpts(checks, "ls", path)
    if done.returncode:
        return None
    return {row["name"]: (row["dtype"], row["shape"]) for row in json.loads(done.stdout)}


def safetensors_files(checks):
    folder = checks.folder("safetensors")
    seeds = [contents(p) for p in sorted(glob.glob(os.path.join(SAFETENSORS, "*", "*.safetensors"))) if os.path.getsize(p) < 4096]
    both = 0
    for number, data in enumerate(cases(seeds, "safetensors", "safetensors")):
        path = os.path.join(folder, "%d.safetensors" % number)
        with open(path, "wb") as f:
            f.write(data)
        try:
            theirs = {name: list(tensor["shape"]) for name, tensor in deserialize(data)}
        except Exception:  # The library has no narrower type for all that it refuses.
            theirs = None
        ours = listed(checks, path)
        if ours is None and theirs is not None:
            message = ckpts(checks, "ls", path).stdout
            expect(any(words in message for words in STRICTER), "the library reads %s, ckpts says %s", path, message)
        elif ours is not None:
            expect(theirs is not None, "ckpts reads %s, the library does not", path)
            expect({name: shape for name, (_, shape) in ours.items()} == theirs, "%s: found %s, expected %s", path, ours, theirs)
            both += 1
    expect(both > 2, "only %d files could be read by both", both)


def repaired(index):
    """With the checksums of its blocks made right, as far as they can be found."""
    data = bytearray(index)
    if len(data) < 48:
        return index
    data[-8:] = MAGIC
    try:
        pos = len(data) - 48
        handles = []
        for _ in range(4):
            n, pos = read_varint(data, pos)
            handles.append(n)
        repair(data, handles[0], handles[1])
        repair(data, handles[2], handles[3])
        block = bytes(data[handles[2]:handles[2] + handles[3]])
        (restarts,) = struct.unpack_from("<I", block, len(block) - 4)
        pos = 0
        while pos < len(block) - 4 - 4 * restarts:
            _, pos = read_varint(block, pos)
            unshared, pos = read_varint(block, pos)
            _, pos = read_varint(block, pos)
            pos += unshared
            offset, pos = read_varint(block, pos)
            size, pos = read_varint(block, pos)
            repair(data, offset, size)
    except (IndexError, struct.error):
        pass
    return bytes(data)


def repair(data, offset, size):
    if offset + size + 5 > len(data):
        raise IndexError
    struct.pack_into("<I", data, offset + size + 1, mask(crc32c(bytes(data[offset:offset + size + 1]))))


def bundles(checks):
    """One direction alone: TensorFlow reads much that ckpts calls damaged."""
    source = os.path.join(FIXTURES, "saver_adam", "model.ckpt-3")
    values = contents(source + ".data-00000-of-00001")
    seeds = [contents(source + ".index")]
    read = 0
    for number, data in enumerate(cases(seeds, "bundle_index", "bundles")):
        folder = checks.folder(os.path.join("bundles", str(number)))
        prefix = os.path.join(folder, "v")
        with open(prefix + ".index", "wb") as f:
            f.write(repaired(data))
        with open(prefix + ".data-00000-of-00001", "wb") as f:
            f.write(values)
        ours = listed(checks, prefix)
        if ours is None or ckpts(checks, "verify", prefix).returncode:
            continue
        reader = tf.train.load_checkpoint(prefix)
        shapes = reader.get_variable_to_shape_map()
        for name, (dtype, shape) in ours.items():
            expect(shapes.get(name) == shape, "%s: %s is %s, expected %s", prefix, name, shape, shapes.get(name))
            if dtype != "opaque":  # A type of another version: ckpts carries its bytes, TensorFlow ends the process.
                reader.get_tensor(name)
        read += 1
    expect(read > 2, "only %d files are sound", read)


def main():
    checks = Checks(__doc__)
    checks.check("safetensors", lambda: safetensors_files(checks))
    checks.check("bundles", lambda: bundles(checks))
    checks.end()


if __name__ == "__main__":
    main()
