"""Writes the object-based checkpoints that the example scripts edit: python make_object_checkpoints.py

Needs TensorFlow 2.21, Keras 3 and tf_keras (CPU). The programs are those of src/test/interop/models.py; each is trained for two
steps from weights of a fixed seed, so that the optimizers hold values too. Running it again gives the same bytes.
"""

import json
import os
import shutil
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "..", "src", "test", "interop"), os.path.join(HERE, "..", "..", "src", "python")]

import models  # noqa: E402

import ckpts  # noqa: E402


def main():
    os.chdir(HERE)
    for folder in sorted({name.split("/")[0] for name in models.EXAMPLES}):
        shutil.rmtree(folder, ignore_errors=True)
    for name, example in models.EXAMPLES.items():
        os.makedirs(name)
        os.chdir(name)  # The state file `checkpoint` holds paths as they were given.
        old = example.old()
        old.train()
        if example.restored_by == "read":
            old.checkpoint.write("./" + example.prefix)
        else:
            old.checkpoint.save("./ckpt")
        new = example.new()
        if example.manifest.endswith(".json"):
            ckpts.manifest(new.checkpoint, example.manifest, restored_by=example.restored_by)
        else:
            new.checkpoint.save("./new_model/ckpt")
        if example.config:
            with open("config.json", "w", encoding="utf-8") as f:
                f.write(json.dumps(example.config) + "\n")
        os.chdir(HERE)


if __name__ == "__main__":
    main()
