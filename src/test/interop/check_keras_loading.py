"""`assert consumed` and `covered` against what Keras does: `load_weights` of what a script saves, in tf_keras and Keras 3.

    python check_keras_loading.py LAUNCHER WORK [check ...]

A file is loaded as named if Keras takes it, and every variable then has the value of the tensor of its name in it.
"""

import os
import sys

from harness import ROOT, Checks, expect

os.environ["CUDA_VISIBLE_DEVICES"] = ""
KERAS = os.path.join(ROOT, "src", "test", "fixtures", "keras")
sys.path[:0] = [KERAS]

import h5py
import keras
import make_fixtures
import numpy as np
import tf_keras

FRAMEWORKS = {"k2": tf_keras, "k3": keras}


def chain(k, layers):
    """Dense layers of 3 units by name, one after the other: a number of units, None for one without bias, a list for a model."""
    given = x = k.Input((3,), name="given")
    for name, kind in layers.items():
        if isinstance(kind, dict):
            layer = chain(k, kind)
            layer = k.Model(layer.input, layer.output, name=name)
        else:
            layer = k.layers.Dense(kind or 3, use_bias=kind is not None, name=name)
        x = layer(x)
    model = k.Model(given, x)
    return filled(model)


def with_own(k, layers):
    """A model with weights of its own."""
    class Own(k.Model):
        def __init__(self):
            super().__init__()
            self.parts = [k.layers.Dense(3, name=n) for n in layers]
            self.scale = self.add_weight(name="scale", shape=(3,), initializer="ones")
            self.shift = self.add_weight(name="shift", shape=(3,), initializer="ones")

        def call(self, x):
            for part in self.parts:
                x = part(x)
            return x * self.scale + self.shift

    model = Own()
    model(np.ones((1, 3), "f4"))
    return filled(model)


def filled(model):
    """Every value another."""
    values, begin = [], 0
    for weight in model.get_weights():
        values.append(np.arange(begin, begin + weight.size, dtype="f4").reshape(weight.shape))
        begin += weight.size
    model.set_weights(values)
    return model


def weights(k, model, path):
    with h5py.File(path, "w") as f:
        make_fixtures.legacy_h5_format.save_weights_to_hdf5_group(f, model) if k is keras else \
            make_fixtures.hdf5_format.save_weights_to_hdf5_group(f, model)


def named(path):
    with h5py.File(path) as f:
        return {t["name"]: t["sha256"] for t in make_fixtures.listed(f)}


def as_named(k, model, path, folder):
    """Whether Keras loads a file as named, and its error if it refuses."""
    model.set_weights([np.full_like(w, -1) for w in model.get_weights()])
    try:
        model.load_weights(path)
    except Exception as e:
        return False, str(e)
    after = os.path.join(folder, "after.h5")
    weights(k, model, after)
    found, file = named(after), named(path)
    return all(file.get(name) == value for name, value in found.items()), ""


