"""The jobs of examples/scenarios on programs of TensorFlow 1, for TensorFlow and for PyTorch.

The old program saves what the script reads. The new one restores what it writes with tf.train.Saver, or PyTorch loads it.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402
import torch_models  # noqa: E402
from harness import expect  # noqa: E402
from scenario import Scenario, Wrong, drawn, same  # noqa: E402

tf1 = tf.compat.v1


class Program:
    """A graph, a session, and a Saver of all variables, each under its own name.

    `build` makes the graph and returns {name: what can be run}. Initially no two variables are alike.
    """

    def __init__(self, build):
        with tf.Graph().as_default() as graph:
            self.outputs = build()
            self.variables = {v.op.name: v for v in tf1.global_variables()}
            # A dictionary: given variables, a Saver would save the parts of a partitioned one as one.
            self.saver = tf1.train.Saver(self.variables)
            places = {name: tf1.placeholder(v.dtype.base_dtype, v.shape) for name, v in self.variables.items()}
            assignments = [v.assign(places[name]) for name, v in self.variables.items()]
        self.session = tf1.Session(graph=graph)
        random = np.random.default_rng(7)
        self.session.run(assignments, {place: value(random, name, place) for name, place in places.items()})

    def save(self, folder):
        """Into the folder; the parameters of a script that loads it."""
        with self.session.graph.as_default():
            prefix = self.saver.save(self.session, os.path.join(folder, "model.ckpt"), write_meta_graph=False)
        return {"checkpoint": prefix}

    def restore(self, prefix):
        """Every variable from the file, which has no others."""
        found = tf.train.load_checkpoint(prefix).get_variable_to_shape_map()
        expect(sorted(found) == sorted(self.variables), "names: the file alone has %s, the program alone %s",
               sorted(set(found) - set(self.variables)), sorted(set(self.variables) - set(found)))
        with self.session.graph.as_default():
            self.saver.restore(self.session, prefix)

    def run(self, output):
        return self.session.run(self.outputs[output])

    def value(self, name):
        return self.session.run(self.variables[name])


def value(random, name, place):
    """A number for a counter; weights that keep what goes through them at its size; positive numbers for all else."""
    if place.dtype.is_integer:
        return 40000
    if name.endswith(("kernel", "weights")):
        return random.normal(0, np.prod(place.shape[:-1]) ** -0.5, place.shape)
    return random.uniform(0.1, 0.9, place.shape)


def dense(x, units, name, activation=None):
    return tf_keras.layers.Dense(units, activation, name=name)(x)


def constant(*shape):
    """An input, the same one for every program."""
    return np.random.default_rng(3).normal(size=shape).astype(np.float32)


# ---- BERT for transformers

BERT = {"layers": 3, "hidden": 24, "heads": 4, "intermediate": 40, "vocabulary": 50, "positions": 32}  # real: 12, 768, 12, 3072
WORDS, TYPES = np.array([[2, 17, 49, 4, 26, 3, 8, 3]]), np.array([[0, 0, 0, 0, 0, 0, 1, 1]])


def norm(x):
    return tf_keras.layers.LayerNormalization(epsilon=1e-12, name="LayerNorm")(x)


def attention(x):
    """Of all positions to all; [sequence, position, unit]."""
    def heads(part):
        y = dense(x, BERT["hidden"], name=part)
        return tf.transpose(tf.reshape(y, [1, -1, BERT["heads"], BERT["hidden"] // BERT["heads"]]), [0, 2, 1, 3])
    query, key, value = heads("query"), heads("key"), heads("value")
    weights = tf.nn.softmax(tf.matmul(query, key, transpose_b=True) / (BERT["hidden"] // BERT["heads"]) ** 0.5)
    return tf.reshape(tf.transpose(weights @ value, [0, 2, 1, 3]), [1, -1, BERT["hidden"]])


def bert_program():
    """BERT as its paper says, with the scopes of Google's program, the heads of its pre-training, and Adam's moments."""
    hidden, scope = BERT["hidden"], tf1.variable_scope
    with scope("bert/embeddings"):
        x = sum(tf.gather(tf1.get_variable(kind + "_embeddings", [rows, hidden]), numbers)
                for kind, rows, numbers in (("word", BERT["vocabulary"], WORDS), ("token_type", 2, TYPES),
                                            ("position", BERT["positions"], np.arange(WORDS.size)[None])))
        states = [norm(x)]
    for layer in range(BERT["layers"]):
        x = states[-1]
        with scope("bert/encoder/layer_%d" % layer):
            with scope("attention/self"):
                y = attention(x)
            with scope("attention/output"):
                x = norm(x + dense(y, hidden, name="dense"))
            with scope("intermediate"):
                y = dense(x, BERT["intermediate"], name="dense", activation=lambda x: tf.nn.gelu(x, approximate=False))
            with scope("output"):
                states.append(norm(x + dense(y, hidden, name="dense")))
    with scope("bert/pooler"):
        pooled = dense(states[-1][:, 0], hidden, name="dense", activation=tf.tanh)
    with scope("cls/predictions/transform"):
        norm(dense(states[-1], hidden, name="dense"))
    with scope("cls/seq_relationship"):
        tf1.get_variable("output_weights", [2, hidden])
        tf1.get_variable("output_bias", [2])
    for variable in tf1.trainable_variables():
        for slot in ("adam_m", "adam_v"):
            tf1.get_variable("%s/%s" % (variable.op.name, slot), variable.shape, trainable=False)
    tf1.train.get_or_create_global_step()
    return {"states": states, "pooled": pooled}


def bert():
    old = Program(bert_program)

    def agrees(out):
        states, pooled = torch_models.bert(os.path.dirname(out), BERT, WORDS, TYPES)
        for layer, (found, expected) in enumerate(zip(states, old.run("states"), strict=True)):
            same(found, expected, "layer %d" % layer)
        same(pooled, old.run("pooled"), "the pooler")

    return Scenario("bert_tensorflow_to_hugging_face", old.save, agrees,
                    Wrong('error[E0201]: no tensor matches "encoders/layer_*/**"', ("encoder/layer_*/**", "encoders/layer_*/**")),
                    "model.safetensors")


# ---- LeNet, for PyTorch and back

IMAGES = constant(3, 28, 28, 1)


def lenet_program():
    layers = tf_keras.layers
    x = tf.constant(IMAGES)
    for layer in (layers.Conv2D(6, 5, activation="relu", name="conv1"), layers.MaxPooling2D(),
                  layers.Conv2D(10, 5, activation="relu", name="conv2"), layers.MaxPooling2D(), layers.Flatten(),
                  layers.Dense(24, activation="relu", name="fc1"), layers.Dense(10, name="fc2")):  # real: 20, 50, 500, 10
        x = layer(x)
    return {"scores": x}


def lenet_for_pytorch():
    old = Program(lenet_program)
    return Scenario("convolutions_for_pytorch", old.save,
                    lambda out: same(torch_models.loaded(torch_models.LeNet(), out)(IMAGES), old.run("scores"), "the scores"),
                    Wrong("error[E0301]: the layout in_out has 2 axes, float32[6, 1, 5, 5] has 4",
                          ("rank == 2 is in_out", "rank == 4 is in_out")))


def lenet_for_tensorflow():
    old = torch_models.randomized(torch_models.LeNet())

    def agrees(out):
        new = Program(lenet_program)
        new.restore(out)
        same(new.run("scores"), old(IMAGES), "the scores")

    return Scenario("convolutions_for_tensorflow", lambda folder: {"checkpoint": torch_models.save(old, folder)}, agrees,
                    Wrong("error[E0107]: this is not a layout", ("is oihw", "is oihww")), "out/model.ckpt")


# ---- a detector with other classes

def detector(extractor, classes, frozen):
    """The names of slim's Faster R-CNN with an Inception: of its extractors the ends, and fewer channels than the real ones."""
    variable = tf1.get_variable

    def inception(x, layer, channels):
        with tf1.variable_scope("InceptionV2/" + layer):
            x = tf.nn.conv2d(x, variable("weights", [1, 1, x.shape[-1], channels]), 1, "SAME")
            with tf1.variable_scope("BatchNorm"):
                beta, gamma = variable("beta", [channels]), variable("gamma", [channels])
                mean, variance = (variable("moving_" + part, [channels], trainable=False) for part in ("mean", "variance"))
            return tf.nn.relu(tf.nn.batch_normalization(x, mean, variance, beta, gamma, 1e-3))

    def predictor(x, scope, boxes, scores):
        found = []
        for layer, outputs in (("BoxEncodingPredictor", boxes), ("ClassPredictor", scores)):
            with tf1.variable_scope("%s/%s" % (scope, layer)):
                kernel = [1, 1, x.shape[-1], outputs] if len(x.shape) == 4 else [x.shape[-1], outputs]
                weights, biases = variable("weights", kernel), variable("biases", [outputs])
                found.append((tf.nn.conv2d(x, weights, 1, "SAME") if len(x.shape) == 4 else x @ weights) + biases)
        return tf.concat(found, axis=-1)

    with tf1.variable_scope(extractor):
        features = inception(tf.constant(constant(2, 6, 6, 3)), "Conv2d_2b_1x1", 8)
        features = inception(features, "Mixed_3b/Branch_0/Conv2d_0a_1x1", 8)
    with tf1.variable_scope("Conv"):
        x = tf.nn.conv2d(features, variable("weights", [3, 3, 8, 16]), 1, "SAME") + variable("biases", [16])
    proposals = predictor(tf.nn.relu(x), "FirstStageBoxPredictor", 48, 24)
    with tf1.variable_scope("SecondStageFeatureExtractor"):
        crops = tf.reduce_mean(inception(features, "Mixed_5a/Branch_0/Conv2d_0a_1x1", 1024), axis=[1, 2])
    boxes = predictor(crops, "SecondStageBoxPredictor", 4 * classes, classes + 1)
    trained = [v for v in tf1.trainable_variables() if not (frozen and v.op.name.startswith(extractor + "/"))]
    loss = tf.reduce_mean(tf.square(proposals)) + tf.reduce_mean(tf.square(boxes))
    step = tf1.train.MomentumOptimizer(0.1, 0.9).minimize(loss, tf1.train.get_or_create_global_step(), trained)
    return {"proposals": proposals, "crops": crops, "boxes": boxes, "step": step}


