"""What full_keras_versions.py runs in a version of Keras: saves the models of this file, or loads what others saved.

    python keras_version.py save FOLDER
    python keras_version.py load RESULT < PATHS
"""

import json
import os
import sys
import warnings

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"
warnings.filterwarnings("ignore")
LEGACY = os.environ["KERAS_UNDER_TEST"] == "tf_keras"
if LEGACY:
    import tf_keras as keras
else:
    import keras
import numpy as np

L = keras.layers
VECTOR, SERIES, IMAGE = (4,), (6, 4), (8, 8, 4)

# Layers alone in a Functional model: a name, a layer, the shape of its input.
LAYERS = {
    "dense": (lambda: L.Dense(2), VECTOR),
    "batch_normalization": (lambda: L.BatchNormalization(), VECTOR),
    "layer_normalization": (lambda: L.LayerNormalization(), VECTOR),
    "rms_normalization": (lambda: L.RMSNormalization(), VECTOR),
    "normalization": (lambda: L.Normalization(mean=0.0, variance=1.0), VECTOR),
    "leaky_relu": (lambda: L.LeakyReLU(0.2), VECTOR),
    "dropout": (lambda: L.Dropout(0.1), VECTOR),
    "spatial_dropout": (lambda: L.SpatialDropout1D(0.1), SERIES),
    "lstm": (lambda: L.LSTM(2), SERIES),
    "gru": (lambda: L.GRU(2), SERIES),
    "simple_rnn": (lambda: L.SimpleRNN(2), SERIES),
    "cell": (lambda: L.RNN(L.LSTMCell(2)), SERIES),
    "bidirectional": (lambda: L.Bidirectional(L.LSTM(2)), SERIES),
    "time_distributed": (lambda: L.TimeDistributed(L.Dense(2)), SERIES),
    "embedding": (lambda: L.Embedding(5, 3), (3,)),
    "conv": (lambda: L.Conv2D(2, 3), IMAGE),
    "conv_transpose": (lambda: L.Conv2DTranspose(2, 3), IMAGE),
    "depthwise": (lambda: L.DepthwiseConv2D(3), IMAGE),
    "separable": (lambda: L.SeparableConv2D(2, 3), IMAGE),
    "einsum": (lambda: L.EinsumDense("ab,bc->ac", 2), VECTOR),
    "category_encoding": (lambda: L.CategoryEncoding(5), VECTOR),
    "discretization": (lambda: L.Discretization([0.0, 1.0]), VECTOR),
    "resizing": (lambda: L.Resizing(4, 4), IMAGE),
    "random_flip": (lambda: L.RandomFlip(), IMAGE),
    "random_rotation": (lambda: L.RandomRotation(0.1), IMAGE),
    "random_contrast": (lambda: L.RandomContrast(0.1), IMAGE),
    "mixed": (lambda: L.Dense(2, dtype="mixed_float16"), VECTOR),
}


def functional(layer, shape):
    given = keras.Input(shape, name="given")
    return keras.Model(given, layer(given), name="m")


def nested():
    block = keras.Sequential([keras.Input(VECTOR), L.Dense(3)], name="block")
    return functional(block, VECTOR)


def pairs():
    a, b = keras.Input(VECTOR, name="a"), keras.Input(VECTOR, name="b")
    x = L.Add()([a, b])
    return keras.Model([a, b], [L.Dense(2, name="o")(x), L.Dense(2, name="p")(x)])


def attention(layer):
    def make():
        given = keras.Input(SERIES, name="given")
        return keras.Model(given, layer()(*given_twice(layer, given)))
    return make


def given_twice(layer, given):
    return ([given, given],) if layer is L.Attention else (given, given)


def compiled(loss):
    def make():
        model = functional(L.Dense(2, name="head"), VECTOR)
        model.compile(keras.optimizers.Adam(), loss())
        model.fit(np.ones((2, 4)), np.ones((2, 2)), verbose=0)
        return model
    return make


def quantized(mode):
    def make():
        model = functional(L.Dense(2), VECTOR)
        model.quantize(mode)
        return model
    return make


MODELS = {name: (lambda layer=layer, shape=shape: functional(layer(), shape)) for name, (layer, shape) in LAYERS.items()}
MODELS |= {
    "sequential": lambda: keras.Sequential([keras.Input(VECTOR), L.Dense(2)]),
    "nested": nested,
    "pairs": pairs,
    "attention": attention(L.Attention),
    "heads": attention(lambda: L.MultiHeadAttention(2, 2)),
    "operation": lambda: functional(lambda x: x + 1.0, VECTOR),
    "slice": lambda: functional(lambda x: x[:, :2], VECTOR),
    "optional": lambda: keras.Sequential([keras.Input(VECTOR, optional=True), L.Dense(2)]),
    "compiled": compiled(lambda: keras.losses.MeanSquaredError()),
    "compiled_by_name": compiled(lambda: "mse"),
    "int8": quantized("int8"),
    "int4": quantized("int4"),
    "float8": quantized("float8"),
}


def save(folder):
    """What cannot be made or saved in a version is left out: it is then nobody's file."""
    for name, make in MODELS.items():
        for ending in (".h5", ".keras"):
            path = os.path.join(folder, name + ending)
            keras.backend.clear_session()
            try:
                make().save(path)
            except Exception:
                if os.path.exists(path):
                    os.remove(path)


def load(paths):
    """{path: how it went}."""
    found = {}
    for path in paths:
        keras.backend.clear_session()
        try:
            keras.models.load_model(path)
            found[path] = "loaded"
        except Exception as e:
            found[path] = "%s: %s" % (type(e).__name__, str(e)[-300:])
    return found


if __name__ == "__main__":
    if sys.argv[1] == "save":
        save(sys.argv[2])
    else:
        result = load(sys.stdin.read().split())
        with open(sys.argv[2], "w", encoding="utf-8") as f:
            json.dump(result, f)
