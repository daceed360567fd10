"""Random objects, edited at random in Python and by a script: TensorFlow and ckpts must agree about the result.

    python check_random_objects.py LAUNCHER WORK [seed ...]

With seeds, only these cases, with everything about them printed. In a third of the cases the script has a mistake. Then
`assert consumed` must fail exactly when TensorFlow does not restore all that the file holds and all that the object wants.
A weight that TensorFlow finds through a Keras 3 optimizer alone does not count as restored: it is so only while the order stays.
"""

import collections
import json
import os
import random
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from harness import Checks, Failure, expect, same_array

import random_objects  # noqa: E402  Before TensorFlow: it sets the environment.
import numpy as np  # noqa: E402
import object_names  # noqa: E402
import tensorflow as tf  # noqa: E402

import ckpts  # noqa: E402

CASES = 300
UNTOUCHED = -7777
ENVIRONMENT = {**os.environ, "CKPTS_JAVA_OPTS": "-XX:TieredStopAtLevel=1"}  # Hundreds of runs of a tenth of a second.


class Case:
    """One seed: the old checkpoint, the manifest and the script in a folder of its own; then what ckpts did."""

    def __init__(self, seed, folder):
        self.folder, self.random = folder, random.Random(seed)
        os.makedirs(os.path.join(folder, "old"))
        old = random_objects.generate(self.random)
        live = random_objects.Live(old)
        live.assign(random_objects.values(old, live))
        before = describe(old)
        if old.saved_by == "read":
            source = live.checkpoint.write(os.path.join(folder, "old", "ckpt"))
        else:
            source = live.checkpoint.save(os.path.join(folder, "old", "ckpt"))
        self.spec = old
        self.edits = random_objects.edit(self.spec)
        self.mistake = self.random.random() < 1 / 3 and self.make_mistake() or None
        new = random_objects.Live(self.spec)
        expected_by = self.write_manifest(new)
        self.lines = ['load "%s"' % os.path.relpath(source, folder), 'manifest "%s"' % expected_by]
        self.lines += [line for _, lines in self.edits for line in lines]
        self.text = "\n".join(["%s\n-> %s" % (before, describe(self.spec)), "mistake: %s" % self.mistake] + self.lines)

    def write_manifest(self, new):
        """The exporter's JSON, or a checkpoint that the new object saved."""
        if self.random.random() < 0.5:
            with open(os.path.join(self.folder, "new.json"), "w", encoding="utf-8") as f:
                f.write(ckpts.manifest(new.checkpoint, restored_by=self.spec.restored_by).text())
            return "new.json"
        prefix = os.path.join(self.folder, "new", "ckpt")
        saved = new.checkpoint.write(prefix) if self.spec.restored_by == "read" else new.checkpoint.save(prefix)
        return os.path.relpath(saved, self.folder)

    def make_mistake(self):
        """Changes the script, not the object: one edit is left out, or one is added."""
        with_lines = [i for i, (_, lines) in enumerate(self.edits) if lines]
        named = [name for name in (self.spec.name(v) for v in self.spec.vars()) if name]
        kinds = ["left out"] * 4 * bool(with_lines) + ["dropped", "moved"] * bool(named) + ["added"]
        kind = self.random.choice(kinds)
        if kind == "left out":
            return "left out: " + "; ".join(self.edits.pop(self.random.choice(with_lines))[1])
        if kind == "added":
            line = 'set "surplus/x" = full(2.5, shape = [2])'
        else:
            name = self.random.choice(named)
            line = {"dropped": "drop %s" % random_objects.glob(name),
                    "moved": 'rename %s -> "lost/x"' % random_objects.glob(name)}[kind]
        self.edits.append((kind, [line]))
        return "added: " + line

    def run(self, launcher):
        """Runs the script; where it has a mistake, a second time without the assertion."""
        self.status, self.output = self.run_script(launcher, "out", ["assert consumed"])
        # By chance a weight that goes has the shape of one that is made anew: then it is said that this is meant.
        meant = re.search("assert consumed discarding .*", self.output) if "looks like a rename" in self.output else None
        if meant:
            self.status, self.output = self.run_script(launcher, "out", [meant.group()])
        if self.mistake:
            self.unchecked, self.unchecked_output = self.run_script(launcher, "unchecked", [])

    def run_script(self, launcher, out, assertion):
        script = os.path.join(self.folder, out + ".ckpts")
        with open(script, "w", encoding="utf-8") as f:
            f.write("\n".join(self.lines + assertion + ['save "%s/ckpt-1"' % out]) + "\n")
        done = subprocess.run([launcher, "run", script], cwd=self.folder, capture_output=True, text=True, env=ENVIRONMENT)
        return done.returncode, done.stdout + done.stderr

    def judge(self):
        if not self.mistake:
            expect(self.status == 0, "ended with %d\n%s", self.status, self.output)
            problem = self.problem("out")
            expect(problem is None, "TensorFlow: %s", problem)
            found = object_names.problems(os.path.join(self.folder, "out", "ckpt-1"))
            expect(not found, "the file: %s", "\n".join(found))
            self.compare()
        elif self.unchecked:
            expect(self.unchecked == 4, "without the assertion it ended with %d\n%s", self.unchecked, self.unchecked_output)
            expect(self.status, "only without the assertion it ended with %d\n%s", self.unchecked, self.unchecked_output)
        else:
            problem = self.problem("unchecked")
            expect(self.status == (1 if problem else 0), "ended with %d\n%s\nTensorFlow: %s", self.status, self.output,
                   problem or "nothing is wrong")

    def restored(self, out, part):
        """The new object after restoring the output into it, or into its weights alone."""
        live = random_objects.Live(self.spec)
        live.fill(UNTOUCHED)
        checkpoint, prefix = getattr(live, part), os.path.join(self.folder, out, "ckpt-1")
        status = checkpoint.read(prefix) if self.spec.restored_by == "read" else checkpoint.restore(prefix)
        if part == "checkpoint":
            status.assert_consumed()
        else:
            status.assert_existing_objects_matched()
        return live.values()

    def problem(self, out):
        """What TensorFlow does not restore, or None."""
        try:
            found = self.restored(out, "checkpoint")
            weights = self.restored(out, "weights_only")
        except Exception as e:  # AssertionError, ValueError, OpError; KeyError or AttributeError where objects do not fit.
            return "%s: %s" % (type(e).__name__, str(e)[:400])
        untouched = [label for label, value in found.items() if (value == UNTOUCHED).all()]
        untouched += [label for label, value in weights.items() if label.isdigit() and (value == UNTOUCHED).all()]
        if untouched:
            return "not restored: %s" % untouched
        reader = tf.train.load_checkpoint(os.path.join(self.folder, out, "ckpt-1"))
        keys = [k for k in reader.get_variable_to_shape_map() if k != object_names.GRAPH_KEY and not k.startswith("save_counter/")]
        stored = collections.Counter(signature(reader.get_tensor(key)) for key in keys)
        if stored != collections.Counter(map(signature, found.values())):
            return "not all that is stored is restored: " + ", ".join(sorted(keys))
        return None

    def compare(self):
        found = self.restored("out", "checkpoint")
        expected = random_objects.values(self.spec, random_objects.Live(self.spec))
        for label, value in expected.items():
            expect(same_array(found[label], value), "%s is\n%s\nexpected\n%s", label, found[label], value)


