"""Edits .weights.h5, .weights.json and .keras files with ckpts: Keras 3 and tf_keras read the result, to the values, the outputs and
the next step of training that it should have.

    python check_keras_saved.py LAUNCHER WORK [check ...]
"""

import json
import os
import sys
import zipfile

from harness import ROOT, Checks, expect, same_array

os.environ["CUDA_VISIBLE_DEVICES"] = ""
SAVED = os.path.join(ROOT, "src", "test", "fixtures", "keras_saved")
LISTED = os.path.join(ROOT, "src", "test", "fixtures", "keras")
sys.path[:0] = [SAVED]

import h5py
import keras
import make_fixtures
import ml_dtypes
import numpy as np
import safetensors.numpy
import tensorflow as tf
import tf_keras

FRAMEWORKS = {"k2": tf_keras, "k3": keras}
FEATURES = np.linspace(-1, 1, 24, dtype="f4").reshape(4, 6)
WORDS = np.array([[1, 2, 3, 0, 5], [4, 0, 1, 6, 2]])
OPTIMIZERS = {
    "sgd": lambda k: k.SGD(0.1, momentum=0.9),
    "adam": lambda k: k.Adam(0.1, amsgrad=True),
    "averages": lambda k: k.Adam(0.1, use_ema=True),
    "accumulated": lambda k: k.SGD(0.1, momentum=0.9, gradient_accumulation_steps=2),
    "adamw": lambda k: k.AdamW(0.1),
    "nadam": lambda k: k.Nadam(0.1),
    "adamax": lambda k: k.Adamax(0.1),
    "adagrad": lambda k: k.Adagrad(0.1),
    "adadelta": lambda k: k.Adadelta(0.1),
    "rmsprop": lambda k: k.RMSprop(0.1, momentum=0.9, centered=True),
    "ftrl": lambda k: k.Ftrl(0.1),
    "lion": lambda k: k.Lion(0.1),
    "lamb": lambda k: k.Lamb(0.1),
    "adafactor": lambda k: k.Adafactor(0.1),
    "scaled": lambda k: k.LossScaleOptimizer(k.Adam(0.1)),
}


def fixture(name):
    folder = os.path.join(SAVED, name)
    with open(os.path.join(folder, "listing.json"), encoding="utf-8") as f:
        return os.path.join(folder, json.load(f)["path"])


def outputs(model, given=FEATURES):
    found = model.predict(given, verbose=0)
    return found if isinstance(found, list) else [found]


def same_arrays(found, expected, what):
    expect(len(found) == len(expected), "%d %s, expected %d", len(found), what, len(expected))
    for i, (one, other) in enumerate(zip(found, expected)):
        expect(same_array(np.asarray(one), np.asarray(other)), "%s %d: %s, expected %s", what, i, one, other)


def same_weights(found, expected):
    same_arrays(found.get_weights(), expected.get_weights(), "weights")


def same_optimizer(found, expected):
    same_arrays(
        [np.asarray(v) for v in found.optimizer.variables], [np.asarray(v) for v in expected.optimizer.variables],
        "variables of the optimizer")


def contents(path):
    """{path: (attributes, type, value)} of everything in an HDF5 file."""
    out = {}
    with h5py.File(path) as f:
        def put(name, node):
            value = node[()] if isinstance(node, h5py.Dataset) else None
            attributes = {k: np.asarray(node.attrs[k]).tolist() for k in node.attrs}
            out[name] = (attributes, None if value is None else (str(value.dtype), np.asarray(value).tobytes()))
        put("/", f)
        f.visititems(put)
    return out


def same_contents(found, expected):
    found, expected = contents(found), contents(expected)
    expect(sorted(found) == sorted(expected), "found %s, expected %s", sorted(found), sorted(expected))
    for path, value in expected.items():
        expect(found[path] == value, "%s: found %s, expected %s", path, found[path], value)


def edited(checks, name, source, statements, out=None):
    out = out or os.path.basename(source)
    path = os.path.join(checks.folder(name), out)
    checks.run_text('load "%s"\n%s\nsave "%s"\n' % (source, statements, path), name)
    return path