A = {"a": 3, "b": 3, "c": 3}
SAVED = "drop metadata.model_config\n"
# name: layers of the old model, of the new one, statements, whether the file is a whole model
CASES = {
    "same": (A, A, "", True),
    "same_weights": (A, A, "", False),
    "inserted": (A, {"a": 3, "new": 3, "b": 3, "c": 3}, SAVED + "reinit missing with full(3)\n", True),
    "inserted_first": (A, {"new": 3, "a": 3, "b": 3, "c": 3}, "reinit missing with full(3)\n", False),
    "swapped": (A, {"b": 3, "a": 3, "c": 3}, "", True),
    "swapped_weights": (A, {"b": 3, "a": 3, "c": 3}, "", False),
    "swapped_and_dropped": (A, {"c": 3, "a": 3, "b": 3}, SAVED, True),
    "swapped_names": (A, A, 'rename { "a/**" -> "b/**"\n "b/**" -> "a/**" }\n', True),
    "swapped_names_weights": (A, A, 'rename { "a/**" -> "b/**"\n "b/**" -> "a/**" }\n', False),
    "swapped_shapes": ({"a": 3, "b": 4}, {"a": 3, "b": 4}, 'rename { "a/**" -> "b/**"\n "b/**" -> "a/**" }\n', False),
    "renamed": (A, {"a": 3, "z": 3, "c": 3}, 'rename "b/**" -> "z/**"\n', True),
    "other_names": (A, {"x": 3, "y": 3, "z": 3}, "", True),
    "missing_in_model": (A, {"a": 3, "c": 3}, SAVED + 'drop "b/**"\n', True),
    "missing_in_file": (A, {"a": 3, "b": 3, "c": 3, "d": 3}, "", False),
    "surplus": (A, {"a": 3, "b": 3}, "", False),
    "other_shape": ({"a": 3, "b": 4}, {"a": 3, "b": 5}, "", False),
    "other_number": (A, {"a": 3, "b": None, "c": 3}, "", False),
    "other_number_dropped": (A, {"a": 3, "b": None, "c": 3}, 'drop "b/bias"\n', False),
    "nested": ({"o": {"a": 3, "b": 3}, "c": 3}, {"o": {"a": 3, "b": 3}, "c": 3}, "", True),
    "nested_moved": ({"o": {"a": 3, "b": 3}, "c": 3}, {"c": 3, "o": {"a": 3, "b": 3}}, "", False),
    "nested_swapped": ({"o": {"a": 3, "b": 3}}, {"o": {"b": 3, "a": 3}}, "", False),
    "flattened": ({"o": {"a": 3}, "c": 3}, {"a": 3, "c": 3}, 'rename "o/a/**" -> "a/**"\n', False),
}


def case(checks, version, name):
    k = FRAMEWORKS[version]
    old, new, statements, whole = CASES[name]
    folder = checks.folder("%s_%s" % (version, name))
    source = os.path.join(folder, "old.h5")
    model = chain(k, old)
    model.save(source) if whole else weights(k, model, source)
    judge(checks, k, folder, source, chain(k, new), statements)


def own(checks, version, layers, statements):
    k = FRAMEWORKS[version]
    folder = checks.folder("%s_own_%s" % (version, "_".join(layers)))
    source = os.path.join(folder, "old.h5")
    weights(k, with_own(k, ["a", "b"]), source)
    judge(checks, k, folder, source, with_own(k, layers), statements)


def judge(checks, k, folder, source, model, statements):
    wanted, out = os.path.join(folder, "new.h5"), os.path.join(folder, "out.h5")
    weights(k, model, wanted)
    script = 'load "%s"\nmanifest "%s"\n%s' % (source, wanted, statements)
    checks.run_text(script + 'save "%s"\n' % out, os.path.basename(folder))
    observed, error = as_named(k, model, out, folder)
    surplus = set(named(out)) - set(named(wanted))
    for assertion, expected in (("covered", observed), ("consumed", observed and not surplus)):
        path = os.path.join(folder, assertion + ".ckpts")
        with open(path, "w", encoding="utf-8") as f:
            f.write(script + "assert %s\n" % assertion)
        done = checks.ended(path)
        expect((done.returncode == 0) == expected, "%s: Keras loads %s as named (%s), ckpts ended with %d:\n%s%s",
               assertion, "it" if observed else "it not", error, done.returncode, done.stdout, done.stderr)


def main():
    checks = Checks(__doc__)
    for version in FRAMEWORKS:
        for name in CASES:
            checks.check("%s_%s" % (version, name), lambda v=version, n=name: case(checks, v, n))
    # Keras 3 cannot write weights of a model's own into such a file (3.15).
    for name, layers in (("k2_own", ["a", "b"]), ("k2_own_swapped", ["b", "a"])):
        checks.check(name, lambda l=layers: own(checks, "k2", l, ""))
    checks.end()


if __name__ == "__main__":
    main()
