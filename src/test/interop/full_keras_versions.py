"""Which versions of Keras load a model: every version saves models and loads those of all others, and `ckpts verify` has said so.

    python full_keras_versions.py LAUNCHER WORK [check ...]

Each version is installed beside this Python's TensorFlow, without dependencies; one that cannot be had, or does not run
with it, is skipped. A check is a version as it loads.
"""

import json
import os
import re
import subprocess
import sys

from harness import Checks, Skipped, expect

HERE = os.path.dirname(os.path.abspath(__file__))
KERAS = ["3.0.5", "3.1.1", "3.2.1", "3.3.3", "3.4.1", "3.5.0", "3.6.0", "3.7.0", "3.8.0", "3.9.2", "3.10.0", "3.11.3", "3.12.0",
         "3.13.0", "3.14.0", "3.15.0"]
TF_KERAS = ["2.16.0", "2.17.0", "2.18.0", "2.19.0", "2.20.1", "2.21.0"]
VERSIONS = [("keras", v) for v in KERAS] + [("tf_keras", v) for v in TF_KERAS]
# A file of these is tried by all others; between them are the versions that write the same.
SAVERS = ["3.0.5", "3.3.3", "3.5.0", "3.8.0", "3.11.3", "3.13.0", "3.14.0", "3.15.0", "2.16.0", "2.21.0"]


def installed(checks, package, version):
    """The folder of a version."""
    folder = os.path.join(checks.work, "versions", "%s-%s" % (package, version))
    mark = os.path.join(folder, "installed")
    if not os.path.exists(mark):
        wanted = ["%s==%s" % (package, version)] + (["dm-tree"] if version < "3.2" and package == "keras" else [])
        done = subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--target",
                               folder, *wanted], capture_output=True, text=True)
        if done.returncode:
            raise Skipped("%s %s cannot be had: %s" % (package, version, done.stderr.strip().splitlines()[-1:]))
        open(mark, "w").close()
    return folder


def run(checks, package, version, *arguments, given=""):
    environment = dict(os.environ, PYTHONPATH=installed(checks, package, version), KERAS_UNDER_TEST=package)
    done = subprocess.run([sys.executable, os.path.join(HERE, "keras_version.py"), *arguments], env=environment, input=given,
                          capture_output=True, text=True)
    if done.returncode:
        raise Skipped("%s %s does not run here: %s" % (package, version, done.stderr.strip().splitlines()[-1:]))


def saved(checks):
    """The files of all savers, those that are the same in two of them once."""
    files, seen = [], set()
    for package, version in VERSIONS:
        if version not in SAVERS:
            continue
        folder = os.path.join(checks.work, "saved", "%s-%s" % (package, version))
        if not os.path.exists(folder):
            os.makedirs(folder)
            try:
                run(checks, package, version, "save", folder)
            except Skipped as e:
                print("skipped %s" % e)
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            key = (name, configuration(path))
            if key not in seen:
                seen.add(key)
                files.append(path)
    return files


def configuration(path):
    import h5py
    import zipfile
    if path.endswith(".keras"):
        with zipfile.ZipFile(path) as f:
            text = f.read("config.json").decode()
    else:
        with h5py.File(path) as f:
            text = f.attrs["model_config"] + f.attrs.get("training_config", "")
    return re.sub(r'("shared_object_id"|"build_config_id"): \d+|_\d+\b', "", text)


def predicted(checks, path):
    """The versions that load a file, by `ckpts verify`: pairs of package and minor version. None if it says nothing of it."""
    done = subprocess.run([checks.launcher, "verify", path], capture_output=True, text=True)
    found = re.search(r"loads in: ([^;\n]*)", done.stdout)
    if not found:
        return None
    versions = set()
    for part in found.group(1).strip().split(", "):
        named = re.fullmatch(r"(Keras|tf_keras)(?: (.*))?", part)
        if named:
            first, last = (0, 15) if named.group(1) == "Keras" else (16, 21)
            minors = [int(m) for m in re.findall(r"\d\.(\d+)", named.group(2) or "")]
            if minors:
                first, last = minors[0], minors[-1] if len(minors) > 1 else last if "later" in part else minors[0]
            versions |= {(named.group(1).lower(), minor) for minor in range(first, last + 1)}
    return versions


def loads(checks, package, version, files, told):
    result = os.path.join(checks.folder("loaded_%s_%s" % (package, version)), "result.json")
    run(checks, package, version, "load", result, given="\n".join(files))
    with open(result, encoding="utf-8") as f:
        found = json.load(f)
    wrong = []
    for path in files:
        loaded = found[path] == "loaded"
        if ((package, int(version.split(".")[1])) in told[path]) != loaded:
            wrong.append("%s: %s" % (os.path.relpath(path, checks.work), found[path]))
    expect(not wrong, "%d of %d are not as told:\n%s", len(wrong), len(files), "\n".join(wrong))


def main():
    checks = Checks(__doc__)
    told = {path: versions for path in saved(checks) for versions in [predicted(checks, path)] if versions is not None}
    for package, version in VERSIONS:
        checks.check("%s_%s" % (package, version), lambda p=package, v=version: loads(checks, p, v, list(told), told))
    checks.end()


if __name__ == "__main__":
    main()
