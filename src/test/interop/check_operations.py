"""Statements that move elements, on random tensors, against NumPy: bit for bit. What resize computes is held to
PyTorch's values by a fixture of the Java tests.

    python check_operations.py LAUNCHER WORK [check ...]

Checks are called `random_N` by their seed; each is one script of many statements, each on tensors of its own.
"""

import json
import os

import ml_dtypes
import numpy as np
import safetensors.numpy
from harness import Checks, expect, same_array

SEEDS = 30
STATEMENTS = 40
DTYPES = [np.float32, np.float16, np.float64, np.int8, np.int32, np.int64, np.uint8, np.bool_, ml_dtypes.bfloat16]


class Case:
    """Random inputs, a script, and what NumPy makes of them."""

    def __init__(self, seed, folder):
        self.random = np.random.default_rng(seed)
        self.folder = folder
        self.inputs, self.expected, self.lines = {}, {}, []
        kinds = [self.slice, self.select, self.transpose, self.split, self.concat, self.stack, self.unstack, self.pad,
                 self.pad_with_statistics, self.reshape, self.remap, self.kernel, self.heads, self.nearest, self.rearrange]
        for number in range(STATEMENTS):
            kinds[self.random.integers(len(kinds))]("t%d" % number)

    def number(self, low, high):
        """Both ends included."""
        return int(self.random.integers(low, high + 1))

    def shape(self, least=1, most=4):
        return [self.number(1, 6) for _ in range(self.number(least, most))]

    def tensor(self, name, shape, dtype=None):
        dtype = dtype or DTYPES[self.random.integers(len(DTYPES))]
        bits = self.random.integers(0, 256, size=int(np.prod(shape)) * np.dtype(dtype).itemsize, dtype=np.uint8)
        value = (bits & 1).view(np.bool_) if dtype == np.bool_ else bits.view(dtype)
        self.inputs[name] = value.reshape(shape)
        return self.inputs[name]

    def axis(self, rank):
        """A place, and one of the two ways to write it."""
        axis = self.number(0, rank - 1)
        return axis, axis - rank * self.number(0, 1)

    def say(self, line, **expected):
        self.lines.append(line)
        self.expected.update(expected)

    def positions(self, size):
        """Ranges as written, and the positions they list."""
        written, listed = [], []
        for _ in range(self.number(1, 3)):
            if self.number(0, 1):
                at = self.number(-size, size - 1)
                written.append(str(at))
                listed.append(at % size)
            else:
                start, step = self.number(0, size - 1), self.number(1, 3)
                stop = self.number(start, size)
                written.append("%d:%d:%d" % (start, stop, step))
                listed += range(start, stop, step)
        return "[%s]" % ", ".join(written), listed

    def slice(self, name):
        value = self.tensor(name, self.shape())
        ranges, parts = [], []
        for size in value.shape:
            start, step = self.number(0, size), self.number(1, 3)
            stop = self.number(start, size)
            ranges.append("%d:%d:%d" % (start, stop, step))
            parts.append(slice(start, stop, step))
        self.say('slice "%s" [%s]' % (name, ", ".join(ranges)), **{name: value[tuple(parts)]})

    def select(self, name):
        value = self.tensor(name, self.shape())
        axis, written = self.axis(value.ndim)
        size = value.shape[axis]
        kept, listed = self.positions(size)
        gone, without = self.positions(size)
        if self.number(0, 1):
            self.say('select "%s" axis %d %s' % (name, written, kept), **{name: np.take(value, listed, axis)})
        else:
            listed = [at for at in listed if at not in without]
            self.say('select "%s" axis %d %s except %s' % (name, written, kept, gone),
                     **{name: np.take(value, np.array(listed, np.int64), axis)})

    def transpose(self, name):
        value = self.tensor(name, self.shape(2))
        by = self.random.permutation(value.ndim).tolist()
        self.say('transpose "%s" by %s' % (name, by), **{name: value.transpose(by)})

    def split(self, name):
        value = self.tensor(name, self.shape())
        axis, written = self.axis(value.ndim)
        first = self.number(0, value.shape[axis])
        a, b = np.split(value, [first], axis)
        self.say('split "%s" axis %d into [%d, -1] -> "%s.{a,b}"' % (name, written, first, name),
                 **{name + ".a": a, name + ".b": b})

    def parts(self, name, count):
        """Tensors of one type but for an axis, named so that numbers and letters sort otherwise."""
        shape = self.shape()
        axis, written = self.axis(len(shape))
        dtype = DTYPES[self.random.integers(len(DTYPES))]
        values = []
        for i in range(count):
            sizes = list(shape)
            sizes[axis] = self.number(0, 4)
            values.append(self.tensor("%s.%d" % (name, i), sizes, dtype))
        return values, axis, written

    def concat(self, name):
        values, axis, written = self.parts(name, self.number(2, 12))
        self.say('concat "%s.{n:int}" axis %d -> "%s"' % (name, written, name), **{name: np.concatenate(values, axis)})

    def stack(self, name):
        shape, dtype, count = self.shape(), DTYPES[self.random.integers(len(DTYPES))], self.number(2, 12)
        values = [self.tensor("%s.%d" % (name, i), shape, dtype) for i in range(count)]
        axis, written = self.axis(len(shape) + 1)
        self.say('stack "%s.{n:int}" axis %d -> "%s"' % (name, written, name), **{name: np.stack(values, axis)})

    def unstack(self, name):
        value = self.tensor(name, self.shape())
        axis, written = self.axis(value.ndim)
        names = ["%s.%d" % (name, i) for i in range(value.shape[axis])]
        self.say('unstack "%s" axis %d -> "%s.{0..%d}"' % (name, written, name, len(names) - 1),
                 **{part: value.take(i, axis) for i, part in enumerate(names)})

    def pad(self, name):
        value = self.tensor(name, self.shape(), np.int32)
        target = [size + self.number(0, 3) for size in value.shape]
        padded = np.pad(value, [(0, to - size) for size, to in zip(value.shape, target)], constant_values=-7)
        self.say('pad "%s" to %s with -7' % (name, target), **{name: padded})

    def pad_with_statistics(self, name):
        """New rows from those there are: small whole numbers, whose sums are exact in any order."""
        value = self.tensor(name, self.shape(1, 2), np.float32)
        value[...] = self.random.integers(-50, 50, value.shape)
        rows = [value.shape[0] + self.number(1, 3), *value.shape[1:]]
        text, fresh = [("mean(it, axis = 0)", value.astype(np.float64).mean(0)), ("max(it, axis = 0)", value.max(0)),
                       ("sum(it, axis = 0) - it[0]", value.sum(0) - value[0])][self.number(0, 2)]
        fresh = np.broadcast_to(fresh.astype(np.float32), [rows[0] - value.shape[0], *rows[1:]])
        self.say('pad "%s" to %s with %s' % (name, rows, text), **{name: np.concatenate([value, fresh])})

    def reshape(self, name):
        value = self.tensor(name, self.shape())
        sizes = self.random.permutation(value.shape).tolist()
        joined = self.number(0, len(sizes) - 1)
        shape = sizes[:joined] + [int(np.prod(sizes[joined:]))]
        shape[self.number(0, joined)] = -1
        self.say('reshape "%s" to %s' % (name, shape), **{name: value.reshape(shape)})

    def remap(self, name):
        value = self.tensor(name, self.shape(), np.float32)
        axis, written = self.axis(value.ndim)
        old = ["word %d" % i for i in self.random.permutation(value.shape[axis])]
        new = [word for word in old if self.number(0, 2)] + ["new %d" % i for i in range(self.number(0, 3))]
        new = [new[i] for i in self.random.permutation(len(new))] or ["only"]
        fresh = np.full(np.take(value, [0], axis).shape, 0.5, np.float32)
        rows = [np.take(value, [old.index(word)], axis) if word in old else fresh for word in new]
        paths = []
        for which, words in (("old", old), ("new", new)):
            json_file = self.number(0, 1)
            paths.append(os.path.join(self.folder, "%s_%s.%s" % (name, which, "json" if json_file else "txt")))
            with open(paths[-1], "w", encoding="utf-8") as f:
                f.write(json.dumps({word: i for i, word in enumerate(words)}) if json_file else "\n".join(words) + "\n")
        self.say('remap "%s" axis %d from vocab "%s" to vocab "%s" else 0.5' % (name, written, *paths),
                 **{name: np.concatenate(rows, axis)})

    def kernel(self, name):
        letters = ["hwio", "oihw", "ohwi", "hwoi"]
        before, after = (letters[self.number(0, 3)] for _ in range(2))
        value = self.tensor(name, [self.number(1, 4) for _ in range(4)])
        self.say('layout "%s" is %s\nlayout "%s" to %s' % (name, before, name, after),
                 **{name: value.transpose([before.index(letter) for letter in after])})

    def rearrange(self, name):
        a, b, c = (self.number(1, 4) for _ in range(3))
        value = self.tensor(name, [a * b, c])
        self.say('rearrange "%s" by "(a b) c -> c (b a)" with a = %d' % (name, a),
                 **{name: value.reshape(a, b, c).transpose(2, 1, 0).reshape(c, a * b)})

    def heads(self, name):
        """Fused by the definition: for each group of heads its queries, then a key and a value."""
        kv, each, size, other = (self.number(1, 3) for _ in range(4))
        count = kv * each
        q, k, v = (self.tensor(name + part, [n * size, other], np.float32)
                   for part, n in (("q", count), ("k", kv), ("v", kv)))
        interleaved = self.number(0, 1)
        heads = [[m[i * size:(i + 1) * size] for i in range(len(m) // size)] for m in (q, k, v)]
        order = sum((heads[0][g * each:(g + 1) * each] + [heads[1][g], heads[2][g]] for g in range(kv)), []) \
            if interleaved else sum(heads, [])
        self.say('fuse "%s{q,k,v}" as qkv(%s, heads = %d, kv = %d, axis = %d) -> "%s"'
                 % (name, "interleaved" if interleaved else "blocked", count, kv, -2 * self.number(0, 1), name),
                 **{name: np.concatenate(order)})
        if self.number(0, 1):
            del self.expected[name]
            self.say('split "%s" qkv -> "%s{q,k,v}"' % (name, name), **{name + "q": q, name + "k": k, name + "v": v})

    def nearest(self, name):
        value = self.tensor(name, self.shape())
        axis, _ = self.axis(value.ndim)
        target = list(value.shape)
        target[axis] = self.number(1, 9)
        rows = [i * value.shape[axis] // target[axis] for i in range(target[axis])]
        self.say('resize "%s" to %s with nearest' % (name, target), **{name: np.take(value, rows, axis)})


def random(checks, name, seed):
    folder = checks.folder(name)
    case = Case(seed, folder)
    source, out = os.path.join(folder, "in.safetensors"), os.path.join(folder, "out.safetensors")
    safetensors.numpy.save_file({n: np.ascontiguousarray(t) for n, t in case.inputs.items()}, source)
    checks.run_text("\n".join(['load "%s"' % source, *case.lines, 'save "%s"' % out, ""]), name)
    found = safetensors.numpy.load_file(out)
    expect(sorted(found) == sorted(case.expected), "names: %s", set(found) ^ set(case.expected))
    different = [n for n, value in case.expected.items() if not same_array(found[n], np.array(value, order="C"))]
    expect(not different, "tensors differ: %s\n%s", different, "\n".join(case.lines))


def main():
    checks = Checks(__doc__)
    for seed in range(SEEDS):
        name = "random_%d" % seed
        checks.check(name, lambda name=name, seed=seed: random(checks, name, seed), quiet=True)
    checks.end()


if __name__ == "__main__":
    main()
