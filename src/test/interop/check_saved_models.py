"""SavedModels whose values ckpts edited in place, loaded by TensorFlow; and what ckpts refuses to save over them.

    python check_saved_models.py LAUNCHER WORK [check ...]
"""

import json
import os
import subprocess

from harness import Checks, expect, same_array

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

DOUBLED = 'load "%s"\nupdate ("**" where dtype == float32) = it * 2 without slots\nsave "%s/variables/variables" overwrite\n'


class Net(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable(np.arange(6, dtype=np.float32).reshape(3, 2), name="kernel")
        self.inner = tf.Module()
        self.inner.bias = tf.Variable([1.0, 2.0], trainable=False)
        self.steps = tf.Variable(np.int64(7), trainable=False)
        self.table = tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1)
        self.table.insert(tf.constant(["a"]), tf.constant([3], tf.int64))

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, x):
        return x @ self.kernel + self.inner.bias

    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def find(self, key):
        return self.table.lookup(key)


def refused(checks, name, text, reason):
    path = os.path.join(checks.work, name + ".ckpts")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    done = subprocess.run([checks.launcher, "run", path], cwd=checks.work, capture_output=True, text=True)
    expect(done.returncode != 0 and reason in done.stderr, "ended with %d, expected %r in\n%s", done.returncode, reason, done.stderr)


def module(checks, folder):
    net, x = Net(), tf.ones([1, 3])
    tf.saved_model.save(net, folder)
    checks.run_text(DOUBLED % (folder, folder), "module")
    loaded = tf.saved_model.load(folder)
    expect(same_array(loaded.kernel, net.kernel * 2), "kernel is %s", loaded.kernel.numpy())
    expect(same_array(loaded(x), net(x) * 2), "the model says %s, expected %s", loaded(x), net(x) * 2)
    expect(loaded.steps.numpy() == 7 and loaded.find("a").numpy() == 3, "what was not edited has changed")


def module_by_name_of_its_file(checks, folder):
    net = Net()
    tf.saved_model.save(net, folder)
    checks.run_text(DOUBLED % (folder + "/saved_model.pb", folder), "module_by_name_of_its_file")
    expect(same_array(tf.saved_model.load(folder).kernel, net.kernel * 2), "kernel was not doubled")


def tensorflow_1(checks, folder):
    tf1, path = tf.compat.v1, os.path.join(folder, "model")
    with tf.Graph().as_default():
        tf1.enable_resource_variables()
        x = tf1.placeholder(tf.float32, [None, 2], name="x")
        w = tf1.get_variable("w", initializer=np.float32([[1], [2]]))
        with tf1.Session() as session:
            session.run(tf1.global_variables_initializer())
            tf1.saved_model.simple_save(session, path, {"x": x}, {"y": x @ w})
    checks.run_text(DOUBLED % (path, path), "tensorflow_1")
    y = tf.saved_model.load(path).signatures["serving_default"](tf.constant([[1.0, 1.0]]))["y"]
    expect(same_array(y, np.float32([[6]])), "the model says %s, expected 6", y)


def keras_3(checks, folder):
    import keras
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, name="only"), keras.layers.BatchNormalization()])
    model.export(folder, verbose=False)
    x = tf.ones([1, 3])
    before = tf.saved_model.load(folder)
    expected = [2 * v.numpy() for v in before.variables]
    checks.run_text(DOUBLED % (folder, folder), "keras_3")
    loaded = tf.saved_model.load(folder)
    found = [v.numpy() for v in loaded.variables]
    expect(all(map(same_array, found, expected)), "variables are %s, expected %s", found, expected)
    copies = [v.numpy() for v in loaded._all_variables]
    expect(all(any(same_array(copy, one) for one in found) for copy in copies), "copies are %s, variables %s", copies, found)
    expect(not same_array(loaded.serve(x), before.serve(x)), "the model says the same as before")


def keras_2(checks, folder):
    import tf_keras
    model = tf_keras.Sequential([tf_keras.layers.Dense(2, input_shape=(3,)), tf_keras.layers.Dense(1)])
    model.compile(tf_keras.optimizers.Adam(), "mse", metrics=["mae"])
    model.fit(np.ones((4, 3)), np.ones((4, 1)), verbose=0)
    model.save(folder, save_format="tf")
    expected = [2 * w for w in model.get_weights()]
    checks.run_text(DOUBLED % (folder, folder), "keras_2")
    found = tf_keras.models.load_model(folder).get_weights()
    expect(all(map(same_array, found, expected)), "weights are %s, expected %s", found, expected)


def structure(checks, folder):
    net = Net()
    tf.saved_model.save(net, folder)
    over = '\nsave "%s/variables/variables" overwrite\n' % folder
    for name, edit in (("renamed", 'rename "kernel" -> "weight"'), ("cast", 'cast "kernel" to float16'),
                       ("reshaped", 'slice "kernel" [0:2, :]'), ("dropped", 'drop "steps"')):
        refused(checks, name, 'load "%s"\n%s%s' % (folder, edit, over), "has the names, shapes and types of these variables")
    expect(same_array(tf.saved_model.load(folder).kernel, net.kernel), "a refused save has changed the model")
    out = os.path.join(checks.folder("elsewhere"), "weights")
    checks.run_text('load "%s"\nrename "kernel" -> "weight"\nsave "%s"\n' % (folder, out), "elsewhere")
    weight = tf.Variable(tf.zeros([3, 2]))
    tf.train.Checkpoint(weight=weight).read(out).expect_partial()
    expect(same_array(weight, net.kernel), "restored %s", weight.numpy())


def manifest(checks, folder):
    """What the model's file says is what its variables and tables are called in the checkpoint."""
    tf.saved_model.save(Net(), folder)
    done = subprocess.run([checks.launcher, "manifest", folder], capture_output=True, text=True, check=True)
    rows = {row["name"]: (row["dtype"], row["shape"], row.get("trainable")) for row in json.loads(done.stdout)["variables"]}
    expect(rows == {"kernel": ("float32", [3, 2], True), "inner/bias": ("float32", [2], False), "steps": ("int64", [], False),
                    "table/.ATTRIBUTES/table-keys": ("string", [1], None),
                    "table/.ATTRIBUTES/table-values": ("int64", [1], None)}, "found %s", rows)


def main():
    checks = Checks(__doc__)
    for check in (module, module_by_name_of_its_file, tensorflow_1, keras_3, keras_2, structure, manifest):
        checks.check(check.__name__, lambda: check(checks, checks.folder(check.__name__)))
    checks.end()


if __name__ == "__main__":
    main()