def rewrite(checks, name):
    source = fixture(name)
    path = edited(checks, "rewrite_" + name, source, "")
    if source.endswith(".json"):
        with open(path, encoding="utf-8") as f, open(source, encoding="utf-8") as g:
            found, expected = json.load(f), json.load(g)
        expect(found == expected, "index: %s, expected %s", found, expected)
        for shard in sorted(n for n in os.listdir(os.path.dirname(source)) if n.endswith(".h5")):
            same_contents(os.path.join(os.path.dirname(path), shard), os.path.join(os.path.dirname(source), shard))
    elif source.endswith(".keras"):
        with zipfile.ZipFile(path) as z, zipfile.ZipFile(source) as y:
            expect(z.testzip() is None, "checksums of the archive")
            expect(z.namelist() == y.namelist(), "files: %s", z.namelist())
            for file in z.namelist():
                if file != "model.weights.h5":
                    expect(z.read(file) == y.read(file), "%s differs", file)
            folders = [os.path.join(checks.folder("rewrite_" + name), n) for n in ("new", "old")]
            found, expected = (a.extract("model.weights.h5", f) for a, f in zip((z, y), folders))
        same_contents(found, expected)
    else:
        same_contents(path, source)


def trained(k, path, given=FEATURES):
    """A whole model after one more step, which depends on what its optimizer kept."""
    k.utils.set_random_seed(5)
    model = k.models.load_model(path)
    step(k, model, given)
    return model


def step(k, model, given=FEATURES):
    k.utils.set_random_seed(5)
    targets = [np.full_like(one, 0.5) for one in outputs(model, given)]
    model.fit(given, targets if len(targets) > 1 else targets[0], verbose=0, shuffle=False)


RENAMES = {
    "layer": ('rename "dense_1/**" -> "fully_connected_a/**"', {"dense_1": "fully_connected_a"}),
    "shared": ('rename "shared/**" -> "twice/**"', {"shared": "twice"}),
    "output": ('rename "head/**" -> "result/**"', {"head": "result"}),
    "model": ('rename "block/**" -> "stem/**"', {"block": "stem"}),
    "inner": ('rename "block/inner/**" -> "block/core/**"', {}),
    "swapped": ('rename { "head/**" -> "score/**"\n "score/**" -> "head/**" }', {"head": "score", "score": "head"}),
}


def rename(checks, version, name):
    """Layers of an archive, their references, and the optimizer."""
    k = FRAMEWORKS[version]
    statement, names = RENAMES[name]
    source = fixture(version + "_functional")
    path = edited(checks, "rename_%s_%s" % (version, name), source, statement)
    old, new = k.models.load_model(source), k.models.load_model(path)
    expect([names.get(l.name, l.name) for l in old.layers] == [l.name for l in new.layers], "layers: %s", [l.name for l in new.layers])
    if name == "inner":
        expect([l.name for l in new.get_layer("block").layers if l.weights] == ["core", "bn"], "inner layers")
    same_arrays(outputs(new), outputs(old), "outputs")
    same_weights(new, old)
    same_optimizer(new, old)
    same_weights(trained(k, path), trained(k, source))


def parts(checks):
    """Names of layers that have others in them, and of those."""
    path = edited(checks, "parts", fixture("k3_parts"),
                  'rename { "both/**" -> "reader/**"\n "attention/**" -> "looks/**"\n "bn/**" -> "norm/**" }')
    old, new = keras.models.load_model(fixture("k3_parts")), keras.models.load_model(path)
    names = [l.name for l in new.layers]
    expect("reader" in names and "looks" in names and "norm" in names, "layers: %s", names)
    same_arrays(outputs(new, WORDS), outputs(old, WORDS), "outputs")
    same_weights(trained(keras, path, WORDS), trained(keras, fixture("k3_parts"), WORDS))


def fresh(make, *arguments):
    model = make(*arguments)
    model.set_weights([np.full_like(w, 9) for w in model.get_weights()])
    return model


def weights_of_a_layer(checks):
    """The same script on weights alone: they load into the model whose layer is called so, optimizer and all."""
    source = fixture("k3_functional_weights")
    path = edited(checks, "weights_of_a_layer", source, 'rename "head/**" -> "result/**"')
    old, new = fresh(make_fixtures.functional, keras), fresh(make_fixtures.functional, keras, "adam", "result")
    old.load_weights(source)
    new.load_weights(path)
    with h5py.File(path) as f:
        names = [group["vars"].attrs["name"] for group in f["layers"].values()]
    expect("result" in names and "head" not in names, "names: %s", names)
    same_weights(new, old)
    same_optimizer(new, old)
    step(keras, old)
    step(keras, new)
    same_weights(new, old)


