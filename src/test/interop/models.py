"""The programs of the object-based example scripts: what each of them was (old_*) and what it is now (new_*).

Functions take a kind of program (KINDS) and return a Program with all of its variables made, freshly initialized. EXAMPLES
says which programs the folders of examples/checkpoints are of.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # Its sums depend on the machine.

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402


class Program:
    """A training program: what its checkpoint holds, and one step of its training.

    `weights` are {label: variable} in the order in which the optimizer was given them. Labels are this file's own, the same
    for all kinds, so that what is expected of a checkpoint can be said without the names that are under test.
    """

    def __init__(self, call, inputs, weights, optimizer=None, **parts):
        self.call, self.inputs, self.weights, self.optimizer = call, inputs, weights, optimizer
        self.model = parts.get("model")
        self.weights_only = tf.train.Checkpoint(**parts)  # As a program for inference restores it.
        if optimizer is not None:
            build(optimizer, list(weights.values()))
            parts["optimizer"] = optimizer
        self.checkpoint = tf.train.Checkpoint(**parts)

    def variables(self):
        """{label: variable} of weights, of their slots as `label:slot`, and of the optimizer itself as `optimizer.edge`."""
        found = dict(self.weights)
        for label, variable in self.weights.items():
            found.update(("%s:%s" % (label, name), slot) for name, slot in slots(self.optimizer, variable))
        if self.optimizer is not None:
            children = tf.train.TrackableView.children(self.optimizer)
            found.update(("optimizer." + edge, child) for edge, child in children.items() if hasattr(child, "assign"))
        return found

    def values(self):
        return {label: np.array(variable) for label, variable in self.variables().items()}

    def assign(self, values):
        variables = self.variables()
        assert sorted(values) == sorted(variables), sorted(set(values) ^ set(variables))
        for label, value in values.items():
            variables[label].assign(value)

    def step(self):
        """One step on fixed data; without an optimizer, plain gradient descent."""
        random = np.random.RandomState(3)
        x = tf.constant(random.normal(size=(8, self.inputs)).astype(np.float32))
        variables = list(self.weights.values())
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.call(x) - 1.0))
        gradients = tape.gradient(loss, variables)
        if self.optimizer is not None:
            self.optimizer.apply_gradients(zip(gradients, variables))
        else:
            for variable, gradient in zip(variables, gradients):
                variable.assign_sub(0.1 * gradient)

    def train(self):
        """Weights of a fixed seed, then two steps, after which no two tensors are equal by chance."""
        random = np.random.RandomState(7)
        for variable in self.weights.values():
            variable.assign(random.normal(0, 0.1, variable.shape).astype(np.float32))
        for _ in range(2):
            self.step()


# ---- kinds of programs

class Dense(tf.Module):
    """A layer of a program without Keras."""

    def __init__(self, units, name=None):
        super().__init__(name)
        self.units, self.built = units, False

    def __call__(self, x):  # Like Keras, it makes its variables when it first sees an input.
        if not self.built:
            self.kernel = tf.Variable(tf.zeros([x.shape[-1], self.units]), name="kernel")
            self.bias = tf.Variable(tf.zeros([self.units]), name="bias")
            self.built = True
        return x @ self.kernel + self.bias


class Kind:
    """What programs are made of: the framework, the classes of models and layers, and an optimizer."""

    def __init__(self, framework, optimizer):
        self.framework, self.optimizer = framework, optimizer
        self.model = framework.Model if framework else tf.Module
        self.layer = framework.layers.Dense if framework else Dense


KINDS = {
    "keras3_adam": Kind(keras, lambda: keras.optimizers.Adam(0.01)),
    "keras3_momentum": Kind(keras, lambda: keras.optimizers.SGD(0.01, momentum=0.9)),
    "keras3_weights": Kind(keras, lambda: None),
    "keras2_momentum": Kind(tf_keras, lambda: tf_keras.optimizers.legacy.SGD(0.01, momentum=0.9)),
    "keras2_slots": Kind(tf_keras, lambda: tf_keras.optimizers.legacy.Adam(0.01)),  # Slot references in the graph.
    "keras2_lists": Kind(tf_keras, lambda: tf_keras.optimizers.Adam(0.01)),  # Keras 2.11 and later: lists in the optimizer.
    "module": Kind(None, lambda: keras.optimizers.Adam(0.01)),  # A loop of one's own around a tf.Module.
}


def fresh():
    """Forgets the numbers that Keras appends to names, so that a program is the same however many were built before it."""
    keras.utils.clear_session()
    tf_keras.backend.clear_session()
    keras.utils.set_random_seed(5)


def build(optimizer, variables):
    """Makes the optimizer's variables, which otherwise come into being at the first step."""
    if isinstance(optimizer, tf_keras.optimizers.legacy.Optimizer):
        optimizer._create_all_weights(variables)
    else:
        optimizer.build(variables)


