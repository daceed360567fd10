"""Expressions on random tensors, against NumPy: moves, comparisons and integers bit for bit, floats to the last place.

    python check_expressions.py LAUNCHER WORK [check ...]

TensorFlow writes the operands and reads the results. Checks are called `random_N` by their seed.
"""

import math
import os
import warnings

from harness import Checks, expect, same_array

import ml_dtypes  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

warnings.simplefilter("ignore")

SEEDS = 25
FLOATS = [np.float16, ml_dtypes.bfloat16, np.float32, np.float64]
INTEGERS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]
COMPLEX = [np.complex64, np.complex128]


def save(prefix, tensors):
    names = sorted(tensors)
    tf.raw_ops.SaveV2(prefix=prefix, tensor_names=names, shape_and_slices=[""] * len(names),
                      tensors=[tf.constant(tensors[name]) for name in names])


def last_place(value, dtype):
    """The distance of neighbours at a value, in a float type."""
    info = ml_dtypes.finfo(dtype)
    if value == 0 or not math.isfinite(value):
        return float(info.smallest_subnormal)
    return max(float(info.smallest_subnormal), math.ldexp(float(info.eps), math.frexp(abs(value))[1] - 1))


def far(found, wanted, dtype, slack):
    """The first element that is not within one unit in the last place of a float64 result and `slack`, if there is one."""
    if found.dtype != dtype or found.shape != wanted.shape:
        return "%s %s, expected %s %s" % (found.dtype, found.shape, dtype, wanted.shape)
    slack = np.broadcast_to(slack, wanted.shape)
    rounded = wanted.astype(dtype).astype(np.float64)
    for i, (a, b, r, s) in enumerate(zip(found.astype(np.float64).flat, wanted.flat, rounded.flat, slack.flat)):
        same = (math.isnan(a) and math.isnan(b)) or a == r
        if not same and not abs(a - b) <= last_place(b, dtype) + s:
            return "element %d is %r, expected %r" % (i, a, b)
    return None


