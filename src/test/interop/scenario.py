"""What the jobs of examples/scenarios have in common: language_models.py and image_models.py have the jobs."""

import dataclasses

import numpy as np


@dataclasses.dataclass
class Wrong:
    """What must be refused: the script with one text replaced, or other parameters or lists; and the first line of the error."""

    message: str
    replaces: tuple = ()
    parameters: dict = dataclasses.field(default_factory=dict)
    lists: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Scenario:
    """One run of a script, what must come of it, and a variant of it that must be refused."""

    script: str
    sources: dict  # names and values, for each parameter that is a checkpoint
    expected: dict  # names and values; NaN for what an initializer draws
    wrong: Wrong
    parameters: dict = dataclasses.field(default_factory=dict)
    lists: dict = dataclasses.field(default_factory=dict)  # the lines, for each parameter that is a text file
    source_format: str = "safetensors"
    out_format: str = "safetensors"
    within: dict = dataclasses.field(default_factory=dict)  # by name the absolute tolerance, where it is not 0
    limits: dict = dataclasses.field(default_factory=dict)  # by name the greatest size of what is drawn
    config: tuple = ()  # the text of config.json in the folder of the source, and of that beside the output
    metadata: dict = dataclasses.field(default_factory=dict)  # of every file that is written, where it is more than the usual
    shard_bytes: int = 0  # what a shard may have, where there are shards


class Values:
    """Different values for every tensor, the same ones in every run."""

    def __init__(self, seed):
        self.generator = np.random.default_rng(seed)

    def __call__(self, *shape, dtype=np.float32):
        return self.generator.standard_normal(shape).astype(dtype)