class Renamed(make_fixtures.Subclassed):
    """The model of the fixture, with two attributes called otherwise."""

    def __init__(self):
        super().__init__()
        self.encoder, self.stages = self.dense_1, self.blocks
        del self.dense_1, self.blocks

    def build(self, shape):
        self.encoder.build(shape)
        for block in self.stages:
            block.build((None, 2))
        self.head.build((None, 2))
        self.built = True

    def call(self, x):
        x = self.encoder(x)
        for block in self.stages:
            x = block(x)
        return self.head(x)


def attributes(checks):
    """Keras finds attributes of a subclassed model by their names."""
    source = fixture("k3_subclassed_weights")
    path = edited(checks, "attributes", source, 'rename { "dense_1/**" -> "encoder/**"\n "blocks/**" -> "stages/**" }')
    old, new = make_fixtures.Subclassed(), Renamed()
    for model, file in ((old, source), (new, path)):
        model.build((None, 3))
        model.load_weights(file)
    given = np.ones((2, 3), "f4")
    same_arrays(outputs(new, given), outputs(old, given), "outputs")


def chain(names, optimizer=None):
    """Layers of two classes in turn: what is at which number depends on those before it."""
    keras.utils.set_random_seed(7)
    model = keras.Sequential([keras.Input((6,))], name="chain")
    for i, name in enumerate(names):
        model.add(keras.layers.BatchNormalization(name=name) if name.startswith("bn") else keras.layers.Dense(len(names) + i, name=name))
    model.compile(optimizer or "adam", "mse")
    model.fit(FEATURES, np.ones((4, 2 * len(names) - 1 - names[-1].startswith("bn"))), verbose=0)
    return model


def by_name(model):
    return {layer.name: layer.get_weights() for layer in model.layers}


def a_layer_less(checks):
    """Layers of the same class move up, and the optimizer forgets the one that is gone."""
    folder = checks.folder("of_a_layer_less")
    old = chain(["a", "bn1", "b", "bn2", "c"])
    source = os.path.join(folder, "old.weights.h5")
    old.save_weights(source)
    path = edited(checks, "less", source, 'drop "b/**", "bn2/**"', "new.weights.h5")
    with h5py.File(path) as f:
        expect(sorted(f["layers"]) == ["batch_normalization", "dense", "dense_1"], "groups: %s", sorted(f["layers"]))
        for group, layer in (("dense", "a"), ("dense_1", "c"), ("batch_normalization", "bn1")):
            variables = f["layers"][group]["vars"]
            expect(variables.attrs["name"] == layer, "%s is %s", group, variables.attrs["name"])
            same_arrays([variables[str(i)][()] for i in range(len(variables))], by_name(old)[layer], "variables of " + layer)
        kept = [v for v in old.optimizer.variables if "_b_" not in v.path and "_bn2_" not in v.path]
        slots = f["optimizer"]["vars"]
        same_arrays([slots[str(i)][()] for i in range(len(slots))], [np.asarray(v) for v in kept], "variables of the optimizer")


def a_layer_more(checks, ending):
    """The first case: a layer came, and the new model says where all of them are."""
    name = "a_layer_more" + ending.replace(".", "_")
    folder = checks.folder("of_" + name)
    old, new = chain(["a", "bn1", "c"]), chain(["a", "bn1", "added", "c"])
    source, model = os.path.join(folder, "old" + ending), os.path.join(folder, "new" + ending)
    for one, path in ((old, source), (new, model)):
        one.save(path) if ending == ".keras" else one.save_weights(path)
    statements = 'manifest "%s"\ndrop optimizer\n' % model
    statements += 'reinit mismatched with full(2)\nreinit missing with full(3)\nassert consumed'
    path = edited(checks, name, source, statements, "out" + ending)
    if ending == ".keras":
        loaded = keras.models.load_model(path)
    else:
        loaded = fresh(chain, ["a", "bn1", "added", "c"])
        loaded.load_weights(path)
    for layer in ("a", "bn1", "c"):
        for one, other in zip(loaded.get_layer(layer).get_weights(), by_name(old)[layer]):
            expect(same_array(one, other if one.shape == other.shape else np.full_like(one, 2)), "%s: %s", layer, one)
    for one in loaded.get_layer("added").get_weights():
        expect(same_array(one, np.full_like(one, 3)), "the new layer has %s", one)


