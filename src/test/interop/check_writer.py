"""Lets ckpts write every dtype under new names, cast, joined and converted, and reads the result with TensorFlow.

    python check_writer.py LAUNCHER WORK [check ...]
"""

import json
import os

from harness import FIXTURES, Checks, expect, same_array

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import recording  # noqa: E402


def listed(fixture, file="listing.json"):
    with open(os.path.join(FIXTURES, fixture, file), encoding="utf-8") as f:
        return json.load(f)


def edit(checks, name, fixture, statements):
    """Runs the statements over a fixture, returns the prefix of the result."""
    out = os.path.join(checks.folder(name), "out")
    source = os.path.join(FIXTURES, fixture, listed(fixture)["prefix"])
    checks.run_text('load "%s"\n%s\nsave "%s"\n' % (source, statements, out), name)
    return out


def rows_of(prefix):
    """name -> row, by TensorFlow's reader and by RestoreV2 (recording.listing compares both with the stored bytes)."""
    os.chdir(os.path.dirname(prefix))
    return {row["name"]: row for row in recording.listing(os.path.basename(prefix))["tensors"]}


def all_renamed(checks, name, fixture):
    rows = rows_of(edit(checks, name, fixture, 'rename "**" -> "new/**"'))
    expected = listed(fixture)["tensors"]
    expect(sorted(rows) == sorted("new/" + row["name"] for row in expected), "names: %s", sorted(rows))
    for before in expected:
        after = rows["new/" + before["name"]]
        for key in ("dtype", "shape", "sha256"):
            expect(after[key] == before[key], "%s: %s is %s, expected %s", before["name"], key, after[key], before[key])
        if before["dtype"] != "variant":
            expect("tensorflow_refuses" not in after, "%s: %s", before["name"], after.get("tensorflow_refuses"))


def value(prefix, name):
    return tf.train.load_checkpoint(prefix).get_tensor(name)


CASTS = [  # Where every rounding rule agrees with IEEE: to nearest, ties to even.
    ("z/float32", "bfloat16"), ("z/float32", "float16"), ("z/float32", "float64"), ("y/float64", "float32"),
    ("x/float16", "float32"), ("w/bfloat16", "float32"), ("u/int8", "int32"), ("u/int16", "float32"), ("t/uint8", "int64"),
    ("s/bool", "float32"),
]


def casts(checks, name):
    source = os.path.join(FIXTURES, "all_dtypes", "all")
    for number, (tensor, dtype) in enumerate(CASTS):
        out = edit(checks, "%s_%d" % (name, number), "all_dtypes", 'cast "%s" to %s' % (tensor, dtype))
        expected = tf.cast(tf.constant(value(source, tensor)), dtype).numpy()
        found = value(out, tensor)
        nans = np.isnan(expected.astype(np.float64))
        expect(found.dtype == expected.dtype and np.array_equal(nans, np.isnan(found.astype(np.float64))),
               "%s to %s: %s, expected %s", tensor, dtype, found, expected)
        expect(same_array(np.where(nans, 0, found).astype(found.dtype), np.where(nans, 0, expected).astype(found.dtype)),
               "%s to %s: %s, expected %s", tensor, dtype, found, expected)


def shapes(checks, name):
    out = edit(checks, name, "slices_explicit_and_full",
               'keep "plain", "full", "grid"\ntranspose "plain"\nslice "full" [1:4, :]\nreshape "grid" to [2, 25]')
    v = np.arange(50, dtype=np.float32).reshape(5, 10)
    for tensor, expected in (("plain", v.T), ("full", v[1:4]), ("grid", v.reshape(2, 25))):
        expect(same_array(value(out, tensor), np.ascontiguousarray(expected)), "%s: %s", tensor, value(out, tensor))


def main():
    checks = Checks(__doc__)
    for fixture in ("all_dtypes", "strings", "variants", "big_endian", "snappy_index/copies", "aligned", "merged_shards",
                    "slices_odd_dtypes", "saver_partitioned"):
        name = "renamed_" + fixture.replace("/", "_")
        checks.check(name, lambda: all_renamed(checks, name, fixture))
    checks.check("casts", lambda: casts(checks, "casts"))
    checks.check("shapes", lambda: shapes(checks, "shapes"))
    checks.end()


if __name__ == "__main__":
    main()
