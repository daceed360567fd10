"""Writes the checkpoints that the example scripts edit: python make_checkpoints.py

Needs TensorFlow 2.21 (CPU). The graphs are those of src/test/interop/graphs.py; the values are random numbers of a fixed
seed, also in the optimizers' slots, so that no two tensors are equal by chance. Running it again gives the same bytes.
"""

import os
import shutil
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "src", "test", "interop"))

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

import graphs  # noqa: E402

tf1 = tf.compat.v1


def save(build, path, step):
    """Runs the old program's Saver at `step`; Saver also writes the state file `checkpoint`."""
    folder, name = os.path.split(path)
    os.makedirs(folder)
    os.chdir(folder)
    random = np.random.RandomState(7)
    with tf.Graph().as_default():
        saver = build()
        with tf1.Session() as session:
            for variable in sorted(tf1.global_variables(), key=lambda v: v.name):
                shape = variable.shape.as_list()
                value = step if variable.dtype.is_integer else random.normal(0, 0.05, shape).astype(np.float32)
                session.run(variable.initializer, {variable.initializer.inputs[1]: value})
            saver.save(session, name, global_step=step, write_meta_graph=False)
    os.chdir(HERE)


def write_meta(build, path):
    """The graph of the new program, as its own Saver would write it, map entries in order."""
    with tf.Graph().as_default():
        meta = build().export_meta_graph(clear_devices=True, strip_default_attrs=True)
    with open(path, "wb") as f:
        f.write(meta.SerializeToString(deterministic=True))


def main():
    os.chdir(HERE)
    for folder in ("s4_alexnet", "s5_name_scope", "s9_scopes", "strip_optimizer"):
        shutil.rmtree(folder, ignore_errors=True)
    save(graphs.old_s4_bias, "s4_alexnet/saved_as_bias/model.ckpt", 1000)
    save(graphs.old_s4_no_biases, "s4_alexnet/saved_without/model.ckpt", 1000)
    write_meta(graphs.new_s4, "s4_alexnet/new_model.meta")
    save(graphs.old_s5, "s5_name_scope/model.ckpt", 500)
    write_meta(graphs.new_s5, "s5_name_scope/new_model.meta")
    save(graphs.old_s9, "s9_scopes/model.ckpt", 2000)
    write_meta(graphs.new_s9, "s9_scopes/new_model.meta")
    save(graphs.old_strip_optimizer, "strip_optimizer/gan.ckpt", 40000)
    write_meta(graphs.new_strip_optimizer, "strip_optimizer/inference.meta")


if __name__ == "__main__":
    main()
