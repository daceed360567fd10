"""Edits Keras HDF5 files with ckpts: tf_keras, Keras 3 and h5py read the result, to the values and the outputs it should have.

    python check_keras.py LAUNCHER WORK [check ...]
"""

import os
import sys

from harness import ROOT, Checks, expect, same_array

os.environ["CUDA_VISIBLE_DEVICES"] = ""
KERAS = os.path.join(ROOT, "src", "test", "fixtures", "keras")
sys.path[:0] = [KERAS]

import h5py
import keras
import make_fixtures
import numpy as np
import safetensors.numpy
import tensorflow as tf
import tf_keras
from keras.src.legacy.saving import legacy_h5_format

FRAMEWORKS = {"k2": tf_keras, "k3": keras}
FEATURES = np.linspace(-1, 1, 24, dtype="f4").reshape(4, 6)
TOKENS = np.array([[1, 2, 3], [4, 0, 1]])
OTHERS = np.linspace(-1, 1, 9, dtype="f4").reshape(3, 3)


def fixture(name):
    return os.path.join(KERAS, name, "model.h5")


def outputs(model, given=FEATURES):
    found = model.predict(given, verbose=0)
    return found if isinstance(found, list) else [found]


def same_outputs(found, expected):
    expect(len(found) == len(expected), "%d outputs, expected %d", len(found), len(expected))
    for one, other in zip(found, expected):
        expect(same_array(one, other), "outputs differ: %s, expected %s", one, other)


def same_weights(found, expected):
    found, expected = found.get_weights(), expected.get_weights()
    expect(len(found) == len(expected), "%d weights, expected %d", len(found), len(expected))
    for i, (one, other) in enumerate(zip(found, expected)):
        expect(same_array(one, other), "weight %d differs", i)


def same_weights_of(found, expected):
    for one, other in zip(found, expected):
        same_weights(one, other)


def contents(path):
    """{path: (attributes in their order, value)} of everything in a file."""
    out = {}
    with h5py.File(path) as f:
        def put(name, node):
            value = node[()] if isinstance(node, h5py.Dataset) else None
            attributes = [(k, np.asarray(node.attrs[k]).tolist()) for k in node.attrs]
            out[name] = (attributes, None if value is None else (value.dtype.newbyteorder("<"), np.asarray(value).tolist()))
        put("/", f)
        f.visititems(put)
    return out


def edited(checks, name, source, statements, out="model.h5"):
    path = os.path.join(checks.folder(name), out)
    checks.run_text('load "%s"\n%s\nsave "%s"\n' % (source, statements, path), name)
    return path


def refused(checks, name, source, statements, message):
    script = os.path.join(checks.folder(name), "wrong.ckpts")
    with open(script, "w", encoding="utf-8") as f:
        f.write('load "%s"\n%s\nsave "out.h5"\n' % (source, statements))
    done = checks.ended(script)
    expect(done.returncode == 4 and message in done.stdout + done.stderr, "%d: %s%s", done.returncode, done.stdout, done.stderr)


def rewrite(checks, name):
    found = contents(edited(checks, "rewrite_" + name, fixture(name), ""))
    expected = contents(fixture(name))
    expect(sorted(found) == sorted(expected), "found %s, expected %s", sorted(found), sorted(expected))
    for path, value in expected.items():
        expect(found[path] == value, "%s: found %s, expected %s", path, found[path], value)


def tied(checks, version):
    """Weights that are one dataset with two names: one again, loaded by the framework; two once one was edited."""
    import h5py
    import numpy as np
    k = FRAMEWORKS[version]
    folder = checks.folder("tied_" + version)
    source = os.path.join(folder, "in.h5")
    model = k.Sequential([k.layers.Input((3,)), k.layers.Dense(3, name="a"), k.layers.Dense(3, name="b")])
    model.layers[1].set_weights(model.layers[0].get_weights())
    model.save(source)
    with h5py.File(source, "r+") as f:
        one, other = ("model_weights/%s/%s" % (n, f["model_weights/" + n].attrs["weight_names"][0]) for n in "ab")
        del f[other]
        f[other] = f[one]
    kept = edited(checks, "tied_kept_" + version, source, 'rename "a/*" -> "c/*"', "kept.h5")
    apart = edited(checks, "tied_apart_" + version, source, 'update "b/kernel" = it * 2', "apart.h5")

    def links(path, *layers):
        with h5py.File(path) as f:
            found = [f["model_weights/%s/%s" % (n, f["model_weights/" + n].attrs["weight_names"][0])] for n in layers]
            return found[0] == found[1], h5py.h5o.get_info(found[0].id).rc

    expect(links(kept, "c", "b") == (True, 2), "kept: %s", links(kept, "c", "b"))
    expect(links(apart, "a", "b") == (False, 1), "apart: %s", links(apart, "a", "b"))
    for path, factor in ((kept, 1), (apart, 2)):
        found, expected = k.models.load_model(path).get_weights(), model.get_weights()
        expected[2] = expected[2] * factor
        expect(all(np.array_equal(a, b) for a, b in zip(found, expected)), "%s: weights differ", path)


