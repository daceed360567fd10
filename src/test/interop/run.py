"""Makes a virtual environment beside the build, runs every check in it, and sums them up.

    python3 run.py BUILD_FOLDER [--full]
"""

import glob
import hashlib
import os
import re
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))


def environment(build, requirements):
    """The python of a virtual environment that has exactly these requirements; made once, anew when they change."""
    with open(requirements, "rb") as f:
        digest = hashlib.sha256(f.read()).hexdigest()
    folder = os.path.join(build, "interop-" + os.path.splitext(os.path.basename(requirements))[0])
    python, mark = os.path.join(folder, "bin", "python"), os.path.join(folder, "made-from")
    made = os.path.exists(mark) and open(mark, encoding="utf-8").read() == digest
    if not made:
        print("making " + os.path.relpath(folder, ROOT), flush=True)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", requirements],
                       check=True)
        with open(mark, "w", encoding="utf-8") as f:
            f.write(digest)
    return python


def main():
    build, full = os.path.abspath(sys.argv[1]), "--full" in sys.argv[2:]
    launcher = os.path.join(ROOT, "ckpts")
    passed = failed = skipped = 0
    python = environment(build, os.path.join(HERE, "requirements.txt"))
    for kind in ("check", "full") if full else ("check",):
        for check in sorted(glob.glob(os.path.join(HERE, kind + "_*.py"))):
            name = os.path.splitext(os.path.basename(check))[0]
            print("-- " + name, flush=True)
            run = subprocess.run([python, check, launcher, os.path.join(build, "interop", name)],
                                 stdout=subprocess.PIPE, text=True)
            print(run.stdout, end="", flush=True)
            counted = re.search(r"^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", run.stdout, re.M)
            passed += int(counted.group(1)) if counted else 0
            failed += int(counted.group(2)) if counted else 1
            skipped += int(counted.group(3) or 0) if counted else 0
            if run.returncode and counted and counted.group(2) == "0":
                failed += 1
    print("interop: %d passed, %d failed%s" % (passed, failed, ", %d skipped" % skipped if skipped else ""))
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