def slots(optimizer, variable):
    """(name, slot) of what the optimizer keeps for a variable."""
    if optimizer is None:
        return []
    if isinstance(optimizer, tf_keras.optimizers.legacy.Optimizer):
        return [(name, optimizer.get_slot(variable, name)) for name in optimizer.get_slot_names()]
    if isinstance(optimizer, tf_keras.optimizers.Optimizer):
        place = optimizer._index_dict[optimizer._var_key(variable)]
    else:
        place = optimizer._get_variable_index(variable)
    lists = [(name, getattr(optimizer, name, None)) for name in ("_momentums", "_velocities", "momentums")]
    return [(name, found[place]) for name, found in lists if found]


# ---- forms of models

def dense_chain(x, layers):
    for layer in layers[:-1]:
        x = tf.nn.relu(layer(x))
    return layers[-1](x)


def _program(kind, call, inputs, layers, **parts):
    """`layers` are {label: layer} of built layers."""
    weights = {}
    for label, layer in layers.items():
        weights[label + "/kernel"], weights[label + "/bias"] = layer.kernel, layer.bias
    return Program(call, inputs, weights, KINDS[kind].optimizer(), **parts)


def subclassed(kind, inputs, **units):
    """A model with these attributes, a layer or a list of layers each, called in this order."""
    fresh()
    layer = KINDS[kind].layer

    class Net(KINDS[kind].model):
        def __init__(self):
            super().__init__()
            for name, n in units.items():
                setattr(self, name, [layer(one) for one in n] if isinstance(n, list) else layer(n))

        def layers_in_order(self):
            found = {}
            for name, n in units.items():
                one = getattr(self, name)
                found.update({"%s/%d" % (name, i): item for i, item in enumerate(one)} if isinstance(n, list) else {name: one})
            return found

        def call(self, x):
            return dense_chain(x, list(self.layers_in_order().values()))

    net = Net()
    net.call(tf.zeros([1, inputs]))
    return _program(kind, net.call, inputs, net.layers_in_order(), model=net)


def functional(kind, inputs, units, dropout_after=None):
    """Keras's functional form: Dense layers, with a Dropout after one of them."""
    fresh()
    framework, layers = KINDS[kind].framework, {}
    x = start = framework.Input((inputs,))
    for i, n in enumerate(units):
        layers["dense_%d" % i] = framework.layers.Dense(n, activation="tanh")
        x = layers["dense_%d" % i](x)
        if i == dropout_after:
            x = framework.layers.Dropout(0.5)(x)
    model = framework.Model(start, x)
    return _program(kind, model, inputs, layers, model=model)


def sequential(kind, inputs, units, dropout_after=None):
    """As functional(), in Keras's sequential form."""
    fresh()
    framework = KINDS[kind].framework
    layers = {"dense_%d" % i: framework.layers.Dense(n, activation="tanh") for i, n in enumerate(units)}
    stack = list(layers.values())
    if dropout_after is not None:
        stack.insert(dropout_after + 1, framework.layers.Dropout(0.5))
    model = framework.Sequential([framework.Input((inputs,)) if kind.startswith("keras3") else
                                  framework.layers.InputLayer((inputs,))] + stack)
    return _program(kind, model, inputs, layers, model=model)


def subclassed_chain(kind, inputs, units, dropout_after=None):
    """As functional(), subclassed: a Dropout has an attribute of its own."""
    program = subclassed(kind, inputs, **{"dense_%d" % i: n for i, n in enumerate(units)})
    if dropout_after is not None:
        program.model.dropout = KINDS[kind].framework.layers.Dropout(0.5)
    return program


# ---- S1: layers that got new attribute names

def old_s1(kind, inputs=16, units=(12, 8, 4)):
    return subclassed(kind, inputs, dense_1=units[0], dense_2=units[1], output_layer=units[2])