def trained(k, path, given=FEATURES):
    """A whole model after one more step, which depends on what its optimizer kept."""
    k.utils.set_random_seed(5)
    model = k.models.load_model(path)
    if k is keras:
        restore_optimizer(model, path)
    k.utils.set_random_seed(5)
    targets = [np.full_like(one, 0.5) for one in outputs(model, given)]
    model.fit(given, targets if len(targets) > 1 else targets[0], verbose=0, shuffle=False)
    return model


def restore_optimizer(model, path):
    """What Keras 3 (3.15) means to do: it builds the optimizer without the layers' variables, and gives up with a warning."""
    with h5py.File(path) as f:
        group = f["optimizer_weights"]
        values = [np.asarray(group[n]) for n in make_fixtures.names(group, "weight_names")]
        config = make_fixtures.json.loads(f.attrs["training_config"])
    optimizer = type(model.optimizer).from_config(model.optimizer.get_config())
    optimizer.build(model.trainable_variables)
    expect([v.shape for v in optimizer.variables] == [v.shape for v in values], "the optimizer's weights are in another order")
    for variable, value in zip(optimizer.variables, values):
        variable.assign(value)
    loss = config["loss"]
    one = keras.losses.deserialize
    model.compile(optimizer, {n: one(l) for n, l in loss.items()} if "class_name" not in loss else one(loss))


RENAMES = {
    "layer": ('rename "dense_1/**" -> "fully_connected_a/**"', {"dense_1": "fully_connected_a"}),
    "shared": ('rename "shared/**" -> "twice/**"', {"shared": "twice"}),
    "output": ('rename "head/**" -> "result/**"', {"head": "result"}),
    "model": ('rename "block/**" -> "stem/**"', {"block": "stem"}),
    "inner": ('rename "block/inner/**" -> "block/core/**"', {}),
    "swapped": ('rename { "head/**" -> "score/**"\n "score/**" -> "head/**" }', {"head": "score", "score": "head"}),
    "scope": ('rename "dense_1/**" -> "stem/dense/**"', {"dense_1": "stem/dense"}),
}


def rename(checks, version, name):
    k = FRAMEWORKS[version]
    statement, names = RENAMES[name]
    source = fixture(version + "_functional")
    path = edited(checks, "rename_%s_%s" % (version, name), source, statement)
    old, new = k.models.load_model(source), k.models.load_model(path)
    expect([names.get(l.name, l.name) for l in old.layers] == [l.name for l in new.layers], "layers: %s", [l.name for l in new.layers])
    if name == "inner":
        expect([l.name for l in new.get_layer("block").layers if l.weights] == ["core", "bn"], "inner layers")
    same_outputs(outputs(new), outputs(old))
    same_weights(new, old)
    same_weights(trained(k, path), trained(k, source))
    with h5py.File(path) as f:
        layers = make_fixtures.names(f["model_weights"], "layer_names")
        expect(all(new in layers and old not in layers or old in names.values() for old, new in names.items()), "layer_names: %s", layers)
        optimizer = make_fixtures.names(f["optimizer_weights"], "weight_names")
        left = [n for n in optimizer for old in names if old not in names.values() and old in n]
        expect(not left, "the optimizer's weights keep old names: %s", left)


def sequential(checks, version):
    """A Bidirectional layer and an Embedding, in a Sequential model."""
    k = FRAMEWORKS[version]
    source = fixture({"k2": "k2_sequential_old_adam", "k3": "k3_sequential"}[version])
    path = edited(checks, "sequential_" + version, source,
                  'rename { "both/**" -> "reader/**"\n "tokens/**" -> "words/**" }')
    old, new = k.models.load_model(source), k.models.load_model(path)
    expect([l.name for l in new.layers] == ["words", "reader", "logits"], "layers: %s", [l.name for l in new.layers])
    same_outputs(outputs(new, TOKENS), outputs(old, TOKENS))
    same_weights(trained(k, path, TOKENS), trained(k, source, TOKENS))


