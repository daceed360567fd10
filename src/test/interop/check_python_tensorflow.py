"""ckpts.manifest of Keras models, TensorFlow objects and Savers, against what TensorFlow saves of them.

    python check_python_tensorflow.py LAUNCHER WORK [check ...]
"""

import os

from harness import expect

import numpy as np
import tensorflow as tf

import ckpts
from manifests_of_models import checks_of_the_checkout, fits, refuses

tf1 = tf.compat.v1


def keras_programs():
    import keras
    import tf_keras
    for library, optimizer in ((keras, keras.optimizers.AdamW()), (tf_keras, tf_keras.optimizers.Adam()),
                               (tf_keras, tf_keras.optimizers.legacy.SGD(0.1, momentum=0.9))):
        layers = library.layers
        model = library.Sequential([layers.Dense(3, name="a"), layers.BatchNormalization(), layers.LSTM(2), layers.Dense(2)])
        model(np.zeros((1, 4, 5), np.float32))
        optimizer.apply_gradients([(tf.zeros_like(v), v) for v in model.trainable_variables])
        yield model, optimizer


def tensorflow_objects(checks):
    for number, (model, optimizer) in enumerate(keras_programs()):
        folder = checks.folder("objects_%d" % number)
        checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
        manifest = ckpts.manifest(checkpoint)
        fits(checks, manifest, checkpoint.save(os.path.join(folder, "both")), folder)
        expect(sum(v.slot_of is not None for v in manifest.variables) >= 9, "slots: %s", manifest)
        alone = tf.train.Checkpoint(model)
        fits(checks, ckpts.manifest(model), alone.save(os.path.join(folder, "alone")), folder)
        fits(checks, ckpts.manifest(model, restored_by="read"), alone.write(os.path.join(folder, "written")), folder)
        refuses(TypeError, "the optimizer belongs into what is restored: manifest(tf.train.Checkpoint(model=..., optimizer=...))",
                lambda: ckpts.manifest(model, optimizer=optimizer))


def tensorflow_module_with_a_table(checks):
    folder = checks.folder("table")
    module = tf.Module()
    module.w = tf.Variable(tf.zeros([2, 3]))
    module.table = tf.lookup.experimental.MutableHashTable(tf.string, tf.int64, -1)
    module.table.insert(["a", "b"], [1, 2])
    checkpoint = tf.train.Checkpoint(module)
    manifest = ckpts.manifest(module)
    fits(checks, manifest, checkpoint.save(os.path.join(folder, "ckpt")), folder)
    expect([v.name for v in manifest.variables] == ["table/.ATTRIBUTES/table-keys", "table/.ATTRIBUTES/table-values", "w"], "%s", manifest)


def tensorflow_tables_alone(checks):
    """A program may have no variables, and still have what a checkpoint restores."""
    import keras
    table = tf.lookup.experimental.DenseHashTable(tf.int64, tf.float32, 0.0, -1, -2)
    table.insert([1, 2], [3.0, 4.0])
    words = keras.layers.TextVectorization()
    words.adapt(["a b", "c"])
    model = keras.Sequential([keras.Input((), dtype="string"), words])
    for name, root, expected in (("dense", tf.train.Checkpoint(t=table), 2), ("words", tf.train.Checkpoint(m=model), None)):
        folder = checks.folder("alone_" + name)
        manifest = ckpts.manifest(root)
        fits(checks, manifest, root.save(os.path.join(folder, "ckpt")), folder)
        expect(expected in (None, len(manifest.variables)), "%s", manifest)


def tensorflow_saver(checks):
    folder = checks.folder("saver")
    with tf.Graph().as_default(), tf1.Session() as session:
        w = tf1.get_variable("w", [2, 3], initializer=tf1.zeros_initializer())
        optimizer = tf1.train.AdamOptimizer()
        optimizer.minimize(tf.reduce_sum(w * w))
        session.run(tf1.global_variables_initializer())
        saver = tf1.train.Saver()
        manifest = ckpts.manifest(saver, optimizer=optimizer)
        source = saver.save(session, os.path.join(folder, "model"))
    expect({v.name: v.slot_of for v in manifest.variables} ==
           {"w": None, "w/Adam": "w", "w/Adam_1": "w", "beta1_power": None, "beta2_power": None}, "%s", manifest)
    fits(checks, manifest, source, folder)


def tensorflow_unbuilt(checks):
    import keras
    refuses(ValueError, "no variables: build the model first; Keras 3 does not track layers in plain lists and dicts",
            lambda: ckpts.manifest(keras.Sequential([keras.layers.Dense(1)])))
    refuses(ValueError, "restored_by is one of restore, read, saver, load_weights, not 'load'",
            lambda: ckpts.manifest(tf.Module(), restored_by="load"))


def main():
    checks = checks_of_the_checkout(__doc__)
    for action in (tensorflow_objects, tensorflow_module_with_a_table, tensorflow_tables_alone, tensorflow_saver, tensorflow_unbuilt):
        checks.check(action.__name__, lambda: action(checks))
    checks.end()


if __name__ == "__main__":
    main()
