"""Edits models whose optimizers keep their state in numbered lists, and restores the result: every slot belongs to its variable.

    python check_optimizers.py LAUNCHER WORK [check ...]

Runs with the Keras that it finds: one before 3.10 (PYTHONPATH) keeps all slots in `_variables` alone, a later one those of Muon
and Adafactor. Each edit is made with the model's manifest as a checkpoint and as a file of ckpts.manifest.
"""

import os

from harness import FIXTURES, Checks, expect, same_array

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402

import ckpts  # noqa: E402

OPTIMIZERS = {
    "momentum": lambda k: k.optimizers.SGD(0.125, momentum=0.5),
    "adam": lambda k: k.optimizers.Adam(0.125),
    "amsgrad": lambda k: k.optimizers.Adam(0.125, amsgrad=True),
    "rmsprop": lambda k: k.optimizers.RMSprop(0.125, momentum=0.5, centered=True),
    "nadam": lambda k: k.optimizers.Nadam(0.125),
    "ftrl": lambda k: k.optimizers.Ftrl(0.125),
    "lion": lambda k: k.optimizers.Lion(0.125),
    "adafactor": lambda k: k.optimizers.Adafactor(0.125),
    "muon": lambda k: k.optimizers.Muon(0.125),
    "accumulating": lambda k: k.optimizers.Adam(0.125, gradient_accumulation_steps=2),
}


class Program:
    """Dense layers of the given names, one after the other, and an optimizer; all values differ."""

    def __init__(self, library, optimizer, layers, start):
        class Chain(library.Model):
            def __init__(self):
                super().__init__()
                for name in layers:
                    setattr(self, name, library.layers.Dense(2))

            def call(self, x):
                for name in layers:
                    x = getattr(self, name)(x)
                return x

        self.layers, self.model, self.optimizer = layers, Chain(), OPTIMIZERS[optimizer](library)
        self.model(tf.zeros([1, 2]))
        self.optimizer.build(self.model.trainable_variables)
        for i, variable in enumerate(self.slots().values()):
            variable.assign(tf.cast(tf.fill(variable.shape, start + i), variable.dtype))
        self.checkpoint = tf.train.Checkpoint(model=self.model, optimizer=self.optimizer)

    def weights(self):
        return {layer + "/" + word: getattr(getattr(self.model, layer), word) for layer in self.layers
                for word in ("kernel", "bias")}

    def slots(self):
        """{slot of a variable: it}, the variables among them; in Keras's own attributes, whatever is tracked."""
        weights, found = self.weights(), {}
        names = {id(v): name for name, v in weights.items()}
        order = [names[id(v)] for v in self.model.trainable_variables]
        for label, held in vars(self.optimizer).items():
            if isinstance(held, (list, tuple)) and len(held) == len(order) and label not in ("_trainable_variables", "_variables"):
                found.update({name + ":" + label: v for name, v in zip(order, held) if hasattr(v, "assign")})
        return {**weights, **found}

    def values(self):
        return {name: np.array(v) for name, v in self.slots().items()}


def edited(checks, name, library, optimizer, old, new, script, expected_of):
    """Saves a program, edits it by a script with either manifest, and restores it into another."""
    folder = checks.folder(name)
    before = Program(library, optimizer, old, 10)
    source = before.checkpoint.save(os.path.join(folder, "old"))
    after = Program(library, optimizer, new, 500)
    model = after.checkpoint.save(os.path.join(folder, "new"))
    with open(os.path.join(folder, "new.json"), "w", encoding="utf-8") as f:
        f.write(ckpts.manifest(after.checkpoint).text())
    for kind, path in (("checkpoint", model), ("file", os.path.join(folder, "new.json"))):
        out = os.path.join(folder, "out_" + kind)
        checks.run_text('load "%s"\nmanifest "%s"\n%s\nassert consumed\nsave "%s"\n' % (source, path, script, out), name)
        program = Program(library, optimizer, new, 900)
        program.checkpoint.restore(out).assert_consumed()
        found, wanted = program.values(), expected_of(before.values(), program.values())
        expect(sorted(found) == sorted(wanted), "%s: %s, expected %s", kind, sorted(found), sorted(wanted))
        for label, value in wanted.items():
            expect(same_array(found[label], value), "%s: %s is %s, expected %s", kind, label, found[label].tolist(), value.tolist())


def without_b(old, new):
    return {label: value for label, value in old.items() if not label.startswith("b/")}


def with_b(old, new):
    def start(label, like):
        return np.full(like.shape, 0.1 if "accumulator" in label and "gradient" not in label else 0, like.dtype)
    return {label: old[label] if label in old else start(label, like) for label, like in new.items()}


def as_they_were(old, new):
    return old


EDITS = {  # name: (layers before, layers after, script, what must come out)
    "dropped": ("abc", "ac", 'drop "model/b/**"', without_b),
    "grown": ("ac", "abc", 'reinit "model/b/**" with zeros() without slots\nreinit missing', with_b),
    "reordered": ("abc", "cab", "", as_they_were),
    "renamed": ("abc", "xbc", 'rename "model/a/**" -> "model/x/**"',
                lambda old, new: {"x" + label[1:] if label[0] == "a" else label: value for label, value in old.items()}),
    "swapped": ("abc", "abc", 'rename { "model/a/**" -> "model/b/**"; "model/b/**" -> "model/a/**" }',
                lambda old, new: {{"a": "b", "b": "a"}.get(label[0], label[0]) + label[1:]: value for label, value in old.items()}),
}


