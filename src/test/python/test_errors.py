"""What goes wrong in the functions of the package ckpts: the exceptions, with their exact texts, and interruption."""

import os
import pickle
import signal
import subprocess
import sys
import unittest
import warnings

import checkout
from checkout import NEW_MODEL, OLD, SAFETENSORS, Case

import ckpts
from ckpts import _launcher, _program

METADATA = os.path.join(SAFETENSORS, "metadata", "model.safetensors")
LOAD = f'load "{OLD}"\n'


def place(error):
    one = error.diagnostics[0]
    return one.code, one.path, one.line, one.column


class Errors(Case):
    def raised(self, kind, status, text, **more):
        with self.assertRaises(kind) as raised:
            ckpts.run(text, cwd=self.folder, **more)
        self.assertIs(kind, type(raised.exception))
        self.assertEqual(status, raised.exception.exit_status)
        return raised.exception

    def test_a_script_that_does_not_parse(self):
        error = self.raised(ckpts.ScriptError, 3, 'load "x"\nrenam "a" -> "b"')
        self.assertEqual(
            """error[E0101]: there is no statement `renam`
  --> <stdin>:2:1
 2 | renam "a" -> "b"
   | ^^^^^ expected <statement>
help: did you mean `rename`?

error[E0501]: there is no x
  --> <stdin>:1:6
 1 | load "x"
   |      ^^^
note: paths here are relative to the working directory

2 errors""",
            str(error),
        )
        self.assertEqual(
            ckpts.Diagnostic("error", "E0101", "there is no statement `renam`", (), ("did you mean `rename`?",), (), (),
                             "expected <statement>", "<stdin>", 2, 1, 2, 6),
            error.diagnostics[0],
        )

    def test_an_assertion_that_does_not_hold(self):
        error = self.raised(ckpts.AssertionFailed, 1, f'{LOAD}assert count("**") == 1')
        self.assertEqual(
            """error[E0401]: assertion failed: the count is 20, not == 1
  --> <stdin>:2:8
 2 | assert count("**") == 1
   |        ^^^^^^^^^^^^^^^^""",
            str(error),
        )
        self.assertEqual(["passed", "failed"], [statement.result for statement in error.result.statements])

    def test_a_fix_is_an_edit(self):
        script = f'{LOAD}manifest "{NEW_MODEL}"\nassert consumed\n'
        error = self.raised(ckpts.AssertionFailed, 1, script)
        (fix,) = error.diagnostics[0].fixes
        self.assertEqual(("<stdin>", 3, 1, 3, 1), (fix.path, fix.line, fix.column, fix.end_line, fix.end_column))
        lines = script.splitlines(keepends=True)
        lines.insert(fix.line - 1, fix.replacement)
        self.assertEqual("done", ckpts.run("".join(lines)).outcome)

    def test_a_statement_that_fails(self):
        error = self.raised(ckpts.StatementError, 4, f'{LOAD}drop "model/dense_9/*"')
        self.assertEqual(("E0201", "<stdin>", 2, 6), place(error))

    def test_a_file_that_is_missing(self):
        error = self.raised(ckpts.FileError, 5, 'load "old"')
        self.assertEqual(("E0501", "<stdin>", 1, 6), place(error))

    def test_overwriting_is_asked_for(self):
        script = f'load "{METADATA}"\nsave "new.safetensors"'
        ckpts.run(script, cwd=self.folder)
        error = self.raised(ckpts.RefusedError, 6, script)
        self.assertEqual(("E0601", "<stdin>", 2, 1), place(error))
        self.assertEqual("done", ckpts.run(script, cwd=self.folder, overwrite=True).outcome)

    def test_confined(self):
        error = self.raised(ckpts.RefusedError, 6, LOAD, safe=True)
        self.assertEqual(("E0603", "<stdin>", 1, 6), place(error))
        self.assertEqual("done", ckpts.run(LOAD, roots=[checkout.RENAMED], cwd=self.folder).outcome)
        with self.assertRaises(ckpts.RefusedError):
            ckpts.ls(OLD, roots=[self.folder])

    def test_no_java(self):
        def missing(arguments=()):
            raise _launcher.CannotStart("no Java found: install Java 17")

        with checkout.mock.patch.object(_launcher, "command", missing), self.assertRaises(ckpts.CkptsError) as raised:
            ckpts.ls(OLD)
        self.assertIs(ckpts.CkptsError, type(raised.exception))
        self.assertEqual(("ckpts: no Java found: install Java 17", 5), (str(raised.exception), raised.exception.exit_status))

    def test_what_cannot_be_started(self):
        with checkout.running("/nowhere/java"):
            error = self.raised(ckpts.CkptsError, 5, "print 1")
        self.assertEqual("ckpts: [Errno 2] No such file or directory: '/nowhere/java'", str(error).replace('b"', '"').replace("b'", "'"))
        with self.assertRaises(ckpts.CkptsError) as raised:
            ckpts.ls(OLD, cwd=self.path("nothing"))
        self.assertIs(ckpts.CkptsError, type(raised.exception))
        self.assertIn("No such file or directory", str(raised.exception))

    def test_a_program_that_was_killed(self):
        for code, said in (("", ""), ("print('so far', file=sys.stderr); ", "so far\n")):
            with checkout.running(sys.executable, "-c", f"import os, sys; {code}sys.stderr.flush(); print('{{'); os.kill(os.getpid(), 9)"):
                error = self.raised(ckpts.CkptsError, 137, "print 1")
            self.assertEqual(f"{said}ckpts: killed by signal 9 (SIGKILL)", str(error))

    def test_a_jvm_that_crashes(self):
        report = "#\n# A fatal error has been detected by the Java Runtime Environment:"
        with checkout.running(sys.executable, "-c", f"import os; print({report!r}, flush=True); os.abort()"):
            error = self.raised(ckpts.CkptsError, 134, "print 1")
        self.assertEqual(f"{report}\nckpts: killed by signal 6 (SIGABRT)", str(error))

    def test_what_is_no_answer(self):
        with checkout.running(sys.executable, "-c", "import sys; print('GC(0) Pause'); print('odd', file=sys.stderr)"):
            error = self.raised(ckpts.CkptsError, 0, "print 1")
        self.assertEqual(
            "ckpts: what the program wrote is no JSON; does an option in CKPTS_JAVA_OPTS have Java print?\nGC(0) Pause\nodd", str(error)
        )

    def test_a_java_that_does_not_start_is_no_assertion(self):
        with checkout.running(sys.executable, "-c", "import sys; sys.exit('Error: Could not create the Java Virtual Machine.')"):
            error = self.raised(ckpts.CkptsError, 1, "print 1")
            self.assertEqual("Error: Could not create the Java Virtual Machine.", str(error))
            with self.assertRaises(ckpts.CkptsError) as raised:
                ckpts.diff(OLD, NEW_MODEL)
            self.assertIs(ckpts.CkptsError, type(raised.exception))

    def test_options_from_the_environment_are_no_warnings(self):
        options = {"JAVA_TOOL_OPTIONS": "-Dx=1", "_JAVA_OPTIONS": "-Dy=1", "JDK_JAVA_OPTIONS": "-Dz=1"}
        with checkout.mock.patch.dict(os.environ, options), warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertEqual(21, len(ckpts.ls(OLD)))
            self.assertEqual('error[E0201]: no tensor matches "c*"\n  0 of 21 names', self.text_of(ckpts.StatementError, OLD, "c*"))

    def text_of(self, kind, *words):
        with self.assertRaises(kind) as raised:
            ckpts.ls(*words)
        return str(raised.exception)

    def test_a_status_without_a_kind_of_its_own(self):
        with checkout.running(sys.executable, "-c", "import sys; print('over', file=sys.stderr); sys.exit(143)"):
            error = self.raised(ckpts.CkptsError, 143, "print 1")
        self.assertEqual("over", str(error))

    def test_can_be_sent_to_another_process(self):
        error = self.raised(ckpts.StatementError, 4, f'{LOAD}drop "model/dense_9/*"')
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual(
            (type(error), str(error), error.exit_status, error.diagnostics, error.result),
            (type(again), str(again), again.exit_status, again.diagnostics, again.result),
        )

    def test_have_no_annotations_for_github(self):
        with checkout.mock.patch.dict(os.environ, {"GITHUB_ACTIONS": "true", "FORCE_COLOR": "1"}):
            self.assertEqual("error[E0501]: there is no x\n  --> <stdin>:1:6\n 1 | load \"x\"\n   |      ^^^\n"
                             "note: paths here are relative to the working directory",
                             str(self.raised(ckpts.FileError, 5, 'load "x"')))