def signature(value):
    return str(value.dtype), value.shape, value.tobytes()


def describe(spec):
    """The object in a line or two: {edge: variable or object}."""
    def item(one, above):
        if isinstance(one, random_objects.Var):
            return "v%s%s" % (one.label, list(one.value.shape))
        if one in above:
            return "(above)"
        return {one.kind: {edge: item(child, above | {one}) for edge, child in one.edges.items()}}
    text = json.dumps(item(spec.root, frozenset()), ensure_ascii=False) + (" as module" if spec.as_module else "")
    if spec.optimizer:
        text += " %s=%s over %s" % (spec.optimizer.edge, spec.optimizer.kind, ["v%d" % v.label for v in spec.optimizer.order])
    return text + " " + spec.restored_by


def main():
    checks = Checks(__doc__)
    seeds = [int(seed) for seed in checks.only] or range(CASES)
    folder = checks.folder("cases")
    cases = {seed: Case(seed, os.path.join(folder, str(seed))) for seed in seeds}
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda case: case.run(checks.launcher), cases.values()))
    for seed, case in cases.items():
        def action():
            try:
                case.judge()
            except (Failure, Exception) as e:
                raise Failure("%s\n%s" % (case.text, e)) from e
        checks.check(str(seed), action, quiet=not checks.only)
        if checks.only:
            print("%s\nstatus %d\n%s" % (case.text, case.status, case.output))
    checks.end()


if __name__ == "__main__":
    main()