def optimizer(checks, name):
    """Renames around each optimizer: the next step is that of the original."""
    folder = checks.folder("of_optimizer_" + name)
    source = os.path.join(folder, "old.keras")
    chain(["a", "bn1", "c"], OPTIMIZERS[name](keras.optimizers)).save(source)
    path = edited(checks, "optimizer_" + name, source, 'rename { "a/**" -> "first/**"\n "c/**" -> "last/**" }', "new.keras")
    old, new = keras.models.load_model(source), keras.models.load_model(path)
    expect([l.name for l in new.layers] == ["first", "bn1", "last"], "layers: %s", [l.name for l in new.layers])
    same_optimizer(new, old)
    for _ in range(2):
        step(keras, old)
        step(keras, new)
    same_weights(new, old)


def policy(checks, name):
    """The third case: a model with another dtype policy loads weights that were cast."""
    source = fixture("k3_functional_weights")
    dtype = {"mixed_float16": "float32"}.get(name, name)
    path = edited(checks, "policy_" + name, source, 'drop optimizer\ncast "**" to ' + dtype)
    whole = fresh(make_fixtures.functional, keras)
    whole.load_weights(source)
    keras.config.set_dtype_policy(name)
    try:
        model = fresh(make_fixtures.functional, keras)
    finally:
        keras.config.set_dtype_policy("float32")
    model.load_weights(path)
    narrow = {"float16": np.float16, "bfloat16": ml_dtypes.bfloat16, "float32": np.float32}[dtype]
    for one, other in zip(model.get_weights(), whole.get_weights()):
        expect(same_array(np.asarray(one).astype("f4"), other.astype(narrow).astype("f4")), "%s, expected %s", one, other)
    with h5py.File(path) as f:
        kernel = f["layers/dense/vars/0"]
        expect(kernel.dtype == np.dtype("V2" if dtype == "bfloat16" else dtype), "stored as %s", kernel.dtype)


def cast_model(checks):
    """A whole model in another policy: its configuration is set, too."""
    source = fixture("k3_functional")
    config = 'set metadata.model_config.config.layers[1].config.dtype = "float16"\n'
    path = edited(checks, "cast_model", source, config + 'drop optimizer\ncast "dense_1/**" to float16')
    old, new = keras.models.load_model(source), keras.models.load_model(path)
    kernel = new.get_layer("dense_1").kernel
    expect(str(kernel.dtype) == "float16", "the kernel is %s", kernel.dtype)
    expect(same_array(np.asarray(kernel), np.asarray(old.get_layer("dense_1").kernel).astype("f2")), "%s", kernel)


def quantized(checks):
    source = fixture("k3_int8_weights")
    path = edited(checks, "quantized", source, 'rename "d/**" -> "first/**"')
    models = []
    for first, file in (("d", source), ("first", path)):
        model = keras.Sequential(
            [keras.Input((8,)), keras.layers.Dense(4, name=first), keras.layers.Dense(2, use_bias=False, name="o")])
        model.quantize("int8")
        model.load_weights(file)
        models.append(model)
    given = np.linspace(-1, 1, 16, dtype="f4").reshape(2, 8)
    same_arrays(outputs(models[1], given), outputs(models[0], given), "outputs")


def from_listed(checks, version):
    """A file of Keras's older format becomes weights that Keras 3 finds by their places."""
    source = os.path.join(LISTED, version + "_functional", "model.h5")
    drops = "drop metadata.model_config\ndrop metadata.training_config\ndrop optimizer\n"
    path = edited(checks, "from_listed_" + version, source,
                  drops + 'manifest "%s"\nassert consumed' % fixture("k3_functional_weights"), "out.weights.h5")
    model = fresh(make_fixtures.functional, keras)
    model.load_weights(path)
    k = FRAMEWORKS[version]
    same_weights(model, k.models.load_model(source))


def to_listed(checks, version):
    """And back: weights in lists, which both frameworks load by order."""
    k = FRAMEWORKS[version]
    source = fixture(version + "_functional")
    listed = os.path.join(LISTED, version + "_functional", "model.h5")
    path = edited(checks, "to_listed_" + version, source,
                  'drop optimizer\ndrop metadata.model_config\nmanifest "%s"' % listed, "out.h5")
    model = k.models.load_model(listed)
    expected = k.models.load_model(source).get_weights()
    model.set_weights([np.full_like(w, 9) for w in expected])
    model.load_weights(path)
    same_arrays(model.get_weights(), expected, "weights")


