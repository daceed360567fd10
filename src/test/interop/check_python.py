"""The package ckpts among the frameworks: which it imports, which models it refuses, and every example of docs/python.md.

    python check_python.py LAUNCHER WORK [check ...]
"""

import doctest
import importlib.util
import json
import os
import re
import subprocess
import sys

from harness import ROOT, Skipped, expect

import ckpts
from manifests_of_models import checks_of_the_checkout, refuses

OTHER_BACKEND = """
import json, sys
import numpy, keras, ckpts
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.BatchNormalization()])
try:
    found = ckpts.manifest(model)
    saved = sorted(model.state_dict())
    print(json.dumps([sorted(n for v in found.variables for n in (v.name, *v.aliases)) == saved, "tensorflow" in sys.modules]))
except TypeError as e:
    print(json.dumps(str(e)))
"""
ONE_FRAMEWORK = """
import json, sys
import torch, ckpts
ckpts.manifest(torch.nn.Linear(1, 1))
print(json.dumps(sorted({"tensorflow", "keras", "transformers", "peft"} & set(sys.modules))))
"""


def elsewhere(code, **environment):
    path = os.pathsep.join([os.path.join(ROOT, "src", "python"), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path, **environment},
                          capture_output=True, text=True)
    expect(done.returncode == 0, "%s", done.stderr)
    return json.loads(done.stdout)


def other_backends(checks):
    found = elsewhere(OTHER_BACKEND, KERAS_BACKEND="torch")
    expect(found[0], "%s", found)
    takes = ("manifest() takes a torch.nn.Module, a tf.train.Checkpoint, a tf.Module, a Keras model on TensorFlow or PyTorch, or a"
             " tf.compat.v1.train.Saver, not ")
    refuses(TypeError, takes + "builtins.dict", lambda: ckpts.manifest({}))
    if importlib.util.find_spec("jax") is None:
        raise Skipped("there is no jax")
    found = elsewhere(OTHER_BACKEND, KERAS_BACKEND="jax")
    expect(found == takes + "keras.src.models.sequential.Sequential", "%s", found)


def imports_no_other_framework(checks):
    found = elsewhere(ONE_FRAMEWORK)
    expect(found == [], "%s", found)


def documentation(checks):
    """Every example of docs/python.md, in one session, in a folder of its own."""
    folder = checks.folder("documentation")
    before = os.getcwd()
    os.chdir(folder)
    try:
        options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        with open(os.path.join(ROOT, "docs", "python.md"), encoding="utf-8") as page:
            blocks = re.findall(r"^```python\n(.*?)^```$", page.read(), re.M | re.S)
        examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "docs/python.md", None, 0)
        failed, tried = doctest.DocTestRunner(optionflags=options).run(examples)
    finally:
        os.chdir(before)
    expect(tried > 20 and not failed, "%d of %d examples failed: see above", failed, tried)


def main():
    checks = checks_of_the_checkout(__doc__)
    for action in (other_backends, imports_no_other_framework, documentation):
        checks.check(action.__name__, lambda: action(checks))
    checks.end()


if __name__ == "__main__":
    main()
