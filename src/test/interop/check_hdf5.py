"""HDF5 files that are written: h5py reads every object, attribute and value, adds to them, and HDF5's tools agree.

    python check_hdf5.py LAUNCHER WORK [check ...]

No command writes such files by itself, so the classes of the tests do: target/test-classes, which the build makes.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys

from harness import ROOT, Checks, Failure, Skipped, expect

HDF5 = os.path.join(ROOT, "src", "test", "fixtures", "hdf5")
CLASSES = os.environ.get("CKPTS_TEST_CLASSES") or os.pathsep.join(
    os.path.join(ROOT, "target", folder) for folder in ("classes", "test-classes"))
sys.path.insert(0, HDF5)


def java(*arguments):
    if not os.path.isdir(CLASSES.split(os.pathsep)[-1]):
        raise Skipped("no " + CLASSES)
    done = subprocess.run(["java", "-Xmx256m", "-cp", CLASSES, "ckpts.hdf5.Rewritten", *arguments],
                          capture_output=True, text=True)
    if done.returncode:
        raise Failure("%s\n%s" % (arguments, done.stderr))


def tool(name, *arguments):
    """Runs one of HDF5's own programs."""
    if not shutil.which(name):
        raise Skipped("no " + name)
    done = subprocess.run([name, *arguments], capture_output=True, text=True)
    expect(done.returncode == 0, "%s %s: %s", name, arguments, (done.stdout + done.stderr)[-2000:])
    return done.stdout


def contents(path):
    """What h5py finds, in the words of the fixtures. Types with names and chunks are not written again."""
    import make_fixtures
    found = {}
    make_fixtures.expect("it", path, found)
    objects = [each for each in found["it"] if each.get("kind") != "named"]
    for each in objects:
        each.pop("chunk", None)
    return objects


def rewrite(checks, name):
    """A fixture, read and written: the same for h5py, in the same order."""
    out = os.path.join(checks.folder(name), "out.h5")
    source = os.path.join(HDF5, name + ".h5")
    java("rewrite", source, out)
    found, expected = contents(out), contents(source)
    for one, other in zip(found, expected):
        expect(one == other, "found %s\nexpected %s", one, other)
    expect(len(found) == len(expected), "%d objects, expected %d", len(found), len(expected))


def everything(checks):
    """The file that checks of tools look at."""
    out = os.path.join(checks.work, "everything.h5")
    java("everything", out)
    return out


def many(checks):
    """Thousands of children, texts and numbers above 64 kB, strings, several names of one object."""
    import h5py
    import numpy as np
    with h5py.File(everything(checks), "r") as f:
        expect(list(f) == ["many", "dense", "a", "same", "soft", "texts"], "%s", list(f))
        expect(list(f.attrs) == ["model_config", "few"], "%s", list(f.attrs))
        expect(f.attrs["model_config"] == "{\"ä\": 1}" * 40000, "model_config differs")
        group = f["many"]
        expect(list(group) == ["w%d" % i for i in range(2999, -1, -1)], "children differ")
        expect(list(group.attrs["names"]) == ["layer_%d" % i for i in range(2999, -1, -1)], "names differ")
        wrong = [name for i, name in enumerate(group) if group[name].attrs["number"] != i
                 or group[name].shape != (i % 3,) or group[name].dtype != ("f2" if i == 0 else "u1")
                 or bytes(group[name][()]) != b"\7" * (i % 3)]
        expect(not wrong, "datasets differ: %s", wrong[:5])
        expect(list(f["dense"].attrs) == ["few", "numbers", "model_config"], "%s", list(f["dense"].attrs))
        expect(np.array_equal(f["dense"].attrs["numbers"], np.arange(25000)), "numbers differ")
        expect(f["dense"].attrs["model_config"] == f.attrs["model_config"], "model_config differs")
        expect(f["same"] == group["w5"] and f["soft"] == group["w6"], "names of objects differ")
        expect(h5py.h5o.get_info(f["same"].id).rc == 2, "one object with two names counts otherwise")
        texts = [text.decode() for text in f["texts"][()].ravel()]
        expect(texts == ["ä", "", "x" * 70000, "y"], "texts differ")


def changed(checks):
    """HDF5 itself adds to such a file, and takes away."""
    import h5py
    import numpy as np
    path = os.path.join(checks.folder("changed"), "changed.h5")
    shutil.copy(everything(checks), path)
    with h5py.File(path, "r+") as f:
        for i in range(20):
            for name in ("many", "dense", "a"):
                f[name].attrs["x%d" % i] = i
                f[name].create_dataset("new%d" % i, data=np.arange(i))
        del f["many/w7"], f["dense"].attrs["few"], f["texts"]
        f["many/w2998"].attrs["k"] = "v"
    with h5py.File(path, "r") as f:
        expect(len(f["many"]) == 3019 and list(f["many"])[-1] == "new19", "children differ")
        expect(list(f["dense"].attrs) == ["numbers", "model_config"] + ["x%d" % i for i in range(20)], "attributes differ")
        expect(len(f["dense"].attrs["model_config"]) == 320000, "model_config differs")
        expect(np.array_equal(f["many/new19"][()], np.arange(19)), "values differ")


def appended(checks):
    """What HDF5 added and took away is read, too."""
    path = os.path.join(checks.work, "changed", "changed.h5")
    out = os.path.join(checks.folder("appended"), "out.h5")
    java("rewrite", path, out)
    expect(contents(out) == contents(path), "objects differ")


