"""Casts between all element types against rounding by definition: every code of every narrow float, to float32 and float64
and back, to every other type; from float32 and float64 all ties and their neighbours, subnormals and overflows.

    python check_casts.py LAUNCHER WORK [check ...]

The definition: of the values that a type has, the nearest, of two the one with the even code. NumPy's and ml_dtypes' own casts
must agree where they round once; ml_dtypes rounds float64 to bfloat16 by way of float32.
"""

import os
import warnings

from harness import Checks, expect, same_array

import ml_dtypes  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

warnings.simplefilter("ignore")

NARROW = {name: np.dtype(getattr(ml_dtypes, name)) for name in (
    "bfloat16", "float8_e5m2", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e4m3b11fnuz", "float8_e5m2fnuz", "float4_e2m1fn")}
NARROW["float16"] = np.dtype(np.float16)
WIDE = {"float32": np.dtype(np.float32), "float64": np.dtype(np.float64)}
INTEGERS = {np.dtype(t).name: np.dtype(t) for t in (
    np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)}
RANDOM = 20000


def codes(dtype):
    """Every value of a narrow type, in the order of the codes."""
    unsigned = np.uint16 if dtype.itemsize == 2 else np.uint8
    return np.arange(1 << (4 if "float4" in dtype.name else 8 * dtype.itemsize)).astype(unsigned).view(dtype)


class Rounding:
    """A narrow type by the table of its values."""

    def __init__(self, dtype):
        self.dtype = dtype
        every = codes(dtype)
        wide = every.astype(np.float64).astype(np.longdouble)
        places = [i for i in range(len(every)) if np.isfinite(wide[i]) and not np.signbit(wide[i])]
        places.sort(key=lambda i: wide[i])
        self.values, self.places = wide[places], np.array(places)
        self.infinity = next((i for i in range(len(every)) if np.isposinf(wide[i])), None)
        self.nan = next((i for i in range(len(every)) if np.isnan(wide[i])), None)
        self.ties = (self.values[1:] + self.values[:-1]) / 2
        # What would be the next value decides what is too large.
        self.overflow = self.values[-1] + (self.values[-1] - self.values[-2]) / 2
        self.negative_zero = bool(np.any((every.astype(np.float64) == 0) & np.signbit(every.astype(np.float64))))

    def __call__(self, source):
        """Numbers as this type; they must be exact as long doubles."""
        source = source.astype(np.longdouble)
        size = np.abs(np.where(np.isnan(source), 0, source))
        at = np.searchsorted(self.ties, size, side="left")
        tie = (at < len(self.ties)) & (size == self.ties[np.minimum(at, len(self.ties) - 1)])
        at = np.where(tie & (self.places[at] % 2 == 1), at + 1, at)
        code = self.places[at].astype(np.int64)
        even_above = self.places[-1] % 2 == 1
        over = (size >= self.overflow) if even_above else (size > self.overflow)
        beyond = self.infinity if self.infinity is not None else self.nan if self.nan is not None else self.places[-1]
        code = np.where(over, beyond, code)
        out = codes(self.dtype)[code].astype(np.float64)
        signed = np.where(np.signbit(source), -out, out)
        signed = np.where((out == 0) & (not self.negative_zero), 0.0, signed)
        if self.nan is None:
            return np.where(np.isnan(source), -0.0, signed)
        return np.where(np.isnan(source), np.nan, signed)


def samples(seed, dtype):
    """Numbers of a wide type where rounding to a narrow one is decided, and others."""
    random = np.random.default_rng(seed)
    rounding = Rounding(dtype)
    edges = np.concatenate([rounding.values, rounding.ties, [rounding.overflow, rounding.values[-1]]]).astype(np.float64)
    found = [np.concatenate([edges, np.nextafter(edges, np.inf), np.nextafter(edges, 0)])]
    found.append(random.normal(size=RANDOM) * np.exp2(random.integers(-30, 20, RANDOM)))
    found.append(np.array([np.inf, np.nan, 0, 5e-324, 1.7e308, 3.4e38, 1e-45, 1e-39]))
    # Also the neighbours that float32 has.
    single = edges.astype(np.float32)
    found += [np.nextafter(single, np.float32(to)).astype(np.float64) for to in (np.inf, 0)]
    numbers = np.concatenate(found)
    return np.concatenate([numbers, -numbers])


def save(prefix, tensors):
    names = sorted(tensors)
    tf.raw_ops.SaveV2(prefix=prefix, tensor_names=names, shape_and_slices=[""] * len(names),
                      tensors=[tf.constant(tensors[name]) for name in names])


def cast(checks, name, tensors, wanted):
    """Runs one script that casts: {result: (tensor as an expression, type)} to {result: array}."""
    folder = checks.folder(name)
    save(os.path.join(folder, "in"), tensors)
    lines = ['load "%s"' % os.path.join(folder, "in")]
    lines += ['set "%s" = cast(%s, %s)' % (result, source, dtype) for result, (source, dtype) in wanted.items()]
    checks.run_text("\n".join(lines + ['save "%s"' % os.path.join(folder, "out")]) + "\n", name)
    reader = tf.train.load_checkpoint(os.path.join(folder, "out"))
    return {result: np.asarray(reader.get_tensor(result)) for result in wanted}


def same_values(found, expected, what, source=None):
    """Equal numbers, zeros of equal sign, NaN where NaN is expected."""
    found = found.astype(np.float64)
    same = (found == expected) & (np.signbit(found) == np.signbit(expected)) | np.isnan(found) & np.isnan(expected)
    if not same.all():
        i = int(np.flatnonzero(~same)[0])
        expect(False, "%s: %d of %d differ, the first is %r of %r, expected %r", what, (~same).sum(), same.size, found[i],
               None if source is None else source[i], expected[i])


def from_wide(checks, name, dtype):
    """Float32 and float64 to a narrow type; float32 must agree with ml_dtypes' own cast, too."""
    numbers = samples(len(name), NARROW[dtype])
    with np.errstate(over="ignore"):
        tensors = {"double": numbers, "single": numbers.astype(np.float32)}
    found = cast(checks, name, tensors, {part + "_out": ('tensor("%s")' % part, dtype) for part in tensors})
    rounding = Rounding(NARROW[dtype])
    for part, source in tensors.items():
        result = found[part + "_out"]
        expect(result.dtype == NARROW[dtype], "%s is %s", part, result.dtype)
        same_values(result, rounding(source), part, source)
    with np.errstate(over="ignore", invalid="ignore"):
        own = tensors["single"].astype(NARROW[dtype]).astype(np.float64)
    numbers = ~np.isnan(tensors["single"])
    same_values(found["single_out"][numbers], own[numbers], "as ml_dtypes casts float32", tensors["single"][numbers])


def between(checks, name, dtype):
    """Every code of a narrow type to all other types of floats, and back from float32 and float64."""
    every = codes(NARROW[dtype])
    others = {**NARROW, **WIDE}
    wanted = {"to_" + other: ('tensor("codes")', other) for other in others if other != dtype}
    wanted.update({"back_" + other: ('cast(tensor("codes"), %s)' % other, dtype) for other in WIDE})
    found = cast(checks, name, {"codes": every}, wanted)
    exact = every.astype(np.float64)
    for other in others:
        if other in WIDE:
            same_values(found["to_" + other], exact, other)
            back = found["back_" + other]
            numbers = ~np.isnan(exact)
            expect(same_array(back[numbers], every[numbers]), "back from %s: other codes", other)
        elif other != dtype:
            same_values(found["to_" + other], Rounding(NARROW[other])(exact), other, exact)


def integers(checks, name):
    """Integers of all widths to all floats, and floats to integers: truncated, out of range the nearest end, NaN 0."""
    random = np.random.default_rng(7)
    tensors, wanted, expected = {}, {}, {}
    for source, dtype in INTEGERS.items():
        info = np.iinfo(dtype)
        some = random.integers(info.min, info.max, 2000, dtype=dtype, endpoint=True) >> random.integers(
            0, 8 * dtype.itemsize, 2000).astype(dtype)
        tensors[source] = np.concatenate([some, np.array([info.min, info.max, 0, 1], dtype)])
        for target in {**NARROW, **WIDE}:
            wanted["%s_%s" % (source, target)] = ('tensor("%s")' % source, target)
            exact = tensors[source].astype(np.longdouble)
            rounded = exact.astype(WIDE[target]).astype(np.float64) if target in WIDE else Rounding(NARROW[target])(exact)
            expected["%s_%s" % (source, target)] = rounded
    numbers = random.normal(size=4000) * np.exp2(random.integers(-4, 70, 4000))
    edges = np.array([0.0, -0.0, 0.99, -0.99, np.inf, -np.inf, np.nan] + [
        sign * 2.0 ** n + d for n in (7, 8, 15, 16, 31, 32, 63, 64) for sign in (1, -1) for d in (-1, 0, 1)])
    tensors["reals"] = np.concatenate([numbers, edges])
    for target, dtype in INTEGERS.items():
        info = np.iinfo(dtype)
        wanted["reals_" + target] = ('tensor("reals")', target)
        whole = [0 if np.isnan(x) else info.max if x >= info.max else info.min if x <= info.min else int(x)
                 for x in tensors["reals"].tolist()]
        expected["reals_" + target] = np.array(whole, dtype)
    found = cast(checks, name, tensors, wanted)
    for result, value in expected.items():
        if result.startswith("reals_"):
            expect(same_array(found[result], value), "%s", result)
        else:
            same_values(found[result], value, result)


def main():
    checks = Checks(__doc__)
    for dtype in sorted(NARROW):
        checks.check("from_wide_" + dtype, lambda: from_wide(checks, "from_wide_" + dtype, dtype))
        checks.check("between_" + dtype, lambda: between(checks, "between_" + dtype, dtype))
    checks.check("integers", lambda: integers(checks, "integers"))
    checks.end()


if __name__ == "__main__":
    main()
