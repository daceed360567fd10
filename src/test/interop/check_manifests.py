"""Compares the manifests of ckpts with those of live TensorFlow programs, and ckpts.manifest with what TensorFlow saves.

    python check_manifests.py LAUNCHER WORK [check ...]
"""

import glob
import json
import os
import re
import subprocess

from harness import FIXTURES, Checks, Failure, expect

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import graphs  # noqa: E402
import models  # noqa: E402
import object_names  # noqa: E402

import ckpts  # noqa: E402


def names(template):
    """The names that a template of lists and ranges stands for."""
    found = re.search(r"(?<!\\)\{([^{}]*)\}", template)
    if not found:
        return [re.sub(r"\\(.)", r"\1", template)]
    texts = []
    for part in found.group(1).split(","):
        ends = part.split("..")
        texts += [str(i) for i in range(int(ends[0]), int(ends[-1]) + 1)] if len(ends) == 2 else [part]
    return [name for text in texts for name in names(template[:found.start()] + text + template[found.end():])]


def by_name(manifest):
    return {name: {k: row.get(k) for k in ("dtype", "shape", "trainable")}
            for row in manifest["variables"] for name in names(row["name"])}


def same(found, expected):
    found, expected = by_name(found), by_name(expected)
    different = {n: (found.get(n), expected.get(n)) for n in {**found, **expected} if found.get(n) != expected.get(n)}
    expect(not different, "(found, expected): %s", different)


def from_ckpts(checks, source, name):
    out = os.path.join(checks.folder(name.replace("/", "_")), "manifest.json")
    done = subprocess.run([checks.launcher, "manifest", source, "-o", out], capture_output=True, text=True)
    if done.returncode:
        raise Failure("manifest %s ended with %d\n%s%s" % (source, done.returncode, done.stdout, done.stderr))
    with open(out, encoding="utf-8") as f:
        return json.load(f)


def of_graph(checks, name, path):
    """`path` is a .meta file."""
    with open(os.path.join(os.path.dirname(path), "expected_manifest.json"), encoding="utf-8") as f:
        same(from_ckpts(checks, path, name), json.load(f))


def of_program(checks, name, build):
    with tf.Graph().as_default():
        saver = build()
        expected = json.loads(ckpts.manifest(saver or tf.compat.v1.train.Saver()).text())
        meta = os.path.join(checks.folder(name), "graph.meta")
        saver.export_meta_graph(meta, clear_devices=True)
    same(from_ckpts(checks, meta, name + "_ckpts"), expected)


# ---- objects

def keras3():
    import keras
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, name="first"), keras.layers.BatchNormalization(),
                              keras.layers.Dense(2, name="second")])
    optimizer = keras.optimizers.Adam()
    optimizer.build(model.trainable_variables)
    return tf.train.Checkpoint(model=model, optimizer=optimizer)


def keras3_as_root():
    import keras

    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense_1 = keras.layers.Dense(3)
            self.lstm = keras.layers.LSTM(2)

        def call(self, x):
            return self.lstm(self.dense_1(x))

    model = Net()
    model(tf.zeros([1, 2, 3]))
    optimizer = keras.optimizers.SGD(0.1, momentum=0.9)
    optimizer.build(model.trainable_variables)
    return tf.train.Checkpoint(model, opt=optimizer)


def keras2(optimizer_of):
    import tf_keras
    model = tf_keras.Sequential([tf_keras.layers.Dense(2, input_shape=(3,)), tf_keras.layers.Dense(2)])
    optimizer = optimizer_of(tf_keras.optimizers)
    zeros = [tf.zeros_like(v) for v in model.trainable_variables]
    optimizer.apply_gradients(zip(zeros, model.trainable_variables))
    return tf.train.Checkpoint(model=model, optimizer=optimizer)


def module():
    class Layer(tf.Module):
        def __init__(self):
            super().__init__()
            self.kernel = tf.Variable(tf.zeros([2, 3]))
            self.scale = tf.Variable(tf.ones([3], tf.bfloat16), trainable=False)

    net = tf.Module()
    net.layers = [Layer(), Layer()]
    net.heads = {"a.b/c": Layer(), "{0..1}*?[]\\": Layer()}
    net.me, net.tied, net.count = net, net.layers[0].kernel, tf.Variable(np.int64(1))
    return tf.train.Checkpoint(net=net, w=[tf.Variable(1.0)])


def nested_optimizer():
    """An optimizer inside the model, and a variable that only the optimizer reaches."""
    net = tf.Module()
    net.w, net.inner = tf.Variable([1.0]), tf.Module()
    hidden = tf.Variable([2.0])
    import keras
    net.inner.optimizer = keras.optimizers.Adam()
    net.inner.optimizer.build([hidden, net.w])
    return tf.train.Checkpoint(net, second=net.inner)


OBJECTS = {
    "keras3": keras3, "keras3_as_root": keras3_as_root, "keras2_slots": lambda: keras2(lambda o: o.legacy.Adam()),
    "keras2_lists": lambda: keras2(lambda o: o.Adam()), "module": module, "nested_optimizer": nested_optimizer,
}
for kind in models.KINDS:
    OBJECTS["s1_" + kind] = lambda kind=kind: models.old_s1(kind).checkpoint
    OBJECTS["s7_" + kind] = lambda kind=kind: models.old_s7(kind).checkpoint
    if kind != "module":
        OBJECTS["s2_functional_" + kind] = lambda kind=kind: models.new_s2(kind, models.functional).checkpoint
        OBJECTS["s2_sequential_" + kind] = lambda kind=kind: models.new_s2(kind, models.sequential).checkpoint
    if not kind.startswith("keras3"):  # Keras 3 does not track lists of layers.
        OBJECTS["s6_" + kind] = lambda kind=kind: models.s6(kind, 3).checkpoint


def of_objects(checks, name, build):
    """The manifest has the names and shapes of what TensorFlow saves, and ckpts reads it as it was meant."""
    checkpoint = build()
    folder = checks.folder(name)
    written = os.path.join(folder, "manifest.json")
    manifest = json.loads(ckpts.manifest(checkpoint, written).text())
    prefix = checkpoint.save(os.path.join(folder, "ckpt"))
    saved = {name: list(value.shape) for name, value in object_names.named_values(prefix).items()}
    exported = {name: row["shape"] for row in manifest["variables"] for name in names(row["name"])}
    different = {n: (exported.get(n), saved.get(n)) for n in {**exported, **saved} if exported.get(n) != saved.get(n)}
    expect(not different, "(exported, saved): %s", different)
    same(from_ckpts(checks, written, name + "_read"), manifest)


def main():
    checks = Checks(__doc__)
    for path in sorted(glob.glob(os.path.join(FIXTURES, "**", "*.meta"), recursive=True)):
        name = os.path.relpath(os.path.dirname(path), FIXTURES)
        checks.check(name, lambda: of_graph(checks, name, path))
    for build in (graphs.new_s4, graphs.new_s5, graphs.new_s9, graphs.new_strip_optimizer):
        checks.check(build.__name__, lambda: of_program(checks, build.__name__, build))
    for name, build in OBJECTS.items():
        checks.check(name, lambda: of_objects(checks, name, build))
    checks.end()


if __name__ == "__main__":
    main()