class Case:
    """Random operands, and expressions with what NumPy makes of them."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.inputs, self.expressions = {}, []

    def tensor(self, name, dtype, shape):
        dtype = np.dtype(dtype)
        if dtype.kind in "iu":
            info = np.iinfo(dtype)
            value = self.random.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)
        else:
            value = (self.random.normal(size=shape) * 4.0 ** self.random.integers(-3, 4)).astype(dtype)
        self.inputs[name] = value
        return value

    def exact(self, text, wanted):
        self.expressions.append((text, np.asarray(wanted), None))

    def near(self, text, wanted, dtype, slack=0.0):
        """`wanted` is the result in float64."""
        self.expressions.append((text, np.asarray(wanted, np.float64), (np.dtype(dtype), slack)))

    def near_complex(self, text, wanted, part, slack):
        """`wanted` is the result in wider complex numbers; `part` the type of their parts."""
        parts = np.stack([wanted.real, wanted.imag], -1).astype(np.float64)
        self.expressions.append((text, parts, (np.dtype(part), np.stack([slack, slack], -1).astype(float))))

    def pick(self, items):
        return items[self.random.integers(len(items))]


def t(name):
    return 'tensor("%s")' % name


def moves(case):
    dtype = case.pick(FLOATS + INTEGERS)
    sizes = [int(n) for n in case.random.integers(1, 9, 4)]
    h, w, i, o = sizes
    x = case.tensor("x", dtype, sizes)
    y = case.tensor("y", dtype, sizes)
    flags = case.tensor("m", np.int8, [w, 1, o]) > 0
    axis = int(case.random.integers(-4, 4))
    order = [int(n) for n in case.random.permutation(4)]
    names = np.array(list("hwio"))
    case.exact("transpose(%s, %s)" % (t("x"), order), x.transpose(order))
    case.exact('rearrange(%s, "h w i o -> %s")' % (t("x"), " ".join(names[order])), x.transpose(order))
    case.exact('rearrange(%s, "h w i o -> (o h) 1 (i w)")' % t("x"), x.transpose(3, 0, 2, 1).reshape(o * h, 1, i * w))
    case.exact('rearrange(reshape(%s, [-1]), "(a b) -> b a", a = %d)' % (t("x"), h * w), x.reshape(h * w, -1).T)
    case.exact("concat([%s, %s, %s], axis = %d)" % (t("x"), t("y"), t("x"), axis), np.concatenate([x, y, x], axis))
    case.exact("stack([%s, %s], axis = %d)" % (t("x"), t("y"), axis), np.stack([x, y], axis))
    case.exact("where(%s > 0, %s, %s)" % (t("m"), t("x"), t("y")), np.where(flags, x, y))
    case.exact("where(%s == %s, %s, 0)" % (t("x"), t("x"), t("y")), y)


def comparisons(case):
    a = case.tensor("ca", case.pick(INTEGERS + FLOATS), [7, 1, 5])
    b = case.tensor("cb", case.pick(INTEGERS + FLOATS), [4, 5])
    for sign, wanted in (("==", np.equal), ("!=", np.not_equal), ("<", np.less), ("<=", np.less_equal),
                         (">", np.greater), (">=", np.greater_equal)):
        if np.dtype(a.dtype).kind in "iu" and np.dtype(b.dtype).kind in "iu":
            value = wanted(a.astype(object), b.astype(object)).astype(bool)
        else:
            value = wanted(a.astype(np.float64), b.astype(np.float64))
        case.exact("%s %s %s" % (t("ca"), sign, t("cb")), value)


def integers(case):
    dtype = case.pick(INTEGERS)
    a, b = case.tensor("ia", dtype, [30, 8]), case.tensor("ib", dtype, [8])
    for sign, wanted in (("+", np.add), ("-", np.subtract), ("*", np.multiply)):
        case.exact("%s %s %s" % (t("ia"), sign, t("ib")), wanted(a, b))
    case.exact("minimum(%s, %s)" % (t("ia"), t("ib")), np.minimum(a, b))
    case.exact("maximum(%s, %s)" % (t("ia"), t("ib")), np.maximum(a, b))
    case.exact("sign(%s)" % t("ia"), np.sign(a))
    case.exact("abs(%s)" % t("ia"), np.abs(a))
    case.exact("-%s" % t("ia"), np.negative(a))
    for axis, text in ((None, ""), (0, ", axis = 0"), (1, ", axis = -1")):
        case.exact("sum(%s%s)" % (t("ia"), text), a.sum(axis))
        case.exact("min(%s%s)" % (t("ia"), text), a.min(axis))
        case.exact("max(%s%s, keepdims = true)" % (t("ia"), text), a.max(axis, keepdims=True))
    place = int(case.random.integers(1, a.size + 1))
    case.exact("kth_largest(%s, %d)" % (t("ia"), place), np.sort(a.reshape(-1))[a.size - place])
    exponents = case.tensor("ie", np.uint8, [30, 8])
    case.exact("pow(%s, %s)" % (t("ia"), t("ie")), powers(a, exponents))
    case.exact("pow(%s, 5)" % t("ia"), np.power(a, np.array(5, dtype)))
    case.exact("%s @ %s" % (t("ia"), t("ib")), np.matmul(a, b))
    case.exact("transpose(%s) @ %s" % (t("ia"), t("ia")), np.matmul(a.T, a))
    exact = a.astype(np.longdouble)
    deviation = float(np.abs(exact).max()) * a.size * np.finfo(np.float64).eps
    case.near("mean(%s)" % t("ia"), exact.mean(), np.float64, deviation)
    case.near("std(%s)" % t("ia"), exact.std(), np.float64, deviation)
    case.near("norm(%s)" % t("ia"), np.sqrt((exact * exact).sum()), np.float64, deviation)


def powers(base, exponents):
    """As NumPy has them; of a wide unsigned exponent beside a signed base it makes floats."""
    common = np.result_type(base, exponents)
    return np.power(base.astype(common), exponents.astype(common))


def promotions(case):
    """Any two types: the result has NumPy's type, and the value that is computed in it."""
    a, b = (case.tensor(name, case.pick(INTEGERS + [np.float16, np.float32, np.float64]), [6, 5]) for name in ("ma", "mb"))
    common = np.result_type(a, b)
    x, y = a.astype(common), b.astype(common)
    for sign, wanted in (("+", np.add), ("-", np.subtract), ("*", np.multiply)):
        text = "%s %s %s" % (t("ma"), sign, t("mb"))
        if common.kind in "iu":
            case.exact(text, wanted(x, y))
        else:
            case.near(text, wanted(a.astype(np.float64), b.astype(np.float64)), common)
    case.near("%s / %s" % (t("ma"), t("mb")), a.astype(np.float64) / b.astype(np.float64), (a / b).dtype)
    case.exact("where(%s > %s, %s, %s)" % (t("ma"), t("mb"), t("ma"), t("mb")),
               np.where(a.astype(np.longdouble) > b.astype(np.longdouble), x, y) if common.kind in "iu" else
               np.where(a.astype(np.float64) > b.astype(np.float64), x, y))


