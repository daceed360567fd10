"""Kills ckpts with SIGKILL while it saves over a checkpoint: the old one or the new one stands whole, never a mix.

    python check_kill.py LAUNCHER WORK
"""

import glob
import os
import random
import signal
import subprocess
import time

import numpy as np
import tensorflow as tf

from harness import Checks, expect

ROUNDS = 12
TENSORS = 24
ROWS = 1 << 20  # 4 MiB of float32 a tensor, so that a save takes long enough to be hit


def old_values():
    return {"layer_%d/w" % i: np.full(ROWS, i, np.float32) for i in range(TENSORS)}


def write(prefix):
    values = old_values()
    tf.raw_ops.SaveV2(prefix=prefix, tensor_names=list(values), shape_and_slices=[""] * TENSORS,
                      tensors=[tf.constant(v) for v in values.values()])


def state(prefix):
    """'old' or 'new', by names and values; anything else is an error."""
    reader = tf.train.load_checkpoint(prefix)
    names = sorted(reader.get_variable_to_shape_map())
    expect(len(names) == TENSORS, "%d tensors, expected %d", len(names), TENSORS)
    new = names[0].startswith("block_")
    for i in range(TENSORS):
        value = reader.get_tensor(("block_%d/w" if new else "layer_%d/w") % i)
        wanted = i + 1 if new else i
        expect(value.shape == (ROWS,) and (value == wanted).all(), "tensor %d is not %d", i, wanted)
    return "new" if new else "old"


def main():
    checks = Checks(__doc__)
    seen = {"old": 0, "new": 0}

    def killed():
        folder = checks.folder("kill")
        prefix = os.path.join(folder, "model.ckpt")
        script = os.path.join(checks.work, "kill.ckpts")
        with open(script, "w", encoding="utf-8") as f:
            f.write('load "kill/model.ckpt"\nrename "layer_{i:int}/w" -> "block_{i}/w"\n'
                    'update "**" = it + 1\nsave "kill/model.ckpt" overwrite\n')
        write(prefix)
        began = time.monotonic()
        subprocess.run([checks.launcher, "run", script], check=True, capture_output=True)
        whole = time.monotonic() - began
        expect(state(prefix) == "new", "a run that is left alone gives the old checkpoint")
        chance = random.Random(7)
        for _ in range(ROUNDS):
            for path in glob.glob(os.path.join(folder, "*")):
                os.remove(path)
            write(prefix)
            run = subprocess.Popen([checks.launcher, "run", script], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(chance.uniform(0.2, 1.1) * whole)
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            found = state(prefix)
            seen[found] += 1
        expect(seen["old"] > 0, "no kill came before the commit: %s", seen)

    def cleaned():
        folder = os.path.join(checks.work, "kill")
        prefix = os.path.join(folder, "model.ckpt")
        if state(prefix) == "new":
            for path in glob.glob(os.path.join(folder, "*")):
                os.remove(path)
            write(prefix)
        subprocess.run([checks.launcher, "run", os.path.join(checks.work, "kill.ckpts")], check=True,
                       capture_output=True)
        expect(state(prefix) == "new", "the run after the kills did not save")
        litter = [name for name in os.listdir(folder) if "ckpts-tmp" in name]
        expect(not litter, "litter stays: %s", litter)
        index = tf.train.load_checkpoint(prefix)
        expect(index is not None, "not readable")

    checks.check("kill_while_saving", killed)
    checks.check("next_run_cleans_up", cleaned)
    checks.end()


if __name__ == "__main__":
    main()
