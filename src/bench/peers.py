"""Other programs that edit safetensors files, as contenders of the benchmark `operations`.

Each stands in a virtual environment of its own, FOLDER/NAME. README.md says what they can do, and which were looked at.
"""

import json
import os


class Peers:
    """What is there in a folder of virtual environments; says which peers are not."""

    def __init__(self, folder, work):
        """`folder` may be None: then there are no peers. `work` is a folder for their configurations."""
        self._work = work
        self._programs = {}
        if folder is None:
            return
        for peer, program in (("mergekit", "mergekit-pytorch"), ("sft-cli", "sft")):
            path = os.path.abspath(os.path.join(folder, peer, "bin", program))
            if os.access(path, os.X_OK):
                self._programs[peer] = path
            else:
                print(f"no {peer} in {folder}: skipped", flush=True)

    def mergekit(self, row, out, configuration):
        """A merge of whole files; the command as the only entry of a dictionary, which is empty if mergekit is not there."""
        if "mergekit" not in self._programs:
            return {}
        # JSON is YAML.
        path = os.path.join(self._work, f"mergekit-{row}.yaml")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(configuration, file)
        return {"mergekit": [self._programs["mergekit"], path, out, "--no-write-model-card", "--no-copy-tokenizer"]}

    def sft(self, out, *words):
        """An edit by sft-cli; the command as the only entry of a dictionary, which is empty if sft-cli is not there."""
        if "sft-cli" not in self._programs:
            return {}
        return {"sft-cli": [self._programs["sft-cli"], *words, "--output", os.path.join(out, "model.safetensors")]}


def tuned(paths, **parameters):
    """The models of a configuration of mergekit, each with these parameters."""
    return [{"model": path, "parameters": parameters} for path in paths]
