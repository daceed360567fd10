"""Every example of README.md, as it stands there, from the first to the last, beside the examples of the checkout.

    python check_readme.py LAUNCHER WORK [check ...]

What it calls `model` and `optimizer` is made here: the programs that the checkpoints of its examples are for.
"""

import os
import re
import shutil
import subprocess

from harness import EXAMPLES, ROOT, expect
from manifests_of_models import checks_of_the_checkout

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import torch  # noqa: E402

import models  # noqa: E402

SECTION = re.compile(r"^## ([^\n]*)\n(.*?)(?=^## |\Z)", re.M | re.S)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
SCRIPT = "fix.ckpts"
# What runs these checks.
RUN_BY_OTHERS = "mvn verify"


class Readme:
    """The page in a folder that has the examples, and the program as `ckpts` and as `./ckpts`."""

    def __init__(self, checks):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as page:
            self.sections = dict(SECTION.findall(page.read()))
        self.folder = checks.folder("readme")
        shutil.copytree(EXAMPLES, os.path.join(self.folder, "examples"), ignore=shutil.ignore_patterns("out"))
        os.symlink(checks.launcher, os.path.join(self.folder, "ckpts"))
        self.environment = {**os.environ, "PATH": self.folder + os.pathsep + os.environ["PATH"]}

    def runs(self, section, names):
        """Runs all blocks of a section: Python with these names, scripts as the file that the text calls them, commands."""
        count = 0
        os.chdir(self.folder)
        try:
            for kind, text in BLOCK.findall(self.sections[section]):
                count += 1
                if kind == "python":
                    exec(compile(text, "README.md, " + section, "exec"), names)
                elif kind == "ckpts":
                    expect("`%s`" % SCRIPT in self.sections[section], "the text does not name %s", SCRIPT)
                    with open(SCRIPT, "w", encoding="utf-8") as script:
                        script.write(text)
                    for command in ("check", "plan", "run"):
                        self._call("ckpts %s %s" % (command, SCRIPT))
                else:
                    self._commands(text)
        finally:
            os.chdir(ROOT)
        expect(count == len(BLOCK.findall(self.sections[section])) > 0, "%d blocks of %s", count, section)

    def _commands(self, text):
        """`$ COMMAND` with its output, or commands alone."""
        if not text.startswith("$ "):
            for command in text.splitlines():
                if command != RUN_BY_OTHERS:
                    self._call(command)
            return
        for call in re.split(r"^\$ ", text, flags=re.M)[1:]:
            command, _, shown = call.partition("\n")
            said = self._call(command, (1,) if "missing" in shown else (0,))
            expect(said == shown, "%s\nsaid:\n%s\nREADME.md:\n%s", command, said, shown)

    def _call(self, command, statuses=(0,)):
        done = subprocess.run(command, shell=True, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        expect(done.returncode in statuses, "%s ended with %d\n%s%s", command, done.returncode, done.stdout, done.stderr)
        return done.stdout


def tensorflow_and_keras(readme):
    old, new = models.old_s1("keras3_adam"), models.new_s1("keras3_adam")
    readme.runs("TensorFlow and Keras", {"tf": tf, "model": new.model, "optimizer": new.optimizer})
    # What the new program computes now is what the old one computes.
    with_values = os.path.join(EXAMPLES, "checkpoints", "s1_renamed_layers", "keras3_adam", "ckpt-1")
    old.checkpoint.restore(with_values).assert_consumed()
    x = np.random.RandomState(1).normal(size=(5, old.inputs)).astype(np.float32)
    before, now = (np.array(program.call(tf.constant(x))) for program in (old, new))
    expect(before.tobytes() == now.tobytes() and np.ptp(now) > 0, "%s, not %s", now, before)


class Encoder(torch.nn.Module):
    """The program that examples/checkpoints/safetensors_old_names was made for, as it is now."""

    def __init__(self, width=8):
        super().__init__()
        self.embeddings = torch.nn.ModuleDict({"word": torch.nn.Embedding(32, width)})
        layers = [
            torch.nn.ModuleDict({
                "attention": torch.nn.ModuleDict({"query": torch.nn.Linear(width, width)}),
                "norm": torch.nn.LayerNorm(width),
            })
            for _ in range(2)
        ]
        self.encoder = torch.nn.ModuleDict({"layer": torch.nn.ModuleList(layers)})
        self.classifier = torch.nn.Linear(width, 5)


def pytorch_and_hugging_face(readme):
    from safetensors.torch import load_file

    model = Encoder()
    fresh = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    readme.runs("PyTorch and Hugging Face", {"model": model})
    folder = os.path.join(EXAMPLES, "checkpoints", "safetensors_old_names")
    old = {}
    for file in sorted(os.listdir(folder)):
        if file.endswith(".safetensors"):
            old.update(load_file(os.path.join(folder, file)))
    loaded = model.state_dict()
    expect(len(old) == len(loaded) == 11, "%d and %d tensors", len(old), len(loaded))
    for name, tensor in loaded.items():
        expect(not torch.equal(tensor, fresh[name]), "%s was not loaded", name)
        then = old["module." + re.sub(r"(?<=norm\.)\w+", lambda m: {"weight": "gamma", "bias": "beta"}[m.group()], name)]
        # Of the five classes the first three are the old ones.
        expect(torch.equal(tensor[: len(then)], then), "%s has other values", name)


def install(readme):
    readme.runs("Install", {})


def main():
    checks = checks_of_the_checkout(__doc__)
    readme = Readme(checks)
    for action in (install, tensorflow_and_keras, pytorch_and_hugging_face):
        checks.check(action.__name__, lambda: action(readme))
    checks.check("every_section_with_examples_is_run", lambda: expect(
        {title for title, text in readme.sections.items() if BLOCK.search(text)}
        == {"Install", "TensorFlow and Keras", "PyTorch and Hugging Face"}, "%s", list(readme.sections)))
    checks.end()


if __name__ == "__main__":
    main()
