"""Saves with ckpts, loads with the safetensors library: equal bytes where nothing changed, equal values always.

    python check_safetensors.py LAUNCHER WORK [check ...]
"""

import glob
import json
import os

import numpy as np
import safetensors.numpy
from harness import EXAMPLES, ROOT, Checks, expect, same_array
from safetensors import deserialize, safe_open

FIXTURES = os.path.join(ROOT, "src", "test", "fixtures", "safetensors")
TENSORFLOW = os.path.join(ROOT, "src", "test", "fixtures", "tensorflow")


def contents(path):
    with open(path, "rb") as f:
        return f.read()


def tensors(path):
    """{name: (dtype, shape, bytes)} of a file, or of an index and its shards."""
    if not path.endswith(".json"):
        return {n: (t["dtype"], tuple(t["shape"]), bytes(t["data"])) for n, t in deserialize(contents(path))}
    weight_map = json.loads(contents(path))["weight_map"]
    files = {f: tensors(os.path.join(os.path.dirname(path), f)) for f in set(weight_map.values())}
    return {name: files[f][name] for name, f in weight_map.items()}


def same_tensors(found, expected):
    expect(sorted(found) == sorted(expected), "names: found %s, expected %s", sorted(found), sorted(expected))
    different = [n for n in expected if found[n] != expected[n]]
    expect(not different, "tensors differ: %s", different)


def rewrite(checks, name):
    """An unedited checkpoint under another folder."""
    with open(os.path.join(FIXTURES, name, "listing.json"), encoding="utf-8") as f:
        listing = json.load(f)
    folder = checks.folder(name)
    source, out = os.path.join(FIXTURES, name, listing["path"]), os.path.join(folder, listing["path"])
    checks.run_text('load "%s"\nsave "%s"\n' % (source, out), name)
    same_tensors(tensors(out), tensors(source))
    if listing["keeps"]:
        for path in glob.glob(os.path.join(folder, "*")):
            expect(contents(path) == contents(os.path.join(FIXTURES, name, os.path.basename(path))), "bytes of %s", path)


def canonical(checks, name):
    """Renamed, then written again by the library: its bytes are ours."""
    folder = checks.folder("renamed_" + name)
    source, out = os.path.join(FIXTURES, name, "model.safetensors"), os.path.join(folder, "model.safetensors")
    checks.run_text('load "%s"\nrename /^/ -> "x."\nsave "%s"\n' % (source, out), "renamed_" + name)
    same_tensors(tensors(out), {"x." + n: t for n, t in tensors(source).items()})
    with safe_open(out, "np") as f:
        metadata = f.metadata()
        loaded = {key: f.get_tensor(key) for key in f.keys()}
    expect(safetensors.numpy.save(loaded, metadata) == contents(out), "the library writes other bytes")


