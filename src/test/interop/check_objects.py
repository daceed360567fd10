"""Runs the object-based example scripts and restores what they write with tf.train.Checkpoint in the new program.

    python check_objects.py LAUNCHER WORK [check ...]

A checkpoint is right if TensorFlow restores it with assert_consumed, every value is what it was in the old program, slots
included, the new program computes what the old one computes, and one training step does what it does in a program whose
variables were assigned in Python.
"""

import hashlib
import os

from harness import EXAMPLES, Checks, expect, same_array

import models  # noqa: E402  Before TensorFlow: it sets the environment.
import keras  # noqa: E402
import numpy as np  # noqa: E402
import object_names  # noqa: E402
import tensorflow as tf  # noqa: E402
from scenario import same  # noqa: E402

import ckpts  # noqa: E402


class Within:
    """Values that ckpts draws: not known here, but for their limit and that they are no constant."""

    def __init__(self, shape, limit, kept=None):
        self.shape, self.limit, self.kept = shape, limit, kept

    def problem(self, found):
        if found.dtype != np.float32 or list(found.shape) != self.shape:
            return "is %s%s" % (found.dtype, list(found.shape))
        drawn = found
        if self.kept is not None:
            rows = len(self.kept)
            if not same_array(found[:rows], self.kept):
                return "lost its trained rows"
            drawn = found[rows:]
        if np.abs(drawn).max() > self.limit or drawn.std() < self.limit / 3:
            return "spreads from %g to %g, deviation %g" % (drawn.min(), drawn.max(), drawn.std())
        return None


# ---- what must come out: {label: value} of the old program to that of the new one

def s1(old):
    return {label.replace("dense_1/", "fully_connected_a/").replace("dense_2/", "fully_connected_b/"): value
            for label, value in old.items()}


def unchanged(old):
    return old


def s3_padded(old):
    kernel, rows = "dense_1/kernel", np.zeros([256, 128], np.float32)
    padded = {label: np.concatenate([value, rows]) for label, value in old.items() if label.startswith(kernel + ":")}
    return {**old, **padded, kernel: Within([512, 128], (6 / (512 + 128)) ** 0.5, kept=old[kernel])}


def s3_anew(old):
    kernel = "dense_1/kernel"
    fresh = {label: np.zeros([512, 128], np.float32) for label in old if label.startswith(kernel + ":")}
    return {**old, **fresh, kernel: keras.initializers.GlorotUniform(seed=1)((512, 128)).numpy()}


def s6_grown(old):
    fresh = {label.replace("blocks/1/", "blocks/2/"): np.zeros_like(value) for label, value in old.items()
             if label.startswith("blocks/1/")}
    return {**old, **fresh, "blocks/2/kernel": Within([6, 6], (6 / (6 + 6)) ** 0.5)}


def s6_cut(old):
    return {label.replace("blocks/2/", "blocks/1/"): value for label, value in old.items() if not label.startswith("blocks/1/")}


# ---- what the new program must say: the outputs of both programs, of the same input

def inputs(columns):
    return np.random.default_rng(3).normal(size=(8, columns)).astype(np.float32)


def all_of_it(old, new):
    """Models that compute the same."""
    x = inputs(old.inputs)
    return new.call(x), old.call(x)


def without_new_inputs(old, new):
    """Zeros where the old model had no inputs, so that their weights have no part."""
    x = inputs(old.inputs)
    return new.call(np.pad(x, [(0, 0), (0, new.inputs - old.inputs)])), old.call(x)


def without_new_block(old, new):
    """All but the last block of the new model."""
    x, layers = inputs(old.inputs), list(new.model.layers_in_order().values())
    return models.dense_chain(x, layers[:-2] + layers[-1:]), old.call(x)


def without_lost_block(old, new):
    """All but the second block of the old model."""
    x, layers = inputs(old.inputs), list(old.model.layers_in_order().values())
    return new.call(x), models.dense_chain(x, layers[:1] + layers[2:])


SAID = {s1: all_of_it, unchanged: all_of_it, s3_padded: without_new_inputs, s6_grown: without_new_block,
        s6_cut: without_lost_block}  # s3_anew has a first layer of which nothing is left


# Does the unedited checkpoint restore in the new program? It should not; but where a Keras 3 optimizer is in it, TensorFlow
# finds the weights through the optimizer's list, for as long as their order stays, and only there.
REFUSED, BY_LIST = "is refused", "restores through the optimizer's list"
CASES = [  # name, folder of the checkpoint, script, parameters, what must come out, the unedited checkpoint
    ("s1_keras3_weights", "s1_renamed_layers/keras3_weights", "s1_renamed_layers", {}, s1, REFUSED),
    ("s1_keras3_adam", "s1_renamed_layers/keras3_adam", "s1_renamed_layers", {}, s1, BY_LIST),
    ("s1_keras2_slots", "s1_renamed_layers/keras2_slots", "s1_renamed_layers", {}, s1, REFUSED),
    ("s1_keras2_lists", "s1_renamed_layers/keras2_lists", "s1_renamed_layers", {}, s1, REFUSED),
    ("s1_module", "s1_renamed_layers/module", "s1_renamed_layers", {}, s1, BY_LIST),
    ("s2_functional", "s2_inserted_layer/functional", "s2_inserted_layer", {}, unchanged, REFUSED),
    ("s2_sequential", "s2_inserted_layer/sequential", "s2_inserted_layer", {"operations": "model/_functional/_operations"},
     unchanged, BY_LIST),
]
for _kind in ("keras3_momentum", "keras2_momentum"):
    CASES += [("s3_padded_" + _kind, "s3_wider_input/" + _kind, "s3_wider_input", {}, s3_padded, REFUSED),
              ("s3_anew_" + _kind, "s3_wider_input/" + _kind, "s3_wider_input", {"keep_rows": "false"}, s3_anew, REFUSED)]
