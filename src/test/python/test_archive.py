"""The archive of loaded classes: when it is made, when it is used, and who can write it."""

import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from unittest import mock

import installed
from ckpts import _archive, _launcher

A_WHILE = 60


class Scene(unittest.TestCase):
    """A program and a Java that are not real, and a folder for caches."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.program = self.folder + "/program"
        os.mkdir(self.program)
        self.write("program/ckpts.jar", "jar")
        self.write("program/digest", "0123456789abcdef" * 4)
        self.home = installed.fake_java(self.folder + "/java", "17.0.1")
        os.mkdir(self.home + "/lib")
        self.write("java/lib/modules", "modules")
        self.place = self.folder + "/cache/ckpts"
        self.begun = []
        self.begin = _archive._begin
        for patch in (
            mock.patch.dict(os.environ, {"XDG_CACHE_HOME": self.folder + "/cache", "CKPTS_NO_ARCHIVE": ""}),
            mock.patch.object(_archive, "_begin", lambda *words: self.begun.append(words)),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def java(self):
        return _launcher.Java.at(self.home)

    def archive(self):
        return os.path.join(self.place, _archive._name(self.java(), self.program))

    def find(self):
        return _archive.find(self.java(), self.program)

    def make_one(self):
        os.makedirs(self.place, mode=0o700, exist_ok=True)
        with open(self.archive(), "w", encoding="utf-8"):
            os.chmod(self.archive(), 0o600)

    def assert_is_made(self):
        self.assertIsNone(self.find())
        self.assertEqual([(self.java().executable, self.program, self.archive())], self.begun)

    def assert_nothing(self):
        self.assertIsNone(self.find())
        self.assertEqual([], self.begun)


class Use(Scene):
    def test_is_made_where_there_is_none(self):
        self.assert_is_made()

    def test_is_used_where_there_is_one(self):
        self.make_one()
        self.assertEqual(self.archive(), self.find())
        self.assertEqual([], self.begun)

    def test_is_not_made_by_two(self):
        os.makedirs(self.archive() + ".making")
        self.assert_nothing()

    def test_is_made_again_after_a_while_if_that_ended_too_early(self):
        os.makedirs(self.archive() + ".making")
        os.chmod(self.place, 0o700)
        os.utime(self.archive() + ".making", (time.time() - 601,) * 2)
        self.assert_is_made()

    def test_is_of_one_program_and_one_java(self):
        names = {self.archive()}
        self.write("program/digest", "f" * 64)
        names.add(self.archive())
        os.utime(self.program + "/ckpts.jar", (1, 1))
        names.add(self.archive())
        self.write("java/lib/modules", "other modules")
        names.add(self.archive())
        os.utime(self.home + "/lib/modules", (1, 1))
        names.add(self.archive())
        self.write("java/release", 'JAVA_VERSION="17.0.1"\nIMPLEMENTOR="somebody"\n')
        names.add(self.archive())
        os.rename(self.program, self.folder + "/moved")
        self.program = self.folder + "/moved"
        names.add(self.archive())
        os.rename(self.home, self.folder + "/java2")
        self.home = self.folder + "/java2"
        names.add(self.archive())
        self.assertEqual(8, len(names))

    def test_is_not_made_of_what_does_not_say_what_it_is(self):
        os.remove(self.program + "/digest")
        self.assert_nothing()

    def test_is_not_made_for_a_java_that_is_only_a_name(self):
        self.assertIsNone(_archive.find(_launcher.Java("", "", "/x/java"), self.program))
        self.assertEqual([], self.begun)

    def test_lies_in_the_folder_for_caches(self):
        for environment, platform, place in (
            ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "linux", "/c/ckpts"),
            ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "darwin", "/c/ckpts"),
            ({"HOME": "/h"}, "linux", "/h/.cache/ckpts"),
            ({"HOME": "/h"}, "darwin", "/h/Library/Caches/ckpts"),
            ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "linux", "/h/.cache/ckpts"),
            ({"XDG_CACHE_HOME": ""}, "linux", None),
            ({}, "linux", None),
        ):
            with mock.patch.dict(os.environ, environment, clear=True), mock.patch.object(sys, "platform", platform):
                self.assertEqual(place, _archive.cache())
                if place is None:
                    self.assertIsNone(self.find())
        self.assertEqual([], self.begun)


class Failures(Scene):
    """Nothing is lost without the archive: whatever fails, the program starts."""

    def fails(self, *_, **__):
        raise PermissionError("refused")

    def test_an_old_one_that_cannot_be_touched_is_used(self):
        self.make_one()
        os.utime(self.archive(), (1, 1))
        with mock.patch.object(os, "utime", self.fails):
            self.assertEqual(self.archive(), self.find())

    def test_one_that_is_deleted_meanwhile_is_not_used(self):
        self.make_one()
        age = _archive._age

        def deleted_after(path):
            found = age(path)
            if os.path.isfile(path):
                os.remove(path)
            return found

        with mock.patch.object(_archive, "_age", deleted_after):
            self.assert_nothing()
        self.make_one()
        os.utime(self.archive(), (1, 1))
        with mock.patch.object(os, "utime", mock.Mock(side_effect=FileNotFoundError)):
            self.assertEqual(self.archive(), self.find())

    def test_a_folder_that_is_deleted_meanwhile_is_none(self):
        self.make_one()
        lstat, own = os.lstat, []

        def deleted_after_the_first(path, **more):
            if path == self.place and own:
                raise FileNotFoundError(path)
            own.append(path)
            return lstat(path, **more)

        with mock.patch.object(os, "lstat", deleted_after_the_first):
            self.assertIsNone(self.find())

    def test_a_process_that_cannot_be_started_is_none(self):
        for problem in (FileNotFoundError, BlockingIOError, subprocess.TimeoutExpired("python", 10)):
            with mock.patch.object(subprocess, "run", mock.Mock(side_effect=problem)) as run:
                self.begin("java", self.program, self.archive())
                self.assertEqual(1, run.call_count)

    def test_a_python_that_is_gone_is_none(self):
        with mock.patch.object(sys, "executable", "/nowhere/python3"):
            self.begin("java", self.program, self.archive())

    def test_a_switch_turns_it_off(self):
        with mock.patch.dict(os.environ, {"CKPTS_NO_ARCHIVE": "1"}):
            self.assert_nothing()
            self.make_one()
            self.assert_nothing()
        self.assertEqual(self.archive(), self.find())


class Begin(Scene):
    def test_is_apart_from_its_caller_and_begins_no_other(self):
        with mock.patch.object(subprocess, "run") as run:
            self.begin("java", self.program, self.archive())
        (words,), more = run.call_args
        self.assertEqual([sys.executable, "-I", "-S", _archive.__file__, "java", self.program, self.archive()], words)
        self.assertEqual(("/", True, "1"), (more["cwd"], more["start_new_session"], more["env"]["CKPTS_NO_ARCHIVE"]))
        self.assertGreater(more["timeout"], 0)

    def test_starts_no_application_that_python_is_part_of(self):
        for executable, frozen, begins in (
            ("/usr/bin/python3.11", False, True),
            ("/usr/bin/Python", False, True),
            ("/opt/pypy3", False, True),
            ("/opt/blender", False, False),
            ("/dist/python-app", True, False),
            ("", False, False),
            (None, False, False),
        ):
            with (
                self.subTest(executable=executable, frozen=frozen),
                mock.patch.object(subprocess, "run") as run,
                mock.patch.object(sys, "executable", executable),
                mock.patch.object(sys, "frozen", frozen, create=True),
            ):
                self.begin("java", self.program, self.archive())
                self.assertEqual(int(begins), run.call_count)


class Owners(Scene):
    """Whoever can write the archive can have any code run."""

    def test_an_archive_that_others_can_write_is_not_used(self):
        self.make_one()
        for mode in (0o620, 0o602):
            os.chmod(self.archive(), mode)
            self.assert_nothing()

    def test_a_link_is_not_used(self):
        self.make_one()
        os.rename(self.archive(), self.folder + "/elsewhere")
        os.symlink(self.folder + "/elsewhere", self.archive())
        self.assert_nothing()

    def test_a_folder_that_is_a_link_is_not_used(self):
        self.make_one()
        os.rename(self.place, self.folder + "/elsewhere")
        os.symlink(self.folder + "/elsewhere", self.place)
        self.assert_nothing()

    def test_what_another_user_owns_is_not_used(self):
        self.make_one()
        with mock.patch.object(os, "geteuid", lambda: os.getuid() + 1):
            self.assert_nothing()

    def test_from_a_folder_that_others_can_write_it_is_not_used_but_made_anew(self):
        self.make_one()
        os.chmod(self.place, 0o770)
        self.assert_is_made()


class Making(Scene):
    """By a Java that only pretends."""

    WORKS = r"""for word in "$@"; do case $word in
        -XX:SharedArchiveFile=*) echo made >"${word#*=}" ;;
        -XX:DumpLoadedClassList=*) echo listed >"${word#*=}"; mkdir left ;;
    esac; done; echo "$*" >>""" + '"$0.calls"'

    def pretend(self, script):
        with open(self.home + "/bin/java", "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + script + "\n")

    def make(self):
        os.makedirs(self.place, mode=0o700, exist_ok=True)
        _archive.make(self.java().executable, self.program, self.archive())

    def test_leaves_the_archive_alone(self):
        self.pretend(self.WORKS)
        self.make()
        self.assertEqual([os.path.basename(self.archive())], os.listdir(self.place))
        with open(self.archive(), encoding="utf-8") as file:
            self.assertEqual("made\n", file.read())

    def test_rehearses_on_the_examples_and_dumps_what_was_listed(self):
        self.pretend(self.WORKS)
        self.make()
        with open(self.home + "/bin/java.calls", encoding="utf-8") as file:
            rehearsal, dump = file.read().splitlines()
        making = self.archive() + ".making"
        self.assertIn(f"-jar {self.program}/ckpts.jar rehearse {self.program}/examples {making}-", rehearsal)
        self.assertIn(f"-XX:SharedClassListFile={making}-", dump)

    def test_what_failed_is_not_tried_again_at_once(self):
        self.pretend(self.WORKS + "; exit 1")
        self.make()
        self.assertEqual([os.path.basename(self.archive()) + ".making"], os.listdir(self.place))
        self.assert_nothing()

    def test_a_java_that_writes_no_archive_has_failed(self):
        self.make()
        self.assertFalse(os.path.exists(self.archive()))
        self.assert_nothing()

    def test_leftovers_are_cleared_away(self):
        self.pretend(self.WORKS)
        for name in (self.archive() + ".making", self.archive() + ".making-x", self.place + "/wheel-0.jsa.making-y"):
            os.makedirs(name + "/rehearsed")
            os.utime(name, (time.time() - 601,) * 2)
        self.make()
        self.assertEqual([os.path.basename(self.archive())], os.listdir(self.place))

    def test_those_of_others_that_are_at_it_are_not(self):
        self.pretend(self.WORKS)
        os.makedirs(self.place + "/wheel-0.jsa.making-y")
        self.make()
        self.assertEqual(["wheel-0.jsa.making-y", os.path.basename(self.archive())], sorted(os.listdir(self.place)))

    def test_half_of_one_never_has_its_name(self):
        # Two find the same mark too old; the second takes that of the first away, and is in the middle when the first is done.
        os.makedirs(self.place, mode=0o700)
        mark = self.archive() + ".making"
        first_wrote, second_is_at_it, first_is_done = threading.Event(), threading.Event(), threading.Event()
        seen = []

        def dump(java, program, making, made):
            with open(made, "w", encoding="utf-8") as file:
                if java == "first":
                    file.write("whole")
                    first_wrote.set()
                    second_is_at_it.wait(installed.PATIENCE)
                else:
                    file.write("ha")
                    file.flush()
                    second_is_at_it.set()
                    first_is_done.wait(installed.PATIENCE)
                    with open(self.archive(), encoding="utf-8") as found:
                        seen.append(found.read())
                    file.write("lf")
            return True

        def first():
            _archive.make("first", self.program, self.archive())
            first_is_done.set()

        with mock.patch.object(_archive, "_dump", dump):
            one = threading.Thread(target=first)
            one.start()
            first_wrote.wait(installed.PATIENCE)
            os.utime(mark, (1, 1))
            _archive.make("second", self.program, self.archive())
            one.join()
        self.assertEqual(["whole"], seen)
        self.assertEqual([os.path.basename(self.archive())], os.listdir(self.place))

    def test_only_one_makes_it(self):
        self.pretend(self.WORKS)
        os.makedirs(self.archive() + ".making")
        self.make()
        self.assertFalse(os.path.exists(self.archive()))

    def test_those_that_were_not_used_for_longest_go(self):
        self.pretend(self.WORKS)
        os.makedirs(self.place)
        names = [f"{self.place}/wheel-{number}.jsa" for number in range(6)]
        others = [f"{self.place}/classes-17.jsa", f"{self.place}/classes-17.jsa.making"]
        for age, name in enumerate(names + others):
            with open(name, "w", encoding="utf-8"):
                os.utime(name, (time.time() - 1000 - age,) * 2)
        self.make()
        left = [os.path.join(self.place, name) for name in os.listdir(self.place)]
        self.assertEqual(sorted([self.archive(), *names[:3], *others]), sorted(left))

    def test_using_it_counts(self):
        self.make_one()
        os.utime(self.archive(), (1, 1))
        self.find()
        self.assertLess(time.time() - os.stat(self.archive()).st_mtime, A_WHILE)


if __name__ == "__main__":
    unittest.main()
