"""What `ckpts verify` says of damaged object graphs, beside what TensorFlow does with them.

    python check_graph_damage.py LAUNCHER WORK [check ...]
"""

import os
import subprocess

from harness import Checks, Failure, expect

import tensorflow as tf  # noqa: E402
import tf_keras  # noqa: E402
from tensorflow.core.protobuf import trackable_object_graph_pb2  # noqa: E402

KEY = "_CHECKPOINTABLE_OBJECT_GRAPH"
VALUE = "/.ATTRIBUTES/VARIABLE_VALUE"


def graph(*nodes):
    """Each node is a dict: `children` name and number, `key`, `slots` variable, name and number, `marked`."""
    made = trackable_object_graph_pb2.TrackableObjectGraph()
    for row in nodes:
        node = made.nodes.add()
        for name, number in row.get("children", []):
            node.children.add(local_name=name, node_id=number)
        if "key" in row:
            node.attributes.add(name="VARIABLE_VALUE", checkpoint_key=row["key"])
        for variable, name, slot in row.get("slots", []):
            node.slot_variables.add(original_variable_node_id=variable, slot_name=name, slot_variable_node_id=slot)
        if "marked" in row:
            node.has_checkpoint_values.value = row["marked"]
    return made


def write(prefix, made, tensors):
    names, values = list(tensors) + [KEY], [tf.constant(v) for v in tensors.values()] + [tf.constant(made.SerializeToString())]
    tf.raw_ops.SaveV2(prefix=prefix, tensor_names=names, shape_and_slices=[""] * len(names), tensors=values)


def restore(prefix, **objects):
    tf.train.Checkpoint(**objects).read(prefix).assert_consumed()


def raises(error, text, action):
    try:
        action()
    except error as e:
        expect(text in str(e), "TensorFlow says %r, expected %r in it", str(e), text)
    else:
        raise Failure("TensorFlow raises nothing, expected %s" % error.__name__)


def verified(checks, prefix, status, text):
    done = subprocess.run([checks.launcher, "verify", prefix], capture_output=True, text=True)
    expect(done.returncode == status and text in " ".join(done.stdout.split()), "verify ended with %d, expected %d and %r in\n%s%s",
           done.returncode, status, text, done.stdout, done.stderr)


def mended(checks, name, prefix, out, tensor="w"):
    """An edit leaves out what nothing leads to; the outcome is sound and can be restored."""
    checks.run_text('load "%s"\nrename "%s" -> "weight"\nsave "%s"\n' % (prefix, tensor, out), name)
    verified(checks, out, 0, "sound yes")
    weight = tf.Variable(0.0)
    tf.train.Checkpoint(weight=weight).read(out).assert_existing_objects_matched()
    expect(weight.numpy() == 1.0, "restored %s, expected 1.0", weight.numpy())


def orphan(checks, folder):
    prefix = os.path.join(folder, "c")
    write(prefix, graph({"children": [("w", 1)]}, {"key": "w" + VALUE}, {"key": "x" + VALUE}), {"w" + VALUE: 1.0, "x" + VALUE: 2.0})
    raises(KeyError, "2", lambda: restore(prefix, w=tf.Variable(0.0)))
    verified(checks, prefix, 5, "nothing leads to it")
    mended(checks, "orphan", prefix, os.path.join(folder, "mended"))


def stale_slot(checks, folder):
    prefix = os.path.join(folder, "c")
    write(prefix, graph({"children": [("w", 1), ("opt", 2)]}, {"key": "w" + VALUE}, {"slots": [(3, "m", 4)]}, {}, {"key": "m" + VALUE}),
          {"w" + VALUE: 1.0, "m" + VALUE: 2.0})
    raises(KeyError, "3", lambda: restore(prefix, w=tf.Variable(0.0), opt=tf_keras.optimizers.legacy.Adam()))
    verified(checks, prefix, 5, "to which nothing leads")
    mended(checks, "stale_slot", prefix, os.path.join(folder, "mended"))


def shared_key(checks, folder):
    prefix = os.path.join(folder, "c")
    write(prefix, graph({"children": [("w", 1), ("b", 2)]}, {"key": "w" + VALUE}, {"key": "w" + VALUE}), {"w" + VALUE: 1.0})
    w, b = tf.Variable(0.0), tf.Variable(0.0)
    restore(prefix, w=w, b=b)
    expect(sorted([w.numpy(), b.numpy()]) == [0.0, 1.0], "both were restored: %s %s", w.numpy(), b.numpy())
    verified(checks, prefix, 5, "TensorFlow restores only one of the two")
    mended(checks, "shared_key", prefix, os.path.join(folder, "mended"))