def complex_numbers(case):
    dtype = case.pick(COMPLEX)
    part, double = np.zeros(0, dtype).real.dtype, np.finfo(np.float64).eps
    shapes = {"xa": [9, 4], "xb": [4, 7], "xc": [9, 1]}
    for name, shape in shapes.items():
        value = case.random.normal(size=shape) + 1j * case.random.normal(size=shape)
        case.inputs[name] = value.astype(dtype)
    a, b, c = (case.inputs[name].astype(np.clongdouble) for name in shapes)
    for text, wanted, size in (("+", a + c, np.abs(a) + np.abs(c)), ("-", a - c, np.abs(a) + np.abs(c)),
                               ("*", a * c, np.abs(a * c)), ("/", a / c, np.abs(a / c))):
        case.near_complex("%s %s %s" % (t("xa"), text, t("xc")), wanted, part, 8 * double * size)
    case.near_complex("%s @ %s" % (t("xa"), t("xb")), a @ b, part, 8 * double * (np.abs(a) @ np.abs(b)))
    case.exact("-%s" % t("xa"), -case.inputs["xa"])
    case.exact("%s == %s" % (t("xa"), t("xc")), np.equal(case.inputs["xa"], case.inputs["xc"]))


def elements(case):
    dtype = case.pick(FLOATS)
    a, b = case.tensor("ea", dtype, [31, 5]), case.tensor("eb", dtype, [31, 1])
    a[0, 0], a[1, 0], a[2, 0], a[3, 0], a[4, 0] = 0, np.inf, -np.inf, np.nan, -0.0
    x, y = a.astype(np.float64), b.astype(np.float64)
    # A float64 result of NumPy is itself only good to the last place: wider floats are the judge.
    wide, double = x.astype(np.longdouble), np.finfo(np.float64).eps
    for sign, wanted in (("+", x + y), ("-", x - y), ("*", x * y), ("/", x / y)):
        case.near("%s %s %s" % (t("ea"), sign, t("eb")), wanted, dtype)
    for name, wanted in (("exp", np.exp(wide)), ("log", np.log(wide)), ("sqrt", np.sqrt(x)), ("tanh", np.tanh(wide)),
                         ("sin", np.sin(wide)), ("cos", np.cos(wide)), ("acos", np.arccos(wide))):
        # Java promises one unit in the last place of float64, and two and a half for tanh.
        slack = np.where(np.isfinite(wanted), 1.5 * double * np.abs(wanted), 0).astype(float) if name == "tanh" else 0.0
        case.near("%s(%s)" % (name, t("ea")), wanted, dtype, slack)
    sigmoid, rsqrt = 1 / (1 + np.exp(-wide)), 1 / np.sqrt(wide)
    case.near("sigmoid(%s)" % t("ea"), sigmoid, dtype, 4 * double * np.abs(np.nan_to_num(sigmoid)).astype(float))
    case.near("rsqrt(%s)" % t("ea"), rsqrt, dtype, np.where(np.isfinite(rsqrt), 2 * double * np.abs(rsqrt), 0).astype(float))
    power = np.power(np.abs(wide), y)
    case.near("pow(abs(%s), %s)" % (t("ea"), t("eb")), power, dtype)
    for name, wanted in (("floor", np.floor(x)), ("ceil", np.ceil(x)), ("round", np.rint(x)), ("sign", np.sign(x))):
        case.near("%s(%s)" % (name, t("ea")), wanted, dtype)
    case.exact("abs(%s)" % t("ea"), np.abs(a))
    case.near("-%s" % t("ea"), np.negative(x), dtype)
    case.near("minimum(%s, %s)" % (t("ea"), t("eb")), np.minimum(x, y), dtype)
    case.near("maximum(%s, %s)" % (t("ea"), t("eb")), np.maximum(x, y), dtype)
    case.near("clip(%s, -0.5, 2)" % t("ea"), np.clip(x, -0.5, 2), dtype)
    case.exact("isnan(%s)" % t("ea"), np.isnan(x))


