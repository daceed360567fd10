"""What the jobs of examples/scenarios have in common; tensorflow_jobs.py, language_jobs.py and image_jobs.py have the jobs.

A job is judged by the framework: the program or model that is to load the result loads it, every name and shape checked, and
computes what the old one computes. Nothing here or there does to a tensor what a script does.
"""

import dataclasses
import os
import typing

import numpy as np
from harness import expect


@dataclasses.dataclass
class Wrong:
    """What must be refused: the script with one text replaced, or other parameters or lists; and the first line of the error."""

    message: str
    replaces: tuple = ()
    parameters: dict = dataclasses.field(default_factory=dict)
    lists: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Scenario:
    """One run of a script: what it reads, what its result must be, and a variant of it that must be refused."""

    script: str
    write: typing.Callable  # given a folder, writes what the script reads there; the parameters but `out`
    agrees: typing.Callable  # given the path of the result: raises a Failure unless the framework takes it as it should
    wrong: Wrong
    out: str = "out.safetensors"
    draws: bool = False  # from an initializer, the same numbers in every run


def same(found, expected, what, within=1e-5):
    """Outputs that say something, and differ by no more than `within` of the greatest."""
    found, expected = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    expect(found.shape == expected.shape, "%s: found the shape %s, expected %s", what, found.shape, expected.shape)
    expect(np.isfinite(expected).all() and expected.std() > 0, "%s: nothing can be told from what is expected", what)
    limit = within * np.abs(expected).max()
    error = np.abs(found - expected).max()
    expect(error <= limit, "%s: off by %s, more than %s", what, error, limit)


def drawn(values, limit, what):
    """Numbers that an initializer drew: different ones up to the limit, and some that are near it."""
    values = np.asarray(values, np.float64)
    size, different = np.abs(values).max(), len(np.unique(values))
    expect(limit / 2 < size <= limit, "%s: draws up to %s, expected up to %s", what, size, limit)
    expect(different > values.size / 2, "%s: %d draws of %d values", what, values.size, different)


def write_list(folder, name, lines):
    """The path of a text file with these lines."""
    path = os.path.join(folder, name + ".txt")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(line + "\n" for line in lines)
    return path