def grown(checks):
    """Heaps and trees of a depth that no small file has."""
    import h5py
    import numpy as np
    folder = checks.folder("grown")
    source, out = os.path.join(folder, "in.h5"), os.path.join(folder, "out.h5")
    data = np.arange(200 * 300, dtype="<i4").reshape(200, 300)
    with h5py.File(source, "w", libver="latest") as f:
        links = f.create_group("links")
        for i in range(30000):
            links["a soft link of some length, %d" % i] = h5py.SoftLink("/nowhere")
        for i in range(3000):
            f["links"].attrs["attribute %d" % i] = i
        f.create_dataset("fixed", data=data, chunks=(1, 3), compression="gzip")
        f.create_dataset("extensible", data=data, chunks=(3, 1), maxshape=(None, 300))
        f.create_dataset("tree", data=data, chunks=(2, 2), maxshape=(None, None), shuffle=True)
    with h5py.File(source, "r+", libver="earliest") as f:
        f.create_dataset("old", data=data, chunks=(2, 1), compression="lzf")
        old = f.create_group("symbols")
        for i in range(3000):
            old["name %d" % i] = f["tree"]
    java("rewrite", source, out)
    expect(contents(out) == contents(source), "objects differ")


def dumped(checks):
    listing = tool("h5ls", "-r", everything(checks)).splitlines()
    expect(len(listing) == 3007, "%d lines", len(listing))
    expect(any(line.split() == ["/same", "Dataset,", "same", "as", "/many/w5"] for line in listing), "same is another")
    dump = tool("h5dump", "-d", "/many/w2998", everything(checks))
    expect("(0): 7" in dump and "ATTRIBUTE \"number\"" in dump, "%s", dump)


def repacked(checks):
    out = os.path.join(checks.folder("repacked"), "out.h5")
    tool("h5repack", "-L", everything(checks), out)
    tool("h5diff", everything(checks), out)


def advised(checks, name):
    """The help for a file that is not read, applied as it is written: the weight is read, with the values that it has."""
    import numpy as np
    from safetensors.numpy import load_file
    folder = checks.folder("advised")
    shutil.copytree(os.path.join(HDF5, "refused"), folder, dirs_exist_ok=True)

    def ckpts(*arguments):
        return subprocess.run([checks.launcher, *arguments], cwd=folder, capture_output=True, text=True)

    refusal = ckpts("ls", name + ".h5")
    expect(refusal.returncode != 0, "it is read")
    message, advice = refusal.stderr.strip().split("\n")
    if advice == "help: load it in Keras and save it again":
        raise Skipped("no line of Python helps: " + message)
    if "hdf5plugin" in advice and not importlib.util.find_spec("hdf5plugin"):
        raise Skipped("no hdf5plugin")
    line = advice.rsplit(": `", 1)[1].removesuffix("`")
    done = subprocess.run([sys.executable, "-c", line], cwd=folder, capture_output=True, text=True)
    expect(done.returncode == 0, "%s\n%s", line, done.stderr)
    done = ckpts("convert", name + "-rewritten.h5", name + ".safetensors")
    expect(done.returncode == 0, "%s\n%s", line, done.stderr)
    found = load_file(os.path.join(folder, name + ".safetensors"))
    expect(np.array_equal(found["d/k"].ravel(), np.arange(8)), "d/k is %s", found["d/k"])


def keras(checks, name):
    """What Keras saves, read and written, loads to the same weights."""
    import keras
    import numpy as np
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3, name="first"),
                              keras.layers.BatchNormalization(name="second")])
    model.compile("adam", keras.losses.MeanSquaredError())
    model.fit(np.ones((8, 4)), np.ones((8, 3)), verbose=0)
    folder = checks.folder(name)
    source, out = os.path.join(folder, "in" + name), os.path.join(folder, "out" + name)
    (model.save_weights if name == ".weights.h5" else model.save)(source)
    java("rewrite", source, out)
    expect(contents(out) == contents(source), "objects differ")
    if name == ".weights.h5":
        expected = model.get_weights()
        for variable in model.weights:
            variable.assign(variable * 0)
        model.load_weights(out)
        found = model.get_weights()
    else:
        one, other = keras.models.load_model(source), keras.models.load_model(out)
        expected, found = ([np.asarray(v) for v in m.variables + m.optimizer.variables] for m in (one, other))
    expect(len(found) == len(expected), "%d weights, expected %d", len(found), len(expected))
    expect(all(np.array_equal(a, b) for a, b in zip(found, expected)), "weights differ")


def main():
    checks = Checks(__doc__)
    with open(os.path.join(HDF5, "expected.json"), encoding="utf-8") as f:
        names = [name for name in json.load(f) if name != "made with"]
    for name in names:
        checks.check(name, lambda: rewrite(checks, name))
    for check in (many, changed, appended, grown, dumped, repacked):
        checks.check(check.__name__, lambda: check(checks))
    for name in sorted(os.listdir(os.path.join(HDF5, "refused"))):
        if name.endswith(".h5") and name != "other.h5":
            checks.check("advised " + name, lambda: advised(checks, name.removesuffix(".h5")))
    for name in (".weights.h5", ".h5"):
        checks.check("keras" + name, lambda: keras(checks, name))
    checks.end()


if __name__ == "__main__":
    main()
