"""Runs the TensorFlow 1 example scripts and restores what they write with tf.compat.v1.train.Saver in the new program.

    python check_examples.py LAUNCHER WORK [check ...]
"""

import os

from harness import EXAMPLES, Checks, expect, same_array

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import graphs  # noqa: E402

tf1 = tf.compat.v1


def values(prefix):
    reader = tf.train.load_checkpoint(prefix)
    return {name: reader.get_tensor(name) for name in reader.get_variable_to_shape_map()}


def is_optimizer(name):
    return name.endswith(("/Adam", "/Adam_1", "/Momentum")) or name in ("beta1_power", "beta2_power")


def s4_renamed(source):
    return {name.replace("/conv1/bias", "/conv1/biases"): value for name, value in source.items()}


def s4_added(source):
    return {**source, "alexnet_v2/conv1/biases": np.zeros([8], np.float32)}


def s5(source):
    def new_name(name):
        head, *rest = name.split("/")
        head = {"weights": "layer1/weights", "weights_1": "layer2/weights"}.get(head, head)
        return "/".join([head] + rest)
    return {new_name(name): value for name, value in source.items()}


def s9(source):
    kept = {n: v for n, v in source.items() if n.startswith(("init/", "head/")) and not is_optimizer(n)}
    return {n.replace("init/", "input/", 1): v for n, v in kept.items()}


def strip_optimizer(source):
    return {n: v for n, v in source.items() if not is_optimizer(n)}


CASES = [  # name, script, checkpoint, what must come out of it, the new program, does the old file restore in it
    ("s4_saved_as_bias", "s4_missing_biases", "s4_alexnet/saved_as_bias/model.ckpt-1000", s4_renamed, graphs.new_s4, False),
    ("s4_saved_without", "s4_missing_biases", "s4_alexnet/saved_without/model.ckpt-1000", s4_added, graphs.new_s4, False),
    ("s5_name_scope", "s5_name_scope", "s5_name_scope/model.ckpt-500", s5, graphs.new_s5, False),
    ("s9_partial_restore", "s9_partial_restore", "s9_scopes/model.ckpt-2000", s9, graphs.new_s9, False),
    ("strip_optimizer", "strip_optimizer", "strip_optimizer/gan.ckpt-40000", strip_optimizer, graphs.new_strip_optimizer, True),
]


def restored(build, prefix):
    """The values of every variable of the new program's Saver after it restored `prefix`."""
    with tf.Graph().as_default():
        saver = build()
        variables = saver._var_list or tf1.global_variables()
        with tf1.Session() as session:
            session.run(tf1.global_variables_initializer())
            saver.restore(session, prefix)
            return {v.op.name: session.run(v) for v in variables}


def compare(found, expected, reader):
    expect(sorted(found) == sorted(expected), "%s: names differ\nfound only: %s\nexpected only: %s", reader,
           sorted(set(found) - set(expected)), sorted(set(expected) - set(found)))
    different = [name for name in expected if not same_array(found[name], expected[name])]
    expect(not different, "%s: values differ: %s", reader, different)


def main():
    checks = Checks(__doc__)
    for name, script, checkpoint, expected_of, build, restores_unedited in CASES:
        def action():
            source = os.path.join(EXAMPLES, "checkpoints", checkpoint)
            before = values(source)
            try:
                restored(build, source)
                restores = True
            except tf.errors.NotFoundError:
                restores = False
            expect(restores == restores_unedited, "the unedited checkpoint %s in the new program",
                   "restores" if restores else "does not restore")
            out = os.path.join(checks.folder(name), os.path.basename(checkpoint))
            checks.run(os.path.join(EXAMPLES, script + ".ckpts"), checkpoint=source, out=out)
            expected = expected_of(before)
            compare(values(out), expected, "load_checkpoint")
            compare(restored(build, out), expected, "Saver.restore")
            compare(values(source), before, "the input afterwards")
        checks.check(name, action)
    checks.end()


if __name__ == "__main__":
    main()