def detection():
    old = Program(lambda: detector("FirstStageFeatureExtractor", 90, frozen=False))

    def agrees(out):
        new = Program(lambda: detector("FeatureExtractor", 5, frozen=True))
        new.restore(out)
        for output in ("proposals", "crops"):
            same(new.run(output), old.run(output), output)
        for head in ("BoxEncodingPredictor", "ClassPredictor"):
            drawn(new.value("SecondStageBoxPredictor/%s/weights" % head), 0.02, head)
        for name in new.variables:
            if name == "global_step" or name.startswith("SecondStageBoxPredictor/") and not name.endswith("/weights"):
                expect(not new.value(name).any(), "%s does not begin at zero", name)
            elif name in old.variables and not name.startswith("SecondStageBoxPredictor/"):
                expect(np.array_equal(new.value(name), old.value(name)), "%s differs", name)
        new.run("step")
        old.run("step")
        for name in new.variables:  # What the heads have no part in: the momentum that it had goes on.
            if name.startswith(("Conv/", "FirstStageBoxPredictor/")):
                same(new.value(name), old.value(name), name + " after a step")

    return Scenario("detection_fine_tune", old.save, agrees,
                    Wrong('error[E0201]: no tensor matches "ClassPredictor/weight"',
                          ('"ClassPredictor/weights"', '"ClassPredictor/weight"')), "out/model.ckpt", draws=True)