for _kind in ("module", "keras2_slots", "keras2_lists"):
    CASES += [("s6_grown_" + _kind, "s6_layer_list_grown/" + _kind, "s6_layer_list_grown", {}, s6_grown, REFUSED),
              ("s6_cut_" + _kind, "s6_layer_list_cut/" + _kind, "s6_layer_list_cut", {}, s6_cut, REFUSED),
              ("s7_" + _kind, "s7_swapped_list/" + _kind, "s7_swapped_list", {}, unchanged, REFUSED)]


def restore(checkpoint, prefix, restored_by):
    return checkpoint.read(prefix) if restored_by == "read" else checkpoint.restore(prefix)


def unedited(example, source):
    try:
        restore(example.new().checkpoint, source, example.restored_by).assert_consumed()
    except (AssertionError, ValueError, tf.errors.OpError):
        return REFUSED
    try:
        restore(example.new().weights_only, source, example.restored_by).assert_existing_objects_matched()
    except (AssertionError, ValueError, tf.errors.OpError):
        return BY_LIST
    return "restores"


def compare(found, expected, reader):
    expect(sorted(found) == sorted(expected), "%s: variables differ\nfound only: %s\nexpected only: %s", reader,
           sorted(set(found) - set(expected)), sorted(set(expected) - set(found)))
    for label, value in expected.items():
        if isinstance(value, Within):
            problem = value.problem(found[label])
            expect(problem is None, "%s: %s %s", reader, label, problem)
        else:
            expect(same_array(found[label], value), "%s: %s differs:\n%s\nexpected\n%s", reader, label, found[label], value)


def loads(new, out, restored_by, expected):
    """Everything that TensorFlow can say about the output in the program that `new` builds."""
    found = object_names.problems(out)
    expect(not found, "the file: %s", "\n".join(found))
    program = new()
    status = restore(program.checkpoint, out, restored_by)
    status.assert_existing_objects_matched()
    status.assert_consumed()
    compare(program.values(), expected, "restore")
    if restored_by == "restore":
        expect(int(program.checkpoint.save_counter) == 1, "save_counter is %d", int(program.checkpoint.save_counter))
    weights_only = new()  # No optimizer to find weights through.
    restore(weights_only.weights_only, out, restored_by).assert_existing_objects_matched()
    weights = {label: weights_only.values()[label] for label in weights_only.weights}
    compare(weights, {label: expected[label] for label in weights}, "restore of the weights alone")
    reference = new()
    reference.assign(program.values())
    program.step()
    reference.step()
    compare(program.values(), reference.values(), "one training step")


def digests(folder):
    found = {}
    for path, _, files in os.walk(folder):
        for file in files:
            with open(os.path.join(path, file), "rb") as f:
                found[os.path.join(path, file)] = hashlib.sha256(f.read()).hexdigest()
    return found


def run(checks, name, folder, script, parameters, expected_of, unedited_is):
    example, folder = models.EXAMPLES[folder], os.path.join(EXAMPLES, "checkpoints", folder)
    source, before = os.path.join(folder, example.prefix), digests(folder)
    found = unedited(example, source)
    expect(found == unedited_is, "the unedited checkpoint in the new program: found that it %s, expected that it %s", found,
           unedited_is)
    old = example.old()
    restore(old.checkpoint, source, example.restored_by).assert_consumed()
    out = os.path.join(checks.folder(name), example.prefix)
    if example.config:
        parameters = {**parameters, "config": os.path.join(folder, "config.json")}
    checks.run(os.path.join(EXAMPLES, script + ".ckpts"), checkpoint=source, new_model=os.path.join(folder, example.manifest),
               out=out, **parameters)
    loads(example.new, out, example.restored_by, expected_of(old.values()))
    if expected_of in SAID:
        new = example.new()
        restore(new.checkpoint, out, example.restored_by).assert_consumed()
        same(*SAID[expected_of](old, new), "what the program says")
    expect(digests(folder) == before, "the input changed")


def nothing_moves(checks, name, kind, form):
    """Where a weightless layer moves no name, the old checkpoint is consumed as it is, by ckpts as by TensorFlow."""
    folder = checks.folder(name)
    old = models.old_s2(kind, form)
    old.train()
    source = old.checkpoint.save(os.path.join(folder, "ckpt"))
    models.new_s2(kind, form).checkpoint.restore(source).assert_consumed()
    with open(os.path.join(folder, "new_model.json"), "w", encoding="utf-8") as f:
        f.write(ckpts.manifest(models.new_s2(kind, form).checkpoint).text())
    out = os.path.join(folder, "out", "ckpt-1")
    checks.run_text('load "%s"\nmanifest "%s/new_model.json"\nassert consumed\nsave "%s"\n' % (source, folder, out), name)
    loads(lambda: models.new_s2(kind, form), out, "restore", old.values())


def main():
    checks = Checks(__doc__)
    for case in CASES:
        checks.check(case[0], lambda: run(checks, *case))
    for name, kind, form in (("s2_nothing_moves_keras3_subclassed", "keras3_adam", models.subclassed_chain),
                             ("s2_nothing_moves_keras2_functional", "keras2_slots", models.functional),
                             ("s2_nothing_moves_keras2_sequential", "keras2_lists", models.sequential)):
        checks.check(name, lambda: nothing_moves(checks, name, kind, form))
    checks.end()


if __name__ == "__main__":
    main()