def new_s1(kind, inputs=16, units=(12, 8, 4)):
    return subclassed(kind, inputs, fully_connected_a=units[0], fully_connected_b=units[1], output_layer=units[2])


# ---- S2: a dropout between two layers

def old_s2(kind, form):
    return form(kind, 8, [7, 6, 5])


def new_s2(kind, form):
    return form(kind, 8, [7, 6, 5], dropout_after=0)


# ---- S3: twice as many inputs

def old_s3(kind):
    return subclassed(kind, 256, dense_1=128, output_layer=8)


def new_s3(kind):
    return subclassed(kind, 512, dense_1=128, output_layer=8)


# ---- S6: a list of layers that grows and shrinks, before another layer, so that the optimizer's lists move

def s6(kind, layers):
    return subclassed(kind, 6, blocks=[6] * layers, output_layer=2)


# ---- S7: a list whose entries changed places

def old_s7(kind):
    fresh()
    w, b = tf.Variable(tf.zeros([5, 3]), name="w"), tf.Variable(tf.zeros([3]), name="b")
    return Program(lambda x: x @ w + b, 5, {"w": w, "b": b}, KINDS[kind].optimizer(), net=[w, b])


def new_s7(kind):
    fresh()
    w, b = tf.Variable(tf.zeros([5, 3]), name="w"), tf.Variable(tf.zeros([3]), name="b")
    return Program(lambda x: x @ w + b, 5, {"b": b, "w": w}, KINDS[kind].optimizer(), net=[b, w])


# ---- what is checked in

class Example:
    """The checkpoint of an old program and what the new one expects.

    Manifests are the exporter's JSON, or a checkpoint that the new program saved. `restored_by` "read" stands for
    Checkpoint.write and read, which keep no save counter.
    """

    def __init__(self, old, new, manifest="new_model.json", restored_by="restore", config=None):
        self.old, self.new, self.manifest, self.restored_by, self.config = old, new, manifest, restored_by, config
        self.prefix = "weights" if restored_by == "read" else "ckpt-1"


SAVED = "new_model/ckpt-1"
REAL = (256, (128, 64, 10))
EXAMPLES = {
    "s1_renamed_layers/keras3_weights": Example(lambda: old_s1("keras3_weights", *REAL), lambda: new_s1("keras3_weights", *REAL),
                                                restored_by="read"),
    "s1_renamed_layers/keras3_adam": Example(lambda: old_s1("keras3_adam"), lambda: new_s1("keras3_adam")),
    "s1_renamed_layers/keras2_slots": Example(lambda: old_s1("keras2_slots"), lambda: new_s1("keras2_slots")),
    "s1_renamed_layers/keras2_lists": Example(lambda: old_s1("keras2_lists"), lambda: new_s1("keras2_lists")),
    "s1_renamed_layers/module": Example(lambda: old_s1("module"), lambda: new_s1("module"), SAVED),
    "s2_inserted_layer/functional": Example(lambda: old_s2("keras3_weights", functional),
                                            lambda: new_s2("keras3_weights", functional)),
    "s2_inserted_layer/sequential": Example(lambda: old_s2("keras3_adam", sequential),
                                            lambda: new_s2("keras3_adam", sequential), SAVED),
    "s3_wider_input/keras3_momentum": Example(lambda: old_s3("keras3_momentum"), lambda: new_s3("keras3_momentum")),
    "s3_wider_input/keras2_momentum": Example(lambda: old_s3("keras2_momentum"), lambda: new_s3("keras2_momentum")),
    "s7_swapped_list/module": Example(lambda: old_s7("module"), lambda: new_s7("module"), SAVED),
    "s7_swapped_list/keras2_slots": Example(lambda: old_s7("keras2_slots"), lambda: new_s7("keras2_slots")),
    "s7_swapped_list/keras2_lists": Example(lambda: old_s7("keras2_lists"), lambda: new_s7("keras2_lists")),
}
for _kind, _manifest in (("module", "new_model.json"), ("keras2_slots", SAVED), ("keras2_lists", "new_model.json")):
    EXAMPLES["s6_layer_list_grown/" + _kind] = Example(
        lambda kind=_kind: s6(kind, 2), lambda kind=_kind: s6(kind, 3), _manifest, config={"n_layers": 2})
    EXAMPLES["s6_layer_list_cut/" + _kind] = Example(
        lambda kind=_kind: s6(kind, 3), lambda kind=_kind: s6(kind, 2), _manifest, config={"n_layers": 3})