def cast(checks, version, dtype):
    k = FRAMEWORKS[version]
    source = fixture(version + "_functional")
    path = edited(checks, "cast_%s_%s" % (version, dtype), source, 'drop optimizer\ncast "**" to ' + dtype)
    old, new = k.models.load_model(source), k.models.load_model(path)
    narrow = {"float16": np.float16, "bfloat16": make_fixtures.ml_dtypes.bfloat16, "float64": np.float64}[dtype]
    for one, other in zip(new.get_weights(), old.get_weights()):
        expect(same_array(one, other.astype(narrow).astype("f4")), "%s, expected %s", one, other)
    if dtype == "float16":
        with h5py.File(path) as f:
            kernel = f["model_weights"]["dense_1"][make_fixtures.names(f["model_weights/dense_1"], "weight_names")[0]]
            expect(kernel.dtype == np.float16, "stored as %s", kernel.dtype)


def half_policy(checks, version):
    """The third case: a model with the policy float16 loads weights that were cast."""
    k = FRAMEWORKS[version]
    source = fixture(version + "_deep_weights")
    path = edited(checks, "half_" + version, source, 'cast "**" to float16')
    k.mixed_precision.set_global_policy("float16") if k is tf_keras else k.config.set_dtype_policy("float16")
    try:
        model = make_fixtures.deep(k)
    finally:
        k.mixed_precision.set_global_policy("float32") if k is tf_keras else k.config.set_dtype_policy("float32")
    model.load_weights(path)
    whole = make_fixtures.deep(k)
    whole.load_weights(source)
    for one, other in zip(model.get_weights(), whole.get_weights()):
        expect(same_array(one, other.astype(np.float16)), "%s, expected %s", one, other)


def no_optimizer(checks, version):
    k = FRAMEWORKS[version]
    source = fixture(version + "_functional")
    path = edited(checks, "no_optimizer_" + version, source, "drop optimizer")
    new, old = k.models.load_model(path), k.models.load_model(source)
    same_weights(new, old)
    expect(type(new.optimizer) is type(old.optimizer), "compiled with %s", new.optimizer)
    steps = int(np.asarray(new.optimizer.iterations))
    expect(steps == 0, "the optimizer did %d steps", steps)
    with h5py.File(path) as f:
        expect("optimizer_weights" not in f and "training_config" in f.attrs, "what is left")


def chain(k, names):
    """The layers of the fixture under these names, one after the other, without values."""
    given = k.Input((3,))
    x = given
    for source, name in names.items():
        if source == "second":
            layer = k.layers.Dense(2, name=name)
        elif source in ("outer", "other"):
            made = make_fixtures.deep(k).get_layer(source)
            layer = k.Model(made.input, made.output, name=name)
        else:
            layer = k.layers.Dense(3, name=name)
        x = layer(x)
    model = k.Model(given, x)
    model.set_weights([np.full_like(w, 9) for w in model.get_weights()])
    return model


def load(model, path, named):
    """By order or by name; Keras 3 does not offer by name to callers any more, and still does it for whole models."""
    if named and isinstance(model, keras.Model):
        with h5py.File(path) as f:
            legacy_h5_format.load_weights_from_hdf5_group_by_name(f, model)
    else:
        model.load_weights(path, **({"by_name": True} if named else {}))


def by_order_and_by_name(checks, version):
    """The second case: weights under names that another program gave its layers."""
    k = FRAMEWORKS[version]
    source = fixture(version + "_deep_weights")
    path = edited(checks, "names_" + version, source, 'rename { "second/**" -> "dense_output/**"\n "other/**" -> "incorrect_name/**" }')
    old = make_fixtures.deep(k)
    old.load_weights(source)
    for named in (False, True):
        model = chain(k, {"outer": "outer", "other": "incorrect_name", "second": "dense_output"})
        load(model, path, named)
        same_weights(model, old)


def a_layer_more(checks, version):
    """The first case: a layer came, and its weights with it."""
    k = FRAMEWORKS[version]
    source = fixture(version + "_deep_weights")
    folder = checks.folder("grown_" + version)
    names = {"outer": "outer", "other": "other", "added": "added", "second": "second"}
    grown = os.path.join(folder, "grown.h5")
    with h5py.File(grown, "w") as f:
        (legacy_h5_format if k is keras else make_fixtures.hdf5_format).save_weights_to_hdf5_group(f, chain(k, names))
    path = edited(checks, "more_" + version, source, 'manifest "%s"\nreinit missing with full(3)\nassert covered' % grown)
    old = make_fixtures.deep(k)
    old.load_weights(source)
    for named in (False, True):
        model = chain(k, names)
        load(model, path, named)
        same_weights_of([model.get_layer(n) for n in ("outer", "other", "second")], [old.get_layer(n) for n in ("outer", "other", "second")])
        for weight in model.get_layer("added").get_weights():
            expect(same_array(weight, np.full_like(weight, 3)), "the new layer has %s", weight)