def sharded(checks):
    folder = checks.folder("shards")
    source = os.path.join(FIXTURES, "names", "model.safetensors")
    out = os.path.join(folder, "model.safetensors")
    checks.run_text('load "%s"\nsave "%s" shards 3\n' % (source, out), "shards")
    index = out + ".index.json"
    same_tensors(tensors(index), tensors(source))
    text = contents(index).decode("ascii")
    expect(json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n" == text, "the index is not as json.dumps writes it")
    checks.run_text('load "%s"\nsave "%s" overwrite\n' % (index, index), "shards_again")
    same_tensors(tensors(index), tensors(source))


def aligned(checks):
    """The data begin where it was asked, in a single file and in shards, and the library reads them."""
    source = os.path.join(FIXTURES, "names", "model.safetensors")
    for alignment in (8, 64, 4096, 65536):
        folder = checks.folder("aligned_%d" % alignment)
        one, several = os.path.join(folder, "one.safetensors"), os.path.join(folder, "several.safetensors")
        options = "format safetensors(alignment = %d)" % alignment
        checks.run_text('load "%s"\nsave "%s" %s\nsave "%s" %s shards 3\n' % (source, one, options, several, options), "aligned")
        same_tensors(tensors(one), tensors(source))
        same_tensors(tensors(several + ".index.json"), tensors(source))
        files = glob.glob(os.path.join(folder, "*.safetensors"))
        expect(len(files) == 4, "files: %s", files)
        for path in files:
            begin = 8 + int.from_bytes(contents(path)[:8], "little")
            expect(begin % alignment == 0, "the data of %s begin at %d", path, begin)
            with safe_open(path, "np") as f:
                for key in f.keys():
                    f.get_tensor(key)


def linked(checks):
    """Shards in which nothing changed are the same files, and stay so when the checkpoint is saved over."""
    folder = checks.folder("linked")
    source = os.path.join(FIXTURES, "sharded", "model.safetensors.index.json")
    from_, to = os.path.join(folder, "from", "model.safetensors.index.json"), os.path.join(folder, "to", "model.safetensors.index.json")
    checks.run_text('load "%s"\nsave "%s"\n' % (source, from_), "linked_from")
    before = {path: contents(path) for path in glob.glob(os.path.join(folder, "from", "*"))}
    checks.run_text('load "%s"\nupdate "embed" = it * 2\nsave "%s" by link\n' % (from_, to), "linked_to")
    shards = ["model-0000%d-of-00002.safetensors" % n for n in (1, 2)]
    same = [os.path.samefile(os.path.join(folder, "from", n), os.path.join(folder, "to", n)) for n in shards]
    expect(same == [False, True], "linked: %s", same)
    loaded = {n: v for shard in shards for n, v in safetensors.numpy.load_file(os.path.join(folder, "to", shard)).items()}
    expected = {n: v for shard in shards for n, v in safetensors.numpy.load_file(os.path.join(folder, "from", shard)).items()}
    expected["embed"] = expected["embed"] * 2
    different = [n for n in expected if not same_array(loaded[n], expected[n])]
    expect(sorted(loaded) == sorted(expected) and not different, "tensors differ: %s", different)
    checks.run_text('load "%s"\nreinit "**" with ones\nsave "%s" overwrite\n' % (to, to), "linked_over")
    changed = [path for path, bytes_ in before.items() if contents(path) != bytes_]
    expect(not changed, "the original changed: %s", changed)


def encoder(norm, classes):
    """The program of the example: what it calls the parts of its norms, and how many classes it has."""
    import torch

    class Norm(torch.nn.Module):
        def __init__(self):
            super().__init__()
            for part in norm:
                setattr(self, part, torch.nn.Parameter(torch.ones(8)))

        def forward(self, x):
            scale, shift = (getattr(self, part) for part in norm)
            return torch.nn.functional.layer_norm(x, [8], scale, shift)

    class Layer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.attention, self.norm = torch.nn.Module(), Norm()
            self.attention.query = torch.nn.Linear(8, 8)

        def forward(self, x):
            return self.norm(x + self.attention.query(x))

    class Encoder(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embeddings, self.encoder = torch.nn.Module(), torch.nn.Module()
            self.embeddings.word = torch.nn.Embedding(32, 8)
            self.encoder.layer = torch.nn.Sequential(Layer(), Layer())
            self.classifier = torch.nn.Linear(8, classes)

        def forward(self, ids):
            return self.classifier(self.encoder.layer(self.embeddings.word(ids)))

    return Encoder()


def example(checks):
    """The new program loads every weight, and says of the old classes what the old one says, of the new ones nothing yet."""
    import torch
    from scenario import same
    folder = os.path.join(EXAMPLES, "checkpoints", "safetensors_old_names")
    out = os.path.join(checks.folder("safetensors_old_names"), "model.safetensors.index.json")
    checks.run(os.path.join(EXAMPLES, "safetensors_old_names.ckpts"), checkpoint=folder, out=out,
               new_model=os.path.join(folder, "new_model"))
    wrapped = torch.nn.Module()
    wrapped.module = encoder(("gamma", "beta"), 3)
    new = encoder(("weight", "bias"), 5)
    for program, where in ((wrapped, folder), (new, os.path.dirname(out))):
        state = {}
        for path in sorted(glob.glob(os.path.join(where, "*.safetensors"))):
            state.update({name: torch.from_numpy(value) for name, value in safetensors.numpy.load_file(path).items()})
        program.load_state_dict(state, strict=True)
    ids = torch.arange(32)
    with torch.no_grad():
        found, expected = new(ids), wrapped.module(ids)
    same(found[:, :3], expected, "scores of old classes")
    expect(not found[:, 3:].any(), "new classes have scores")


def from_tensorflow(checks):
    import tensorflow as tf
    folder = checks.folder("from_tensorflow")
    source, out = os.path.join(TENSORFLOW, "saver_momentum", "model.ckpt-3"), os.path.join(folder, "model.safetensors")
    checks.run_text('load "%s"\nsave "%s"\n' % (source, out), "from_tensorflow")
    reader = tf.train.load_checkpoint(source)
    expected = {n: reader.get_tensor(n) for n in reader.get_variable_to_shape_map()}
    found = safetensors.numpy.load_file(out)
    expect(sorted(found) == sorted(expected), "names: found %s, expected %s", sorted(found), sorted(expected))
    different = [n for n in expected if not same_array(found[n], expected[n])]
    expect(not different, "tensors differ: %s", different)
    with safe_open(out, "np") as f:
        expect(f.metadata() == {"format": "pt"}, "metadata: %s", f.metadata())


def to_tensorflow(checks):
    import tensorflow as tf
    folder = checks.folder("to_tensorflow")
    source, out = os.path.join(folder, "model.safetensors"), os.path.join(folder, "ckpt")
    values = {"w": np.arange(6, dtype=np.float32).reshape(2, 3), "n": np.array(7, np.int64), "none": np.zeros((0, 3), np.uint8)}
    safetensors.numpy.save_file(values, source, {"format": "tf"})
    checks.run_text('load "%s"\nsave "%s" format tensorflow\n' % (source, out), "to_tensorflow")
    reader = tf.train.load_checkpoint(out)
    expect(sorted(reader.get_variable_to_shape_map()) == sorted(values), "names: %s", reader.get_variable_to_shape_map())
    different = [n for n in values if not same_array(reader.get_tensor(n), values[n])]
    expect(not different, "tensors differ: %s", different)


def to_objects(checks, name, kind, form, described):
    """A Keras program's values, through safetensors, into the object graph of its manifest: TensorFlow restores them."""
    import check_objects
    import ckpts
    import models
    folder = checks.folder(name)
    old = models.old_s2(kind, form)
    old.train()
    source = old.checkpoint.save(os.path.join(folder, "ckpt"))
    if described:
        model = os.path.join(folder, "model.json")
        ckpts.manifest(old.checkpoint, model)
    else:
        model = source
    file, out = os.path.join(folder, "model.safetensors"), os.path.join(folder, "out", "ckpt-1")
    checks.run_text('load "%s"\nsave "%s"\n' % (source, file), name + "_from")
    checks.run_text(
        'load "%s"\nrename "**" -> "x/**"\nmanifest "%s"\nrename "x/**" -> "**"\nassert consumed\nsave "%s" format tensorflow\n'
        % (file, model, out), name)
    check_objects.loads(lambda: models.old_s2(kind, form), out, "restore", old.values())


def main():
    checks = Checks(__doc__)
    for path in sorted(glob.glob(os.path.join(FIXTURES, "*", "listing.json"))):
        name = os.path.basename(os.path.dirname(path))
        checks.check(name, lambda: rewrite(checks, name))
    # Those of types that NumPy knows, with no more than one text of metadata: the library has no order for several.
    for name in ("smallest", "metadata", "names", "spread_out"):
        checks.check("renamed_" + name, lambda: canonical(checks, name))
    checks.check("shards", lambda: sharded(checks))
    checks.check("aligned", lambda: aligned(checks))
    checks.check("linked", lambda: linked(checks))
    checks.check("safetensors_old_names", lambda: example(checks))
    checks.check("from_tensorflow", lambda: from_tensorflow(checks))
    checks.check("to_tensorflow", lambda: to_tensorflow(checks))
    import models
    for name, kind, form, described in (("keras3_subclassed", "keras3_adam", models.subclassed_chain, False),
                                        ("keras2_functional", "keras2_slots", models.functional, False),
                                        ("keras2_sequential", "keras2_lists", models.sequential, False),
                                        ("keras3_described", "keras3_adam", models.subclassed_chain, True),
                                        ("keras2_described", "keras2_slots", models.functional, True)):
        checks.check(name, lambda: to_objects(checks, name, kind, form, described))
    checks.end()


if __name__ == "__main__":
    main()
