"""Runs the examples of Keras files on each kind of file: Keras 3 and tf_keras load the results into the new programs, to the values,
the outputs and the next step of training that they should have.

    python check_keras_examples.py LAUNCHER WORK [check ...]
"""

import os
import sys

from harness import EXAMPLES, Checks, expect, same_array

os.environ["CUDA_VISIBLE_DEVICES"] = ""
CHECKPOINTS = os.path.join(EXAMPLES, "checkpoints")
sys.path[:0] = [CHECKPOINTS]

import h5py
import keras
import make_keras_checkpoints as made
import ml_dtypes
import numpy as np
import tensorflow as tf
import tf_keras

GIVEN = np.linspace(-1, 1, 40, dtype="f4").reshape(4, 10)
FEATURES = np.linspace(-1, 1, 20, dtype="f4").reshape(4, 5)
NARROW = {"float16": np.float16, "bfloat16": ml_dtypes.bfloat16, "float32": np.float32}


def arrays(model):
    return [np.asarray(w).astype("f4") for w in model.get_weights()]


def same(found, expected):
    expect(len(found) == len(expected), "%d arrays, expected %d", len(found), len(expected))
    for i, (one, other) in enumerate(zip(found, expected)):
        expect(same_array(np.asarray(one), np.asarray(other)), "array %d: %s, expected %s", i, one, other)


def loaded(make, kind, path, by_name=False):
    """A new program with the weights of a file; a whole model makes itself."""
    k = made.KINDS[kind]
    if kind == "keras":
        return k.models.load_model(path)
    model = make(k)
    model.set_weights([np.full_like(w, 9) for w in model.get_weights()])
    model.load_weights(path, **({"by_name": True} if by_name else {}))
    return model


def old(kind):
    return loaded(made.PROGRAMS["old"], kind, os.path.join(CHECKPOINTS, "s8_keras", "old." + kind))


def run(checks, name, kind, new_model, **more):
    out = os.path.join(checks.folder("%s_%s" % (name, kind)), "out." + kind)
    checks.run(os.path.join(EXAMPLES, name + ".ckpts"), weights=os.path.join(CHECKPOINTS, "s8_keras", "old." + kind),
               new_model=new_model, out=out, **more)
    return out


def new_model(name, kind):
    return os.path.join(CHECKPOINTS, "s8_keras", "%s.%s" % (name, kind))


def added_layer(checks, kind):
    path = run(checks, "s8_added_layer", kind, new_model("added_layer", kind))
    before = arrays(old(kind))
    for by_name in (False, True) if kind == "h5" else (False,):
        model = loaded(made.PROGRAMS["added_layer"], kind, path, by_name)
        after = arrays(model)
        same(after[:2] + after[-1:], before[:2] + before[-1:])
        for kernel in (after[2], after[4]):
            expect(0 < np.abs(kernel).max() < 1, "a new kernel has %s", kernel)
        expect(not after[3].any(), "the new bias has %s", after[3])
    with h5py.File(path) if kind != "keras" else open(path, "rb") as f:
        expect(kind == "keras" or len(f) > 0, "h5py finds nothing")


def renamed_layer(checks, kind):
    path = run(checks, "s8_renamed_layer", kind, new_model("renamed_layer", kind))
    for by_name in (False, True) if kind == "h5" else (False,):
        model = loaded(made.PROGRAMS["renamed_layer"], kind, path, by_name)
        same(arrays(model), arrays(old(kind)))
        expect("dense_output" in [layer.name for layer in model.layers], "layers: %s", [layer.name for layer in model.layers])
        same([model.predict(GIVEN, verbose=0)], [old(kind).predict(GIVEN, verbose=0)])


def policy(checks, kind, name):
    """A program with another policy loads weights that were cast, and computes in it."""
    k = made.KINDS[kind]
    element_type = "float32" if name.startswith("mixed") else name
    program = lambda k: made.program(k, made.OLD, name)
    model_file = os.path.join(checks.folder("new_%s_%s" % (name, kind)), "new." + kind)
    made.save(program(k), __import__("pathlib").Path(model_file))
    path = run(checks, "s8_float16", kind, model_file, element_type=element_type)
    model = loaded(program, kind, path)
    found = str(np.asarray(model.get_weights()[0]).dtype)
    expect(found == element_type, "weights are %s", found)
    computed = getattr(model.layers[-1], "compute_dtype")
    expect(computed == name.replace("mixed_", ""), "the last layer computes in %s", computed)
    same(arrays(model), [w.astype(NARROW[element_type]).astype("f4") for w in arrays(old(kind))])


def step(k, model):
    k.utils.set_random_seed(3)
    model.fit(FEATURES, np.ones((4, 2), "f4"), verbose=0, shuffle=False)
    return arrays(model)


def renamed(checks, kind):
    """The same script on whole models and weights: outputs, and the next step, which the optimizer's slots decide."""
    k = made.KINDS[kind]
    source = os.path.join(CHECKPOINTS, "s12_keras", "model." + kind)
    path = os.path.join(checks.folder("s12_" + kind), "model." + kind)
    checks.run(os.path.join(EXAMPLES, "s12_keras_layer.ckpts"), checkpoint=source, out=path)
    if kind == "weights.h5":
        before, after = made.functional(k), made.functional(k, "fully_connected_a")
        before.load_weights(source)
        after.load_weights(path)
    else:
        before, after = k.models.load_model(source), k.models.load_model(path)
    names = [layer.name for layer in after.layers]
    expect("fully_connected_a" in names and "dense_1" not in names, "layers: %s", names)
    same([after.predict(FEATURES, verbose=0)], [before.predict(FEATURES, verbose=0)])
    same(step(k, after), step(k, before))


def renamed_object(checks):
    """TensorFlow restores every value of an object whose attribute has another name."""
    source = os.path.join(CHECKPOINTS, "s12_keras", "model")
    path = os.path.join(checks.folder("s12_objects"), "model")
    checks.run(os.path.join(EXAMPLES, "s12_keras_layer.ckpts"), checkpoint=source, out=path)
    before, after = made.attributes(), made.attributes("fully_connected_a")
    for model, prefix in ((before, source), (after, path)):
        model.set_weights([np.full_like(w, 9) for w in model.get_weights()])
        tf.train.Checkpoint(model).read(prefix).assert_existing_objects_matched()
    same([after.predict(FEATURES, verbose=0)], [before.predict(FEATURES, verbose=0)])
    same(step(keras, after), step(keras, before))


def main():
    checks = Checks(__doc__)
    for kind in made.KINDS:
        name = kind.replace(".", "_")
        checks.check("added_layer_" + name, lambda k=kind: added_layer(checks, k))
        checks.check("renamed_layer_" + name, lambda k=kind: renamed_layer(checks, k))
        for policy_name in ("float16", "bfloat16", "mixed_float16"):
            checks.check("%s_%s" % (policy_name, name), lambda k=kind, p=policy_name: policy(checks, k, p))
        checks.check("s12_" + name, lambda k=kind: renamed(checks, k))
    checks.check("s12_objects", lambda: renamed_object(checks))
    checks.end()


if __name__ == "__main__":
    main()