# ---- variables in parts

def estimator(parts):
    """An embedding in parts, of which TensorFlow makes the first ones longer, and a layer in one part, with Adagrad."""
    ids = [0, 3, 8, 9, 10, 55, 62, 63, 64, 101, 102]
    with tf1.variable_scope("dnn/input_from_feature_columns/input_layer/query_embedding"):
        table = tf1.get_variable("embedding_weights", [103, 8], partitioner=parts and tf1.fixed_size_partitioner(parts))
    x = tf1.nn.embedding_lookup(list(table) if parts else table, ids, partition_strategy="div")
    with tf1.variable_scope("dnn/hiddenlayer_0", partitioner=parts and tf1.fixed_size_partitioner(1)):
        y = x @ tf.convert_to_tensor(tf1.get_variable("kernel", [8, 4])) + tf.convert_to_tensor(tf1.get_variable("bias", [4]))
    step = tf1.train.AdagradOptimizer(0.1).minimize(tf.reduce_mean(tf.square(y)), tf1.train.get_or_create_global_step())
    return {"scores": y, "step": step}


def partitions():
    old = Program(lambda: estimator(12))
    return Scenario("partitions", old.save, lambda out: goes_on(Program(lambda: estimator(None)), old, out),
                    Wrong("error[E0301]: cannot concat float32[4] on axis 1: its axes are 0 to 0", ("axis 0", "axis 1")),
                    "out/model.ckpt")


def goes_on(new, old, out):
    """The new program restores the result, says what the old one says, and once more after two steps of training."""
    new.restore(out)
    same(new.run("scores"), old.run("scores"), "the scores")
    for _ in range(2):
        new.run("step")
        old.run("step")
    same(new.run("scores"), old.run("scores"), "the scores after two steps")
    expect(new.value("global_step") == old.value("global_step"), "global_step is %s", new.value("global_step"))


# ---- a wider input

def layers(inputs):
    """Inputs beyond the 256 of the old program are zero."""
    x = tf.pad(tf.constant(constant(5, 256)), [[0, 0], [0, inputs - 256]])
    x = dense(x, 128, name="dense_1", activation=tf.nn.relu)
    x = dense(x, 64, name="dense_2", activation=tf.nn.relu)
    y = dense(x, 10, name="output_layer")
    step = tf1.train.MomentumOptimizer(1e-4, 0.9).minimize(tf.reduce_mean(tf.square(y)), tf1.train.get_or_create_global_step())
    return {"scores": y, "step": step}


def wider_input():
    old = Program(lambda: layers(256))

    def agrees(out):
        new = Program(lambda: layers(512))
        goes_on(new, old, out)
        drawn(new.value("dense_1/kernel")[256:], np.sqrt(6 / (512 + 128)), "the new rows")
        expect(not new.value("dense_1/kernel/Momentum")[256:].any(), "the momentum of the new rows is not zero")

    return Scenario("wider_input", old.save, agrees,
                    Wrong("error[E0301]: cannot pad float32[256, 128] to [512, 127]: axis 1 has 128 positions, more than 127",
                          ("[512, 128]", "[512, 127]")), "out/model.ckpt", draws=True)


SCENARIOS = {
    "bert_tensorflow_to_hugging_face": bert,
    "convolutions_for_pytorch": lenet_for_pytorch,
    "convolutions_for_tensorflow": lenet_for_tensorflow,
    "detection_fine_tune": detection,
    "partitions": partitions,
    "wider_input": wider_input,
}
