"""Runs the TensorFlow 1 example scripts; the new program restores what they write with tf.compat.v1.train.Saver, and computes
what the old program computes.

    python check_examples.py LAUNCHER WORK [check ...]
"""

import os

from harness import EXAMPLES, Checks, expect, same_array

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import graphs  # noqa: E402
from scenario import same  # noqa: E402

tf1 = tf.compat.v1


class Restored:
    """A program after its Saver restored a checkpoint: the values of what the Saver restores, and what the program says.

    `elsewhere`, a checkpoint, has the variables that the Saver leaves out.
    """

    def __init__(self, build, prefix, elsewhere=None):
        with tf.Graph().as_default() as graph:
            saver = build()
            others = [v for v in tf1.trainable_variables() if v not in (saver._var_list or tf1.global_variables())]
            with tf1.Session() as session:
                session.run(tf1.global_variables_initializer())
                if others and elsewhere:
                    tf1.train.Saver(others).restore(session, elsewhere)
                saver.restore(session, prefix)
                self.values = {v.op.name: session.run(v) for v in saver._var_list or tf1.global_variables()}
                start, ends = graph.ends
                x = np.random.default_rng(3).normal(size=[2, *start.shape[1:]])
                said = session.run(ends, {start: x})
                self.said = said if isinstance(said, tuple) else (said,)


CASES = [  # name, script, checkpoint, the old program, the new one, does the old file restore in it
    ("s4_saved_as_bias", "s4_missing_biases", "s4_alexnet/saved_as_bias/model.ckpt-1000", graphs.old_s4_bias, graphs.new_s4, False),
    ("s4_saved_without", "s4_missing_biases", "s4_alexnet/saved_without/model.ckpt-1000", graphs.old_s4_no_biases, graphs.new_s4,
     False),
    ("s5_name_scope", "s5_name_scope", "s5_name_scope/model.ckpt-500", graphs.old_s5, graphs.new_s5, False),
    ("s9_partial_restore", "s9_partial_restore", "s9_scopes/model.ckpt-2000", graphs.old_s9, graphs.new_s9, False),
    ("strip_optimizer", "strip_optimizer", "strip_optimizer/gan.ckpt-40000", graphs.old_strip_optimizer,
     graphs.new_strip_optimizer, True),
]


def restores(build, prefix):
    try:
        Restored(build, prefix)
        return True
    except tf.errors.NotFoundError:
        return False


def names(prefix):
    return sorted(tf.train.load_checkpoint(prefix).get_variable_to_shape_map())


def contents(prefix):
    found = {}
    for ending in (".index", ".data-00000-of-00001"):
        with open(prefix + ending, "rb") as f:
            found[ending] = f.read()
    return found


def run(checks, name, script, checkpoint, old_program, new_program, restores_unedited):
    source = os.path.join(EXAMPLES, "checkpoints", checkpoint)
    before = contents(source)
    expect(restores(new_program, source) == restores_unedited, "the unedited checkpoint in the new program %s",
           "does not restore" if restores_unedited else "restores")
    out = os.path.join(checks.folder(name), os.path.basename(checkpoint))
    checks.run(os.path.join(EXAMPLES, script + ".ckpts"), checkpoint=source, out=out)
    old, new = Restored(old_program, source), Restored(new_program, out, elsewhere=source)
    expect(names(out) == sorted(new.values), "names: found %s, expected %s", names(out), sorted(new.values))
    for found, expected in zip(new.said, old.said, strict=True):
        same(found, expected, "what the program says")
    pairs = [(key, key) for key in new.values if key in old.values]
    if len(old.values) == len(new.values):  # One program with two sets of names: it makes its variables in one order.
        pairs = list(zip(new.values, old.values, strict=True))
    different = [new_name for new_name, old_name in pairs if not same_array(new.values[new_name], old.values[old_name])]
    expect(not different, "values differ: %s", different)
    expect(contents(source) == before, "the input changed")


def main():
    checks = Checks(__doc__)
    for case in CASES:
        checks.check(case[0], lambda: run(checks, *case))
    checks.end()


if __name__ == "__main__":
    main()