def missing_tensor(checks, folder):
    prefix = os.path.join(folder, "c")
    write(prefix, graph({"children": [("w", 1)]}, {"key": "w" + VALUE}), {"other": 1.0})
    raises(tf.errors.NotFoundError, "w" + VALUE, lambda: restore(prefix, w=tf.Variable(0.0)))
    verified(checks, prefix, 5, "the index has no tensor under its key")


def dead_weight(checks, folder):
    prefix = os.path.join(folder, "c")
    write(prefix, graph({"children": [("w", 1)]}, {"key": "w" + VALUE}), {"w" + VALUE: 1.0, "other": 2.0})
    restore(prefix, w=tf.Variable(0.0))
    verified(checks, prefix, 0, "4 bytes that belong to no object")


def odd_keys(checks, folder):
    bare, other, edge = (os.path.join(folder, name) for name in ("bare", "other", "edge"))
    write(bare, graph({"children": [("w", 1)]}, {"key": "w"}), {"w": 1.0})
    raises(ValueError, "substring not found", lambda: restore(bare, w=tf.Variable(0.0)))
    verified(checks, bare, 5, "substring not found")
    mended(checks, "bare_key", bare, os.path.join(folder, "bare_mended"))
    write(other, graph({"children": [("w", 1)]}, {"key": "w/.ATTRIBUTES/value"}), {"w/.ATTRIBUTES/value": 1.0})
    raises(tf.errors.NotFoundError, "w" + VALUE, lambda: restore(other, w=tf.Variable(0.0)))
    verified(checks, other, 5, 'TensorFlow looks for "w%s"' % VALUE)
    mended(checks, "other_key", other, os.path.join(folder, "other_mended"), "w/.ATTRIBUTES/value")
    saved = tf.train.Checkpoint(w={".ATTRIBUTES": tf.Variable(1.0)}).write(edge)
    raises(tf.errors.NotFoundError, "w/..ATTRIBUTES/VARIABLE_VALUE", lambda: restore(saved, w={".ATTRIBUTES": tf.Variable(0.0)}))
    verified(checks, saved, 5, 'TensorFlow looks for "w/..ATTRIBUTES/VARIABLE_VALUE"')
    out, value = os.path.join(folder, "edge_mended"), tf.Variable(0.0)
    checks.run_text('load "%s"\nrename "w/**" -> "v/**"\nsave "%s"\n' % (saved, out), "edge")
    restore(out, v={".ATTRIBUTES": value})
    expect(value.numpy() == 1.0, "restored %s, expected 1.0", value.numpy())


def children_of_one_name(checks, folder):
    prefix = os.path.join(folder, "c")
    write(prefix, graph({"children": [("w", 1), ("w", 2)]}, {"key": "w" + VALUE}, {"key": "b" + VALUE}), {"w" + VALUE: 1.0, "b" + VALUE: 2.0})
    w = tf.Variable(0.0)
    restore(prefix, w=w)
    expect(w.numpy() == 1.0, "restored %s, expected 1.0", w.numpy())
    verified(checks, prefix, 5, "TensorFlow uses the first")


def wrong_mark(checks, folder):
    for marked in (True, False):
        prefix = os.path.join(folder, str(marked))
        write(prefix, graph({"children": [("m", 1)], "marked": True}, {"children": [("w", 2)], "marked": marked},
                            {"key": "w" + VALUE, "marked": True}), {"w" + VALUE: 1.0})
        late, module = tf.train.Checkpoint(), tf.Module()
        status = late.read(prefix)
        late.m = module
        module.w = tf.Variable(0.0)
        expect(module.w.numpy() == float(marked), "marked %s, restored %s", marked, module.w.numpy())
        verified(checks, prefix, 0 if marked else 5, "sound yes" if marked else "is marked as having no values")
        status.expect_partial()


def main():
    checks = Checks(__doc__)
    for check in (orphan, stale_slot, shared_key, missing_tensor, dead_weight, odd_keys, children_of_one_name, wrong_mark):
        checks.check(check.__name__, lambda: check(checks, checks.folder(check.__name__)))
    checks.end()


if __name__ == "__main__":
    main()
