"""Saves an edited checkpoint as the newest one of a CheckpointManager's folder, and lets the manager go on.

    python check_latest.py LAUNCHER WORK [check ...]
"""

import os
import shutil

from harness import Checks, expect

import tensorflow as tf


def manager(folder, name):
    module = tf.Module()
    setattr(module, name, tf.Variable([1.0, 2.0]))
    checkpoint = tf.train.Checkpoint(m=module)
    return checkpoint, tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3)


def indexes(folder):
    return sorted(name for name in os.listdir(folder) if name.endswith(".index"))


def edited(checks, folder, number):
    checks.run_text('load "%s"\nrename "m/old" -> "m/new"\nsave "%s/ckpt-%d" latest\n' % (folder, folder, number), "latest")
    checkpoint, after = manager(folder, "new")
    expect(os.path.basename(after.latest_checkpoint) == "ckpt-%d" % number, "the newest is %s", after.latest_checkpoint)
    checkpoint.restore(after.latest_checkpoint).assert_consumed()
    expect(os.path.basename(after.save()) == "ckpt-%d" % (number + 1), "the next save is %s", after.latest_checkpoint)
    return after


def goes_on(checks):
    folder = checks.folder("goes_on")
    before = manager(folder, "old")[1]
    for _ in range(4):
        before.save()
    edited(checks, folder, 5)
    expect(indexes(folder) == ["ckpt-4.index", "ckpt-5.index", "ckpt-6.index"], "there are %s", indexes(folder))


def moved(checks):
    """The folder was moved since a Saver wrote absolute paths into the state file."""
    first, folder = checks.folder("moved_first"), os.path.join(checks.folder("moved"), "run")
    checkpoint = manager(first, "old")[0]
    paths = [checkpoint.save(os.path.join(first, "ckpt")) for _ in range(3)]
    with open(os.path.join(first, "checkpoint"), "w", encoding="utf-8") as f:
        f.write('model_checkpoint_path: "%s"\n' % paths[-1] + "".join('all_model_checkpoint_paths: "%s"\n' % p for p in paths))
    shutil.move(first, folder)
    expect(tf.train.latest_checkpoint(folder) is None, "TensorFlow finds the newest")
    edited(checks, folder, 4)
    state = tf.train.get_checkpoint_state(folder)
    expect(all(os.path.dirname(path) == folder for path in state.all_model_checkpoint_paths), "paths are %s",
           list(state.all_model_checkpoint_paths))


def main():
    checks = Checks(__doc__)
    checks.check("goes_on", lambda: goes_on(checks))
    checks.check("moved", lambda: moved(checks))
    checks.end()


if __name__ == "__main__":
    main()
