"""What goes wrong in the functions of the package ckpts: the exceptions, with their exact texts, and interruption."""

import os
import pickle
import sys
import unittest

import checkout
from checkout import NEW_MODEL, OLD, SAFETENSORS, Case

import ckpts
from ckpts import _launcher

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
        self.assertEqual(("ckpts: no Java found: install Java 17", 5), (str(raised.exception), raised.exception.exit_status))

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


if __name__ == "__main__":
    unittest.main()
