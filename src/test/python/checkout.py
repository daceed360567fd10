"""The Python package as its sources have it, which run the program of this checkout: what the tests of the functions share."""

import os
import shutil
import sys
import tempfile
import unittest
from unittest import mock

TESTS = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(TESTS, "..", "..", ".."))
SOURCES = os.path.join(ROOT, "src", "python")
LAUNCHER = os.path.join(ROOT, "ckpts")
SAFETENSORS = os.path.join(ROOT, "src", "test", "fixtures", "safetensors")
RENAMED = os.path.join(ROOT, "examples", "checkpoints", "s1_renamed_layers", "keras3_adam")
OLD, NEW_MODEL = os.path.join(RENAMED, "ckpt-1"), os.path.join(RENAMED, "new_model.json")
EXAMPLE = os.path.join(ROOT, "examples", "s1_renamed_layers.ckpts")

sys.path.insert(0, SOURCES)

from ckpts import _launcher  # noqa: E402


def running(*words):
    """While it lasts, the functions run these words: by default the launcher of the checkout, not the jar of a wheel."""
    return mock.patch.object(_launcher, "command", lambda arguments=(): list(words or [LAUNCHER]))


class Case(unittest.TestCase):
    """In a folder of its own, with the launcher of the checkout."""

    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="größe x ")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        started = running()
        started.start()
        self.addCleanup(started.stop)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def copy(self, file, name):
        shutil.copy(file, self.path(name))
        return self.path(name)