def newer_keras(checks):
    """A checkpoint of Keras 3.9 fits a later Keras as it is, where TensorFlow restores it whole."""
    folder = checks.folder("newer_keras")
    source = os.path.join(FIXTURES, "object_keras39_adam", "ckpt-1")
    program = Program(keras, "adam", "abc", 500)
    model = program.checkpoint.save(os.path.join(folder, "new"))
    with open(os.path.join(folder, "new.json"), "w", encoding="utf-8") as f:
        f.write(ckpts.manifest(program.checkpoint).text())
    program.checkpoint.restore(source).assert_consumed()
    whole = program.values()
    for path in (model, os.path.join(folder, "new.json")):
        out = os.path.join(folder, "out")
        checks.run_text('load "%s"\nmanifest "%s"\nassert consumed\nsave "%s" overwrite\n' % (source, path, out), "newer_keras")
        program = Program(keras, "adam", "abc", 500)
        program.checkpoint.restore(out).assert_consumed()
        for label, value in program.values().items():
            expect(same_array(value, whole[label]), "%s is %s, expected %s", label, value.tolist(), whole[label].tolist())


LEGACY = {  # name: (optimizer up to Keras 2.10, the one since, {slot: the attribute that holds it now})
    "adam": (lambda k: k.Adam(0.125), lambda k: k.Adam(0.125), {"m": "_momentums", "v": "_velocities"}),
    "amsgrad": (lambda k: k.Adam(0.125, amsgrad=True), lambda k: k.Adam(0.125, amsgrad=True),
                {"m": "_momentums", "v": "_velocities", "vhat": "_velocity_hats"}),
    "momentum": (lambda k: k.SGD(0.125, momentum=0.5), lambda k: k.SGD(0.125, momentum=0.5), {"momentum": "momentums"}),
    "rmsprop": (lambda k: k.RMSprop(0.125), lambda k: k.RMSprop(0.125), {"rms": "_velocities"}),
    "rmsprop_momentum": (lambda k: k.RMSprop(0.125, momentum=0.5), lambda k: k.RMSprop(0.125, momentum=0.5),
                         {"rms": "_velocities", "momentum": "_momentums"}),
    "rmsprop_centered": (lambda k: k.RMSprop(0.125, momentum=0.5, centered=True),
                         lambda k: k.RMSprop(0.125, momentum=0.5, centered=True),
                         {"rms": "_velocities", "momentum": "_momentums", "mg": "_average_gradients"}),
    "adagrad": (lambda k: k.Adagrad(0.125), lambda k: k.Adagrad(0.125), {"accumulator": "_accumulators"}),
    "adadelta": (lambda k: k.Adadelta(0.125), lambda k: k.Adadelta(0.125),
                 {"accum_grad": "_accumulated_grads", "accum_var": "_accumulated_delta_vars"}),
    "ftrl": (lambda k: k.Ftrl(0.125), lambda k: k.Ftrl(0.125), {"accumulator": "_accumulators", "linear": "_linears"}),
}


def since_legacy(checks, name, optimizer, layers):
    """The lines of `diff`, as they are, move an optimizer's state from slots to lists: each value where its variable's is."""
    folder = checks.folder(name)
    then, now, attributes = LEGACY[optimizer]

    def program(build, names):
        class Chain(tf_keras.Model):
            def __init__(self):
                super().__init__()
                for width, layer in enumerate(names, 2):
                    setattr(self, layer, tf_keras.layers.Dense(width))

            def call(self, x):
                for layer in names:
                    x = getattr(self, layer)(x)
                return x

        model = Chain()
        model.compile(build, "mse")
        random = np.random.default_rng(len(names))
        model.fit(random.normal(size=[8, 3]), random.normal(size=[8, 4]), epochs=2, verbose=0)
        return model, tf.train.Checkpoint(model=model, optimizer=model.optimizer)

    old, before = program(then(tf_keras.optimizers.legacy), "abc")
    source = before.save(os.path.join(folder, "old"))
    new, after = program(now(tf_keras.optimizers), layers)
    model = after.save(os.path.join(folder, "new"))
    lines = "\n".join(line for finding in checks.diff(source, model) for line in finding["repairs"])
    out = os.path.join(folder, "out")
    checks.run_text('load "%s"\nmanifest "%s"\n%s\nassert consumed\nsave "%s"\n' % (source, model, lines, out), name)
    after.restore(out).assert_consumed()
    for one, other in zip(old.trainable_variables, new.trainable_variables):
        expect(same_array(other.numpy(), one.numpy()), "%s differs", other.name)
        for slot, attribute in attributes.items():
            held = getattr(new.optimizer, attribute)[new.optimizer._index_dict[new.optimizer._var_key(other)]]
            expect(same_array(held.numpy(), old.optimizer.get_slot(one, slot).numpy()), "%s of %s differs", attribute, other.name)
    expect(int(new.optimizer.iterations) == int(old.optimizer.iterations), "iterations: %s", int(new.optimizer.iterations))


def main():
    checks = Checks(__doc__)
    for optimizer in LEGACY:
        for tag, layers in (("same", "abc"), ("renamed", "axy")):
            name = "_".join(("since_legacy", optimizer, tag))
            checks.check(name, lambda: since_legacy(checks, name, optimizer, layers))
    for library, tag in ((keras, "keras3"), (tf_keras, "keras2")):
        for optimizer in OPTIMIZERS:
            try:
                OPTIMIZERS[optimizer](library)
            except (AttributeError, TypeError, ValueError):  # This Keras does not have it.
                continue
            for edit, (old, new, script, expected_of) in EDITS.items():
                name = "_".join((tag, optimizer, edit))
                checks.check(name, lambda: edited(checks, name, library, optimizer, old, new, script, expected_of))
    checks.check("newer_keras", lambda: newer_keras(checks))
    checks.end()


if __name__ == "__main__":
    main()
