"""Runs the scripts of examples/scenarios on small models with real names; what they write is loaded by the framework it is for.

    python check_scenarios.py LAUNCHER WORK [check ...]

The new model takes every tensor and computes what the old one computes. A wrong variant of each script is refused.
"""

import os

import image_jobs
import language_jobs
import tensorflow_jobs
from harness import EXAMPLES, Checks, expect
from scenario import write_list

SCRIPTS = os.path.join(EXAMPLES, "scenarios")


def refused(checks, scenario, script, folder, parameters):
    """The wrong variant fails for the reason that it says, and writes nothing."""
    wrong = scenario.wrong
    if wrong.replaces:
        old, new = wrong.replaces
        with open(script, encoding="utf-8") as f:
            text = f.read()
        expect(text.count(old) == 1, "%r stands %d times in the script", old, text.count(old))
        script = os.path.join(folder, "wrong.ckpts")
        with open(script, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new))
    empty, other = os.path.join(folder, "nothing"), os.path.join(folder, "wrong")
    os.makedirs(empty)
    os.makedirs(other)
    lists = {name: write_list(other, name, lines) for name, lines in wrong.lists.items()}
    done = checks.ended(script, **{**parameters, **wrong.parameters, **lists, "out": os.path.join(empty, "out.safetensors")})
    expect(done.returncode != 0, "it is not refused")
    first = next((line for line in done.stderr.splitlines() if line.startswith("error")), done.stderr)
    expect(first == wrong.message, "found    %s\nexpected %s", first, wrong.message)
    expect(not os.listdir(empty), "it wrote %s", os.listdir(empty))


def contents(folder):
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(where, name), "rb") as f:
                found[os.path.relpath(os.path.join(where, name), folder)] = f.read()
    return found


def holds(checks, name, scenario):
    folder = checks.folder(name)
    source, result = os.path.join(folder, "source"), os.path.join(folder, "result")
    os.makedirs(source)
    script = os.path.join(SCRIPTS, scenario.script + ".ckpts")
    parameters = scenario.write(source)
    before = contents(source)
    out = os.path.join(result, scenario.out)
    checks.run(script, **parameters, out=out)
    if scenario.draws:
        again = os.path.join(folder, "again")
        checks.run(script, **parameters, out=os.path.join(again, scenario.out))
        expect(contents(again) == contents(result), "it draws anew in every run")
    scenario.agrees(out)
    refused(checks, scenario, script, folder, parameters)
    expect(contents(source) == before, "the input changed")


def main():
    checks = Checks(__doc__)
    scenarios = {**tensorflow_jobs.SCENARIOS, **language_jobs.SCENARIOS, **image_jobs.SCENARIOS}
    for name, scenario in scenarios.items():
        checks.check(name, lambda: holds(checks, name, scenario()))
    checks.end()


if __name__ == "__main__":
    main()