def a_layer_less(checks, version):
    k = FRAMEWORKS[version]
    source = fixture(version + "_functional")
    refused(checks, "less_refused_" + version, source, 'drop "head/**"\ndrop optimizer', "drop metadata.model_config")
    path = edited(checks, "less_" + version, source, 'drop "head/**"\ndrop optimizer\ndrop metadata.model_config')
    old = k.models.load_model(source)
    new = k.models.Model(old.input, old.output[1])
    before = new.get_weights()
    new.set_weights([np.zeros_like(w) for w in before])
    new.load_weights(path)
    for one, other in zip(new.get_weights(), before):
        expect(same_array(one, other), "%s, expected %s", one, other)


def from_tensorflow(checks, version):
    """Layers of an object-based checkpoint become those of a file of weights, loaded by name."""
    k = FRAMEWORKS[version]
    folder = checks.folder("from_tensorflow_" + version)
    model, other = make_fixtures.deep(k), chain(k, {"outer": "outer", "other": "other", "second": "second"})
    checkpoint = tf.train.Checkpoint(second=model.get_layer("second"), first=model.get_layer("other").get_layer("first"))
    checkpoint.write(os.path.join(folder, "v"))
    path = os.path.join(folder, "m.h5")
    rename = 'rename "*/_kernel" -> "*/kernel"\n' if k is keras else ""
    checks.run_text('load "%s"\n%srename "first/*" -> "other/first/*"\nsave "%s"\n' % (os.path.join(folder, "v"), rename, path), "from_tensorflow_" + version)
    load(other, path, True)
    for name in ("other", "second"):
        same_weights(other.get_layer(name), model.get_layer(name))


def safetensors_both_ways(checks, version):
    k = FRAMEWORKS[version]
    source = fixture(version + "_functional")
    folder = checks.folder("safetensors_" + version)
    refused(checks, "safetensors_refused_" + version, source, 'save "o.safetensors"', "metadata.model_config has no place in safetensors")
    there, back = os.path.join(folder, "m.safetensors"), os.path.join(folder, "m.h5")
    checks.run_text(
        'load "%s"\ndrop optimizer\ndrop metadata.model_config\ndrop metadata.training_config\nsave "%s"\n' % (source, there),
        "there_" + version)
    model = k.models.load_model(source)
    found = safetensors.numpy.load_file(there)
    with open(os.path.join(KERAS, version + "_functional", "listing.json"), encoding="utf-8") as f:
        expected = [t["name"] for t in make_fixtures.json.load(f)["tensors"] if not t["name"].startswith("optimizer/")]
    expect(sorted(found) == sorted(expected), "names: %s", sorted(found))
    checks.run_text('load "%s"\nmanifest "%s"\nsave "%s"\n' % (there, source, back), "back_" + version)
    before = model.get_weights()
    model.set_weights([np.zeros_like(w) for w in before])
    load(model, back, True)
    for one, other in zip(model.get_weights(), before):
        expect(same_array(one, other), "%s, expected %s", one, other)


def other_framework(checks):
    """A file of tf_keras, edited, in Keras 3: weights by order."""
    path = edited(checks, "other_framework", fixture("k2_deep_weights"), 'rename "second/**" -> "last/**"')
    old, new = make_fixtures.deep(tf_keras), make_fixtures.deep(keras)
    old.load_weights(fixture("k2_deep_weights"))
    new.load_weights(path)
    same_weights(new, old)


def main():
    checks = Checks(__doc__)
    for name in sorted(os.listdir(KERAS)):
        if os.path.exists(fixture(name)):
            checks.check("rewrite_" + name, lambda name=name: rewrite(checks, name))
    for version in FRAMEWORKS:
        for name in RENAMES if version == "k2" else [n for n in RENAMES if n != "scope"]:
            checks.check("rename_%s_%s" % (version, name), lambda v=version, n=name: rename(checks, v, n))
        for dtype in ("float16", "bfloat16", "float64"):
            checks.check("cast_%s_%s" % (version, dtype), lambda v=version, d=dtype: cast(checks, v, d))
        for action in (tied, sequential, half_policy, no_optimizer, by_order_and_by_name, a_layer_more, a_layer_less,
                       from_tensorflow, safetensors_both_ways):
            checks.check("%s_%s" % (action.__name__, version), lambda a=action, v=version: a(checks, v))
    checks.check("other_framework", lambda: other_framework(checks))
    checks.end()


if __name__ == "__main__":
    main()