def sums(case):
    dtype = case.pick(FLOATS)
    sizes = [int(n) for n in case.random.integers(1, 40, 3)]
    a = case.tensor("sa", dtype, sizes).astype(np.float64)
    axes = sorted(int(n) for n in case.random.choice(3, case.random.integers(1, 4), replace=False))
    where, count = tuple(axes), int(np.prod([sizes[axis] for axis in axes]))
    double = count * np.finfo(np.float64).eps
    wide = a.astype(np.longdouble)
    for keep in (False, True):
        text = "%s, axis = %s, keepdims = %s" % (t("sa"), axes, str(keep).lower())
        total = np.abs(a).sum(where, keepdims=keep) * double
        case.near("sum(%s)" % text, wide.sum(where, keepdims=keep), dtype, total)
        case.near("mean(%s)" % text, wide.mean(where, keepdims=keep), dtype, total / count)
        norm = np.sqrt((wide * wide).sum(where, keepdims=keep))
        case.near("norm(%s)" % text, norm, dtype, (norm * double).astype(float))
        case.near("std(%s)" % text, wide.std(where, keepdims=keep), dtype, (norm * double).astype(float))
        case.near("min(%s)" % text, a.min(where, keepdims=keep), dtype)
        case.near("max(%s)" % text, a.max(where, keepdims=keep), dtype)
    place = int(case.random.integers(1, a.size + 1))
    case.near("kth_largest(%s, %d)" % (t("sa"), place), np.sort(a.reshape(-1))[a.size - place], dtype)


def products(case):
    dtype = case.pick(FLOATS)
    m, k, n, batch = (int(size) for size in case.random.integers(1, 30, 4))
    shapes = case.pick([([m, k], [k, n]), ([batch, m, k], [k, n]), ([batch, m, k], [batch, k, n]), ([k], [k, n]),
                        ([m, k], [k]), ([k], [k]), ([batch, 1, m, k], [3, k, n])])
    a, b = (case.tensor(name, dtype, shape).astype(np.float64) for name, shape in zip(("pa", "pb"), shapes))
    slack = np.matmul(np.abs(a), np.abs(b)) * k * np.finfo(np.float64).eps
    case.near("%s @ %s" % (t("pa"), t("pb")), np.matmul(a.astype(np.longdouble), b.astype(np.longdouble)), dtype, slack)
    case.near("outer(%s, %s)" % (t("pa"), t("pb")), np.outer(a, b), dtype)


def merging(case):
    base, one, two = (case.tensor(name, np.float32, [17, 23]) for name in ("base", "one", "two"))
    density, weights = float(case.random.uniform(0.05, 1)), [1.0, float(case.random.integers(1, 4))]
    kept = max(1, round(density * base.size))
    deltas = []
    for tuned, weight in zip((one, two), weights):
        delta = tuned - base
        threshold = np.sort(np.abs(delta).reshape(-1))[base.size - kept]
        deltas.append(np.where(np.abs(delta) >= threshold, delta, 0).astype(np.float64) * weight)
    elected = np.sign(sum(deltas))
    agree = [(np.sign(delta) == elected) & (elected != 0) for delta in deltas]
    share = sum(mask * weight for mask, weight in zip(agree, weights))
    mean = sum(np.where(mask, delta, 0) for mask, delta in zip(agree, deltas)) / np.where(share > 0, share, 1)
    case.near("ties(%s, [%s, %s], density = %r, weights = %r)" % (t("base"), t("one"), t("two"), density, weights),
              base + mean, np.float32)
    a, b = one.astype(np.float64), two.astype(np.float64)
    angle = np.arccos((a * b).sum() / (np.linalg.norm(a) * np.linalg.norm(b)))
    part = float(case.random.uniform())
    wanted = (np.sin((1 - part) * angle) * a + np.sin(part * angle) * b) / np.sin(angle)
    case.near("slerp(%s, %s, %r)" % (t("one"), t("two"), part), wanted, np.float32)
    parallel = case.tensor("parallel", np.float32, [17, 23])
    parallel[:] = one * 1.5
    for text, other in ((t("parallel"), parallel.astype(np.float64)), ("0 * " + t("one"), 0 * a)):
        case.near("slerp(%s, %s, %r)" % (t("one"), text, part), (1 - part) * a + part * other, np.float32)
    case.near("%s + 0.3 * (%s - %s)" % (t("base"), t("one"), t("base")),
              base.astype(np.float64) + (np.float64(np.float32(0.3)) * (one - base)).astype(np.float32), np.float32)
    rank = int(case.random.integers(1, 6))
    down, up = case.tensor("down", np.float32, [rank, 23]), case.tensor("up", np.float32, [17, rank])
    product = np.matmul(up.astype(np.longdouble), down.astype(np.longdouble)).astype(np.float32)
    case.near("%s + (16.0 / %d) * (%s @ %s)" % (t("base"), rank, t("up"), t("down")),
              base.astype(np.float64) + np.float32(16 / rank) * product, np.float32)
    average = (np.float32(0.999) * base).astype(np.float64) + np.float32(0.001) * one
    case.near("0.999 * %s + 0.001 * %s" % (t("base"), t("one")), average, np.float32)


