"""What the interop checks share: running ckpts, counting, the fixtures' own way of reading a bundle."""

import argparse
import json
import os
import subprocess
import sys
import traceback

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
FIXTURES = os.path.join(ROOT, "src", "test", "fixtures", "tensorflow")
EXAMPLES = os.path.join(ROOT, "examples")
sys.path[:0] = [FIXTURES, os.path.join(ROOT, "src", "python")]


class Failure(Exception):
    """A check that did not hold; the message says what was found and what was expected."""


class Skipped(Exception):
    """A check that cannot be made here; the message says why."""


class Checks:
    """Reads the command line (launcher, work folder), runs named checks, counts them, ends the process."""

    def __init__(self, doc):
        parser = argparse.ArgumentParser(description=doc.split("\n")[0])
        parser.add_argument("launcher", help="path of the ckpts launcher")
        parser.add_argument("work", help="folder for outputs; it is created")
        parser.add_argument("only", nargs="*", help="names of checks; all when there are none")
        arguments = parser.parse_args()
        self.launcher, self.work, self.only = os.path.abspath(arguments.launcher), os.path.abspath(arguments.work), arguments.only
        self.passed = self.failed = self.skipped = 0
        os.makedirs(self.work, exist_ok=True)

    def check(self, name, action, quiet=False):
        if self.only and name not in self.only:
            return
        try:
            action()
        except Skipped as e:
            self.skipped += 1
            print("skipped %s: %s" % (name, e))
        except Failure as e:
            self.failed += 1
            print("FAILED %s\n  %s" % (name, str(e).replace("\n", "\n  ")))
        except Exception:  # TensorFlow refused the file, for instance.
            self.failed += 1
            print("FAILED %s\n  %s" % (name, traceback.format_exc().replace("\n", "\n  ")))
        else:
            self.passed += 1
            if not quiet:
                print("ok     " + name)
        sys.stdout.flush()

    def ended(self, script, **parameters):
        """Runs a script file with --set for each parameter; what it printed, and its exit status."""
        command = [self.launcher, "run", script]
        for name, value in parameters.items():
            command += ["--set", "%s=%s" % (name, value)]
        return subprocess.run(command, cwd=self.work, capture_output=True, text=True)

    def run(self, script, **parameters):
        """Runs a script file that must succeed."""
        done = self.ended(script, **parameters)
        if done.returncode:
            raise Failure("%s ended with %d\n%s%s" % (" ".join(done.args), done.returncode, done.stdout, done.stderr))

    def run_text(self, text, name):
        """Writes a script into the work folder and runs it; its relative paths are relative to the work folder."""
        path = os.path.join(self.work, name + ".ckpts")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        self.run(path)

    def diff(self, checkpoint, model):
        """What `diff` finds, as its JSON has it."""
        command = [self.launcher, "diff", checkpoint, model, "--format", "json"]
        return json.loads(subprocess.run(command, cwd=self.work, capture_output=True, text=True).stdout)["findings"]

    def folder(self, name):
        """A folder for one check's output, without that of an earlier run."""
        import shutil
        path = os.path.join(self.work, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path

    def end(self):
        skipped = ", %d skipped" % self.skipped if self.skipped else ""
        print("%d passed, %d failed%s" % (self.passed, self.failed, skipped))
        sys.exit(1 if self.failed or not self.passed + self.skipped else 0)


def expect(condition, message, *values):
    if not condition:
        raise Failure(message % values if values else message)


def same_array(found, expected):
    """Equal dtype, shape and bits; NaN equals the same NaN."""
    import numpy as np
    found, expected = np.asarray(found), np.asarray(expected)
    if found.dtype != expected.dtype or found.shape != expected.shape:
        return False
    return found.tolist() == expected.tolist() if found.dtype == object else found.tobytes() == expected.tobytes()
