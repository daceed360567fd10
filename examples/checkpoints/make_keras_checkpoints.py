"""Makes the checkpoints of the Keras examples with tf_keras and Keras 3: run it here, with both installed.

s8_keras: a model of two Dense layers after a step of training, and the models that it must fit: one with a layer more, one whose
layers are called otherwise, one in float16. s12_keras: a layer `dense_1` in each kind of file, with the optimizer.
"""

import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import tensorflow as tf
import tf_keras

HERE = pathlib.Path(__file__).parent
KINDS = {"h5": tf_keras, "weights.h5": keras, "keras": keras}


def seed(number):
    keras.utils.set_random_seed(number)
    tf_keras.utils.set_random_seed(number)


def program(k, layers, policy="float32", train=False):
    """Dense layers, each with its number of outputs, called as Keras calls them or as said."""
    k.backend.clear_session()
    seed(1)
    model = k.Sequential([k.layers.Input((10,)) if k is tf_keras else k.Input((10,))])
    for name, units in layers:
        model.add(k.layers.Dense(units, activation="relu", name=name, dtype=policy))
    model.compile("adam", "mse")
    if train:
        model.fit(np.ones((4, 10)), np.ones((4, layers[-1][1])), verbose=0)
    return model


OLD = [("dense", 64), ("dense_1", 10)]
PROGRAMS = {
    "old": lambda k: program(k, OLD, train=True),
    "added_layer": lambda k: program(k, [("dense", 64), ("dense_1", 32), ("dense_2", 10)]),
    "renamed_layer": lambda k: program(k, [("dense", 64), ("dense_output", 10)]),
    "float16": lambda k: program(k, OLD, "float16"),
}


def save(model, path):
    if path.name.endswith(".keras"):
        model.save(path)
    else:
        model.save_weights(path)


class Named(keras.Model):
    """A model whose layer is an attribute."""

    def __init__(self, layer="dense_1"):
        super().__init__(name="named")
        setattr(self, layer, keras.layers.Dense(8, name=layer))
        self.head = keras.layers.Dense(2, name="head")
        self.layer = layer

    def call(self, x):
        return self.head(getattr(self, self.layer)(x))


def functional(k, layer="dense_1"):
    k.backend.clear_session()
    seed(2)
    i = k.layers.Input((5,), name="features")
    x = k.layers.Dense(8, name=layer)(i)
    model = k.Model(i, k.layers.Dense(2, name="head")(x), name="named")
    train(model)
    return model


def train(model):
    model.compile("adam", "mse")
    model.fit(np.ones((4, 5)), np.ones((4, 2)), verbose=0)


def attributes(layer="dense_1"):
    keras.backend.clear_session()
    seed(2)
    model = Named(layer)
    train(model)
    return model


def main():
    folder = HERE / "s8_keras"
    folder.mkdir(exist_ok=True)
    for name, make in PROGRAMS.items():
        for kind, k in KINDS.items():
            save(make(k), folder / f"{name}.{kind}")
    folder = HERE / "s12_keras"
    folder.mkdir(exist_ok=True)
    functional(tf_keras).save(folder / "model.h5")
    functional(keras).save(folder / "model.keras")
    functional(keras).save_weights(folder / "model.weights.h5")
    tf.train.Checkpoint(attributes()).write(str(folder / "model"))


if __name__ == "__main__":
    main()
