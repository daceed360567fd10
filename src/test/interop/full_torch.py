"""The PyTorch exporter's manifests, read by ckpts, against the live modules.

    python full_torch.py LAUNCHER WORK
"""

import json
import os
import subprocess
import sys

import torch

from harness import EXAMPLES, Checks, Failure, expect

sys.path.insert(0, os.path.join(EXAMPLES, "manifests"))
import torch_manifest  # noqa: E402


class Tied(torch.nn.Module):
    """An embedding whose weight is the output layer's, a norm with buffers, and half precision."""

    def __init__(self):
        super().__init__()
        self.embed = torch.nn.Embedding(11, 4)
        self.norm = torch.nn.BatchNorm1d(4)
        self.half = torch.nn.Linear(4, 3).to(torch.bfloat16)
        self.head = torch.nn.Linear(4, 11, bias=False)
        self.head.weight = self.embed.weight


def main():
    checks = Checks(__doc__)

    def read_back():
        module = Tied()
        path = os.path.join(checks.folder("torch"), "model.json")
        with open(path, "w", encoding="utf-8") as f:
            json.dump(torch_manifest.manifest(module), f)
        done = subprocess.run([checks.launcher, "manifest", path], capture_output=True, text=True)
        if done.returncode:
            raise Failure("ckpts manifest ended with %d\n%s" % (done.returncode, done.stderr))
        read = json.loads(done.stdout)["variables"]
        found = {v["name"]: (v["dtype"], v["shape"]) for v in read}
        wanted = {name: (str(t.dtype).removeprefix("torch."), list(t.shape))
                  for name, t in module.state_dict().items() if name != "head.weight"}
        expect(found == wanted, "found %s, expected %s", found, wanted)
        aliases = {v["name"]: v.get("aliases", []) for v in read if v.get("aliases")}
        expect(aliases == {"embed.weight": ["head.weight"]}, "aliases: %s", aliases)

    checks.check("manifest_of_a_module", read_back)
    checks.end()


if __name__ == "__main__":
    main()
