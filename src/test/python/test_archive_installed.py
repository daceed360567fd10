"""The archive of loaded classes that the installed command makes and uses, on a real Java."""

import os
import stat
import subprocess
import tempfile
import time
import unittest

import installed


class RealThing(unittest.TestCase):
    """The installed command, with a folder for caches that is empty at first."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.base = holder.name + "/größe x"
        self.place = self.base + "/ckpts"

    def archive_of(self, command, **more):
        """Runs it until the first run's archive is there; returns its path."""
        ran = installed.run([command, "version"], XDG_CACHE_HOME=self.base, **more)
        self.assertRegex(ran.stdout, r"\Ackpts [^\n]+\n\Z")
        self.assertEqual("", ran.stderr)
        end = time.monotonic() + installed.PATIENCE
        while time.monotonic() < end:
            names = os.listdir(self.place)
            if names and all(name.endswith(".jsa") for name in names):
                return os.path.join(self.place, names[0])
            time.sleep(0.1)
        self.fail(f"no archive, but {os.listdir(self.place)}")

    def assert_makes_and_uses_it(self, command, **more):
        # Before it is there, while it is made, and after: the results are the same, and the only thing that is written.
        archive = self.archive_of(command, **more)
        self.assertEqual(0o700, stat.S_IMODE(os.stat(self.place).st_mode))
        self.assertEqual(0, stat.S_IMODE(os.stat(archive).st_mode) & 0o077)
        log = os.path.join(self.base, "log")
        options = f"-Xlog:class+load:file={self.base_without_blanks(log)}"
        for arguments in (["version"], ["ls", installed.CHECKPOINT]):
            ran = installed.run([command, *arguments], XDG_CACHE_HOME=self.base, CKPTS_JAVA_OPTS=options, **more)
            self.assertEqual((0, ""), (ran.returncode, ran.stderr))
            with open(self.base_without_blanks(log), encoding="utf-8") as file:
                loaded = [line for line in file if " ckpts." in line]
            self.assertGreater(len(loaded), 5)
            shared = [line for line in loaded if "shared objects file" in line]
            self.assertGreater(len(shared) / len(loaded), 0.9)
        self.assertEqual([os.path.basename(archive)], os.listdir(self.place))
        self.assert_does_without(archive, command, **more)

    def assert_does_without(self, archive, command, **more):
        """What is no archive is passed over in silence. Half of one would end Java 17: that is why it gets its name when it is whole."""
        for damaged in (b"", b"x" * os.stat(archive).st_size):
            os.chmod(archive, 0o600)
            with open(archive, "wb") as file:
                file.write(damaged)
            ran = installed.run([command, "version"], XDG_CACHE_HOME=self.base, **more)
            self.assertEqual((0, ""), (ran.returncode, ran.stderr))
            self.assertRegex(ran.stdout, r"\Ackpts [^\n]+\n\Z")

    def base_without_blanks(self, path):
        """Options are separated by blanks."""
        return os.path.join(os.path.dirname(self.base), os.path.basename(path))

    def test_with_a_java_of_the_system(self):
        command = installed.command(installed.without_packaged_java())
        self.assert_makes_and_uses_it(command, JAVA_HOME=installed.system_java())

    def test_with_the_packaged_java(self):
        self.assert_makes_and_uses_it(installed.command(installed.with_packaged_java()), PATH="/nowhere")

    def test_works_where_nothing_can_be_written(self):
        command = installed.command(installed.with_packaged_java())
        without = {"XDG_CACHE_HOME": None}
        for more in ({"XDG_CACHE_HOME": "/dev/null/x"}, {**without, "HOME": "/proc"}, {**without, "HOME": None}):
            ran = installed.run([command, "version"], **more)
            self.assertEqual((0, ""), (ran.returncode, ran.stderr))

    def test_holds_no_stream_of_its_caller_open(self):
        # The first run has ended when its output has: the process that makes the archive does not keep it.
        command = installed.command(installed.with_packaged_java())
        reading, writing = os.pipe()
        os.set_inheritable(writing, True)
        with open(reading, "rb") as end:
            environment = installed.surroundings(XDG_CACHE_HOME=self.base)
            subprocess.run([command, "version"], pass_fds=[writing], env=environment, check=True, capture_output=True)
            os.close(writing)
            self.assertEqual(b"", end.read())
            self.assertTrue([name for name in os.listdir(self.place) if ".making" in name])
        self.archive_of(command)


if __name__ == "__main__":
    unittest.main()