class Locales(Case):
    """Names that are not ASCII, where Python takes the locale at its word."""

    def test_that_have_ascii_only(self):
        self.copy(os.path.join(SAFETENSORS, "out_of_order", "model.safetensors"), "größe.safetensors")
        code = f"""
import sys
sys.path.insert(0, {checkout.TESTS!r})
import checkout, ckpts
with checkout.running():
    print(len(ckpts.ls("gr\\xf6\\xdfe.safetensors", cwd={self.folder!a})))
    print(len(ckpts.ls({os.path.join(self.folder, "größe.safetensors")!a}.encode().decode("ascii", "surrogateescape"))))
    try:
        ckpts.ls("\\ud800")
    except ckpts.UsageError as error:
        print(error)
"""
        plain = {"PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
        ran = subprocess.run([sys.executable, "-B", "-X", "utf8=0", "-c", code], env=plain, capture_output=True, text=True)
        self.assertEqual(
            "2\n2\nckpts: '\\ud800' cannot be passed on in utf-8, the encoding of this locale\n", ran.stdout, ran.stderr
        )


class Interrupted(Case):
    CHILD = """
import os, signal, sys
asked = []
signal.signal(signal.SIGINT, lambda *_: asked.append(1))
os.kill(os.getppid(), signal.SIGINT)
while not asked:
    signal.pause()
open(sys.argv[1], "w").write("stopped by itself")
sys.exit(130)
"""

    def test_lets_the_program_end(self):
        mark = self.path("mark")
        with checkout.running(sys.executable, "-c", self.CHILD, mark), self.assertRaises(KeyboardInterrupt):
            ckpts.run("print 1")
        with open(mark, encoding="utf-8") as file:
            self.assertEqual("stopped by itself", file.read())

    def test_an_exception_of_another_signal_is_one(self):
        mark = self.path("mark")
        child = self.CHILD.replace("os.getppid(), signal.SIGINT", "os.getppid(), signal.SIGTERM")
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.addCleanup(signal.signal, signal.SIGTERM, before)
        with checkout.running(sys.executable, "-c", child, mark), self.assertRaises(SystemExit):
            ckpts.run("print 1")
        self.assertTrue(os.path.exists(mark))

    def test_is_killed_and_gone_at_the_second_time(self):
        stubborn = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
        process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(b"ready\n", process.stdout.readline())
        with (
            checkout.mock.patch.object(process, "communicate", checkout.mock.Mock(side_effect=KeyboardInterrupt)),
            self.assertRaises(KeyboardInterrupt),
        ):
            _program._finished(process, None)
        self.assertEqual(-9, process.returncode)
        process.stdout.close()
        process.stderr.close()


if __name__ == "__main__":
    unittest.main()
