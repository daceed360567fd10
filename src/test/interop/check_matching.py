"""Asks ckpts and TensorFlow whether a checkpoint fits an object: the fixtures object_matching and object_broken.

    python check_matching.py LAUNCHER WORK [case ...]

Where TensorFlow restores all of the file into all of the object, `assert consumed` holds; and where it holds, TensorFlow
restores all of what ckpts saves, which may be more than it restores of the input.
"""

import glob
import json
import os
import subprocess

from harness import FIXTURES, Checks, expect

import matching_fixtures  # noqa: E402
import object_names  # noqa: E402

# Where ckpts says no although TensorFlow is content, and why.
STRICTER = {
    "object_matching/lists_found_through_the_optimizer": "weights are found by their own paths, not by a list in an order",
    "object_matching/slots_not_made_yet": "the manifest has no slots; TensorFlow makes them when it finds them in a file",
    "object_broken/negative_child": "a node that is not there: TensorFlow counts it from the end",
}


def fits(answers):
    """Whether TensorFlow restores all of the file into all of the object."""
    return ("restore" not in answers and answers["assert_existing_objects_matched"] is None and answers["assert_consumed"] is None
            and not answers["untouched"] and not answers["not_read"])


def run(checks, name, build):
    folder, source = checks.folder(name.replace("/", "_")), os.path.join(FIXTURES, name)
    with open(os.path.join(source, "expected.json"), encoding="utf-8") as f:
        expected = json.load(f)
    prefix = glob.glob(os.path.join(source, "*.index"))[0][:-len(".index")]
    script, out = os.path.join(folder, "script.ckpts"), os.path.join(folder, "out")
    with open(script, "w", encoding="utf-8") as f:
        f.write('load "%s"\nmanifest "%s/model.json"\nassert consumed\nsave "%s"\n' % (prefix, source, out))
    done = subprocess.run([checks.launcher, "run", script], capture_output=True, text=True)
    said = "ckpts ended with %d:\n%s%s" % (done.returncode, done.stdout, done.stderr)
    expect(done.returncode in (0, 1, 5), "%s", said)
    if done.returncode:
        expect(name in STRICTER or not fits(expected), "%s\nTensorFlow is content", said)
        return
    expect(name not in STRICTER, "%s\nexpected that it says no: %s", said, STRICTER.get(name))
    answers = matching_fixtures.answers(out, build, expected["restored_by"])
    expect(fits(answers), "%s\nTensorFlow on what it saved: %s", said, answers)
    problems = set(object_names.problems(out)) - set(object_names.problems(prefix))  # What was odd before may stay.
    expect(not problems, "%s", "\n".join(problems))


def main():
    checks = Checks(__doc__)
    for case in matching_fixtures.matching_cases():
        name = "object_matching/" + case.name
        checks.check(name, lambda: run(checks, name, case.build))
    for case in sorted(os.listdir(os.path.join(FIXTURES, "object_broken"))):
        name, left = "object_broken/" + case, matching_fixtures.LEFT.get(case, {})
        checks.check(name, lambda: run(checks, name, lambda: matching_fixtures.broken_object(**left)))
    checks.end()


if __name__ == "__main__":
    main()