def safetensors_both_ways(checks):
    source = fixture("k3_functional")
    folder = checks.folder("safetensors")
    there, back = os.path.join(folder, "m.safetensors"), os.path.join(folder, "m.keras")
    checks.run_text('load "%s"\ndrop optimizer\ndrop metadata.model_config\nsave "%s"\n' % (source, there), "there")
    model = keras.models.load_model(source)
    found = safetensors.numpy.load_file(there)
    with open(os.path.join(SAVED, "k3_functional", "listing.json"), encoding="utf-8") as f:
        expected = [t["name"] for t in json.load(f)["tensors"] if not t["name"].startswith("optimizer/")]
    expect(sorted(found) == sorted(expected), "names: %s", sorted(found))
    checks.run_text('load "%s"\nmanifest "%s"\nassert consumed\nsave "%s"\n' % (there, source, back), "back")
    same_weights(keras.models.load_model(back), model)


def from_objects(checks):
    """Values of an object-based checkpoint at the places of the model."""
    folder = checks.folder("from_objects")
    model = make_fixtures.Subclassed(name="mine")
    model.build((None, 3))
    tf.train.Checkpoint(model).write(os.path.join(folder, "v"))
    path = os.path.join(folder, "m.weights.h5")
    checks.run_text('load "%s"\nmanifest "%s"\ndrop "**" except "dense_1/**"\nrename "dense_1/_kernel" -> "dense_1/kernel"\nsave "%s"\n'
                    % (os.path.join(folder, "v"), fixture("k3_subclassed_weights"), path), "from_objects")
    with h5py.File(path) as f:
        same_arrays([f["dense_1/vars/0"][()], f["dense_1/vars/1"][()]], model.dense_1.get_weights(), "weights")


def shards(checks):
    """Weights in shards of any size: Keras loads them by their index."""
    source = fixture("k3_functional_weights")
    model = fresh(make_fixtures.functional, keras)
    whole = fresh(make_fixtures.functional, keras)
    whole.load_weights(source)
    path = os.path.join(checks.folder("shards"), "m.weights.json")
    for option, least in (("shard size 600", 3), ("shards 2", 2), ("", 1)):
        checks.run_text('load "%s"\nrename "dense_1/**" -> "first/**"\nsave "%s" %s overwrite\n' % (source, path, option), "shards")
        files = [n for n in os.listdir(os.path.dirname(path)) if n.endswith(".h5")]
        expect(len(files) >= least, "files: %s", files)
        model.set_weights([np.full_like(w, 9) for w in model.get_weights()])
        model.load_weights(path)
        same_weights(model, whole)
        same_optimizer(model, whole)
    one = edited(checks, "joined", fixture("k3_shards"), "", "one.weights.h5")
    same_contents(one, source)


def main():
    checks = Checks(__doc__)
    for name in sorted(os.listdir(SAVED)):
        if os.path.exists(os.path.join(SAVED, name, "listing.json")):
            checks.check("rewrite_" + name, lambda name=name: rewrite(checks, name))
    for version in FRAMEWORKS:
        for name in RENAMES:
            checks.check("rename_%s_%s" % (version, name), lambda v=version, n=name: rename(checks, v, n))
        for action in (from_listed, to_listed):
            checks.check("%s_%s" % (action.__name__, version), lambda a=action, v=version: a(checks, v))
    for name in OPTIMIZERS:
        checks.check("optimizer_" + name, lambda n=name: optimizer(checks, n))
    for name in ("float16", "bfloat16", "mixed_float16"):
        checks.check("policy_" + name, lambda n=name: policy(checks, n))
    for ending in (".keras", ".weights.h5"):
        checks.check("a_layer_more" + ending.replace(".", "_"), lambda e=ending: a_layer_more(checks, e))
    for action in (parts, weights_of_a_layer, attributes, a_layer_less, cast_model, quantized, safetensors_both_ways,
                   from_objects, shards):
        checks.check(action.__name__, lambda a=action: a(checks))
    checks.end()


if __name__ == "__main__":
    main()
