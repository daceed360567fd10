"""Loads every TensorFlow fixture with ckpts and saves it unedited: equal values always, equal bytes where TensorFlow's order rules.

    python check_rewrite.py LAUNCHER WORK [fixture ...]
"""

import glob
import json
import os

from harness import FIXTURES, Checks, expect

import recording  # noqa: E402

# Bundles that ckpts writes in another way than they were found, and why.
REWRITTEN = {
    "aligned": "gaps are closed",
    "big_endian": "values are written little-endian",
    "header_without_version": "a version is written",
    "merged_shards": "parts are joined",
    "object_sliced": "parts are joined",
    "saver_partitioned": "parts are joined",
    "saver_partitioned_and_sharded": "parts are joined",
    "saver_sharded": "three shards become one",
    "slices_explicit_and_full": "parts are joined",
    "slices_odd_dtypes": "parts are joined",
    "slices_unsliceable_names": "parts are joined",
    "snappy_index/copies": "blocks are written uncompressed",
    "snappy_index/literals": "blocks are written uncompressed",
}
# Without a listing of their own: too many rows, or names of half a megabyte.
UNLISTED = {"many_keys": "many", "giant_key": "giant"}


def files(prefix):
    """{suffix: bytes} of a bundle."""
    return {path[len(prefix):]: open(path, "rb").read()
            for path in sorted(glob.glob(glob.escape(prefix) + ".index") + glob.glob(glob.escape(prefix) + ".data-*"))}


def facts(rows):
    """What must survive: not how it was cut into parts, nor what TensorFlow could not read."""
    keys = ("name", "name_hex", "dtype", "shape", "sha256")
    return [{k: row[k] for k in keys if k in row} for row in rows]


def rewrite(checks, name, prefix, listed):
    folder = checks.folder(name.replace("/", "_"))
    source, out = os.path.join(FIXTURES, name, prefix), os.path.join(folder, "copy")
    checks.run_text('load "%s"\nsave "%s"\n' % (source, out), name.replace("/", "_"))
    if name not in REWRITTEN:
        before, after = files(source), files(out)
        expect(list(after) == list(before), "files: found %s, expected %s", list(after), list(before))
        different = [suffix for suffix in before if before[suffix] != after[suffix]]
        expect(not different, "bytes differ in: %s", different)
    if listed:
        os.chdir(folder)
        found = facts(recording.listing("copy")["tensors"])
        expected = facts(listed["tensors"])
        missing = [row for row in expected if row not in found]
        extra = [row for row in found if row not in expected]
        expect(found == expected, "tensors differ\nexpected only: %s\nfound only: %s", missing, extra)


def main():
    checks = Checks(__doc__)
    for path in sorted(glob.glob(os.path.join(FIXTURES, "**", "listing.json"), recursive=True)):
        with open(path, encoding="utf-8") as f:
            listed = json.load(f)
        name = os.path.relpath(os.path.dirname(path), FIXTURES)
        if listed.get("format") == "v1":  # TensorFlow's first format is not read.
            continue
        checks.check(name, lambda: rewrite(checks, name, listed["prefix"], listed))
    for name, prefix in UNLISTED.items():
        checks.check(name, lambda: rewrite(checks, name, prefix, None))
    checks.end()


if __name__ == "__main__":
    main()