def random_case(checks, name, seed):
    case = Case(seed)
    for part in (moves, comparisons, integers, promotions, complex_numbers, elements, sums, products, merging):
        part(case)
    folder = checks.folder(name)
    save(os.path.join(folder, "in"), case.inputs)
    lines = ['load "%s"' % os.path.join(folder, "in")]
    lines += ['set "r%d" = %s' % (i, text) for i, (text, _, _) in enumerate(case.expressions)]
    checks.run_text("\n".join(lines + ['save "%s" only "r*"' % os.path.join(folder, "out")]) + "\n", name)
    reader = tf.train.load_checkpoint(os.path.join(folder, "out"))
    for i, (text, wanted, tolerance) in enumerate(case.expressions):
        found = np.asarray(reader.get_tensor("r%d" % i))
        if found.dtype.kind == "c" and tolerance is not None:
            found = np.stack([found.real, found.imag], -1)
        if tolerance is None:
            expect(same_array(found, wanted), "%s: found %s\n%s\nexpected %s\n%s", text, found.dtype, found, wanted.dtype,
                   wanted)
        else:
            wrong = far(found, wanted, *tolerance)
            expect(wrong is None, "%s of %s: %s", text, tolerance[0], wrong)


def dare(checks, name):
    """What is kept is scaled, what is dropped is the base; how many, and that names and seeds choose apart."""
    random, size = np.random.default_rng(5), 200 * 300
    base, tuned = (random.normal(size=[200, 300]).astype(np.float32) for _ in range(2))
    folder = checks.folder(name)
    save(os.path.join(folder, "base"), {"a": base, "b": base})
    save(os.path.join(folder, "tuned"), {"a": tuned, "b": tuned})
    masks = {}
    for seed in (1, 2):
        checks.run_text("\n".join([
            'load "%s"' % os.path.join(folder, "base"),
            'load "%s" as tuned' % os.path.join(folder, "tuned"),
            'update "*" = it + (tuned[name] - it) * bernoulli(0.3, seed = %d) / 0.3' % seed,
            'save "%s"' % os.path.join(folder, "merged_%d" % seed)]) + "\n", "%s_%d" % (name, seed))
        reader = tf.train.load_checkpoint(os.path.join(folder, "merged_%d" % seed))
        for tensor in ("a", "b"):
            found = reader.get_tensor(tensor)
            wide = base.astype(np.float64)
            scaled = (wide + (tuned - wide) / 0.3).astype(np.float32)
            kept = masks[tensor, seed] = found != base
            expect(same_array(found, np.where(kept, scaled, base)), "%s, seed %d: neither base nor scaled", tensor, seed)
            spread = (0.3 * 0.7 * size) ** 0.5
            expect(abs(kept.sum() - 0.3 * size) < 5 * spread, "%s, seed %d: kept %d of %d", tensor, seed, kept.sum(), size)
    expect(len({mask.tobytes() for mask in masks.values()}) == len(masks), "names or seeds choose alike")


def main():
    checks = Checks(__doc__)
    for seed in range(SEEDS):
        checks.check("random_%d" % seed, lambda: random_case(checks, "random_%d" % seed, seed))
    checks.check("dare", lambda: dare(checks, "dare"))
    checks.end()


if __name__ == "__main__":
    main()
