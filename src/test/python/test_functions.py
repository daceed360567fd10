"""The functions of the package ckpts against real files: values, warnings, what is passed on."""

import dataclasses
import os
import pathlib
import subprocess
import sys
import unittest
import warnings

import checkout
from checkout import EXAMPLE, NEW_MODEL, OLD, SAFETENSORS, Case

import ckpts
from ckpts import _errors, _json, _manifest, _program, _results

METADATA = os.path.join(SAFETENSORS, "metadata", "model.safetensors")
ODD = os.path.join(SAFETENSORS, "spread_out", "model.safetensors")
PLAIN = os.path.join(SAFETENSORS, "out_of_order", "model.safetensors")
LOAD = f'load "{OLD}"\n'


class Module(unittest.TestCase):
    def test_the_command_waits_for_nothing_that_functions_import(self):
        code = "import sys, ckpts; print(*sorted({'json', 'subprocess', 'dataclasses', 'typing'} & set(sys.modules)))"
        ran = subprocess.run([sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {checkout.SOURCES!r}); {code}"],
                             capture_output=True, text=True, check=True)
        self.assertEqual("\n", ran.stdout)

    def test_has_all_that_it_lists(self):
        self.assertEqual([], [name for name in ckpts.__all__ if not hasattr(ckpts, name)])
        self.assertLessEqual(set(ckpts.__all__), set(dir(ckpts)))
        with self.assertRaisesRegex(AttributeError, "^module 'ckpts' has no attribute 'rnu'$"):
            ckpts.rnu

    def test_lists_all_that_callers_get(self):
        got = [kind.__name__ for home in (_results, _errors, _manifest) for kind in vars(home).values()
               if isinstance(kind, type) and kind.__module__ in (home.__name__, "ckpts")]
        self.assertGreater(len(got), 30)
        self.assertEqual(set(), set(got) - set(ckpts.__all__))

    def test_values_cannot_be_changed(self):
        kinds = [kind for kind in map(ckpts.__getattr__, ckpts.__all__) if dataclasses.is_dataclass(kind)]
        self.assertGreater(len(kinds), 25)
        self.assertEqual([], [kind for kind in kinds if not kind.__dataclass_params__.frozen])


class Ls(Case):
    def test_gives_tensors_in_natural_order(self):
        self.assertEqual(
            (
                ckpts.Tensor("a", "float32", (2,), 8, None, None),
                ckpts.Tensor("b", "uint8", (3,), 3, None, None),
            ),
            ckpts.ls(PLAIN),
        )

    def test_gives_slots_with_their_owner(self):
        slot = [tensor for tensor in ckpts.ls(OLD) if tensor.role and tensor.role.startswith("slot")][0]
        self.assertEqual("model/dense_1/_kernel", slot.owner)
        self.assertEqual((16, 12), slot.shape)

    def test_selects_by_patterns(self):
        names = [tensor.name for tensor in ckpts.ls(pathlib.Path(OLD), "model/dense_1/*", "model/output_layer/b*")]
        self.assertEqual(["model/dense_1/_kernel", "model/dense_1/bias", "model/output_layer/bias"], names)

    def test_takes_paths_relative_to_a_folder(self):
        self.copy(PLAIN, "-x.safetensors")
        self.assertEqual(2, len(ckpts.ls("-x.safetensors", cwd=self.folder)))

    def test_says_that_a_file_is_missing(self):
        with self.assertRaises(ckpts.FileError) as raised:
            ckpts.ls("nothing.safetensors", cwd=self.folder)
        self.assertEqual("error[E0501]: there is no nothing.safetensors", str(raised.exception))
        self.assertEqual(5, raised.exception.exit_status)
        self.assertEqual(["E0501"], [one.code for one in raised.exception.diagnostics])
        self.assertIsNone(raised.exception.diagnostics[0].path)

    def test_says_that_nothing_matches(self):
        with self.assertRaises(ckpts.StatementError) as raised:
            ckpts.ls(PLAIN, "c*")
        self.assertEqual('error[E0201]: no tensor matches "c*"\n  0 of 2 names', str(raised.exception))

    def test_two_checkpoints_are_two_calls(self):
        with self.assertRaisesRegex(ValueError, "is the path of a checkpoint: list it by a call of its own$"):
            ckpts.ls(PLAIN, METADATA)

    def test_passes_on_warnings(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            ckpts.ls(PLAIN)
            ckpts.ls(ODD)
        (warning,) = caught
        self.assertIs(ckpts.CkptsWarning, warning.category)
        self.assertEqual(__file__, warning.filename)
        self.assertEqual(
            'warning: "model.safetensors" has 1 unknown field of tensors, kept only if nothing in it is edited', str(warning.message)
        )


class Diff(Case):
    def test_finds_what_does_not_fit_and_what_mends_it(self):
        found = ckpts.diff(OLD, NEW_MODEL)
        self.assertEqual((False, 16, 4, 0, 4), (found.equal, found.matching, found.missing, found.mismatched, found.unexpected))
        self.assertEqual(
            ckpts.Finding(
                kind="missing",
                subject="model/fully_connected_a/{_kernel,bias}",
                count=2,
                names=("model/fully_connected_a/_kernel", "model/fully_connected_a/bias"),
                cause="likely renamed from model/dense_1/{_kernel,bias}",
                repairs=('rename "model/dense_1/*" -> "model/fully_connected_a/*"',),
                alternatives=(),
            ),
            found.findings[0],
        )
        self.assertIsNone(found.values)

    def test_its_repairs_run(self):
        repairs = "\n".join(repair for finding in ckpts.diff(OLD, NEW_MODEL).findings for repair in finding.repairs)
        done = ckpts.run(f'{LOAD}manifest "{NEW_MODEL}"\n{repairs}\nassert consumed')
        self.assertEqual("20 of 20 variables of new_model.json fit, nothing left over", done.statements[-1].summary)

    def test_compares_values(self):
        ckpts.run(f'{LOAD}set "model/dense_1/bias" = tensor("model/dense_1/bias") + 0.5 without slots\nsave "new"', cwd=self.folder)
        new = self.path("new")
        self.assertTrue(ckpts.diff(OLD, new).equal)
        self.assertEqual(ckpts.Difference(True, 20, 0, 0, 0, (), ()), ckpts.diff(OLD, OLD, values=True))
        found = ckpts.diff(OLD, new, values=True)
        self.assertFalse(found.equal)
        (changed,) = found.values
        self.assertEqual(("model/dense_1/bias", 12, 12), (changed.name, changed.differing, changed.elements))
        self.assertAlmostEqual(0.5, changed.largest_difference, 6)

    def test_numbers_that_json_does_not_have(self):
        row = {"name": "v", "differing": 1, "elements": 1, "largest_difference": "Infinity"}
        self.assertEqual(float("inf"), _json.decoded(ckpts.ValueDifference, row).largest_difference)
        self.assertIsNone(_json.decoded(ckpts.ValueDifference, {**row, "largest_difference": None, "later": 1}).largest_difference)

    def test_a_manifest_has_no_values(self):
        with self.assertRaises(ckpts.UsageError) as raised:
            ckpts.diff(OLD, "new_model.json", values=True, cwd=checkout.RENAMED)
        self.assertEqual(
            "ckpts diff: new_model.json is a manifest file: it has no values to compare\nusage: ckpts diff [OPTION...] A B",
            str(raised.exception),
        )
        self.assertEqual(((), 2), (raised.exception.diagnostics, raised.exception.exit_status))


class Verify(Case):
    def test_sound(self):
        found = ckpts.verify(OLD)
        self.assertEqual((OLD, True, 21, ()), (found.path, found.sound, found.tensors, found.findings))

    def test_damage_is_an_answer(self):
        for name in os.listdir(checkout.RENAMED):
            self.copy(os.path.join(checkout.RENAMED, name), name)
        with open(self.path("ckpt-1.data-00000-of-00001"), "r+b") as file:
            first = file.read(1)
            file.seek(0)
            file.write(bytes([first[0] ^ 1]))
        found = ckpts.verify("ckpt-1", cwd=self.folder)
        self.assertFalse(found.sound)
        self.assertEqual(["damaged"], [finding.kind for finding in found.findings])

    def test_what_is_missing_is_an_error(self):
        with self.assertRaises(ckpts.FileError) as raised:
            ckpts.verify("nothing", cwd=self.folder)
        self.assertEqual("error[E0501]: there is no nothing", str(raised.exception))


class Run(Case):
    def test_of_a_file(self):
        out = self.path("new")
        done = ckpts.run(EXAMPLE, out=out)
        self.assertEqual(("done", 0, ()), (done.outcome, done.exit_status, done.diagnostics))
        self.assertEqual((out,), done.written.checkpoints)
        self.assertEqual((out + ".data-00000-of-00001", out + ".index"), done.written.files)
        self.assertTrue(all(map(os.path.exists, done.written.files)))
        self.assertTrue(ckpts.diff(out, NEW_MODEL).equal)
        self.assertEqual(
            ckpts.Statement(EXAMPLE, 15, "assert consumed", "assertion", "passed",
                            "20 of 20 variables of new_model.json fit, nothing left over"),
            done.statements[4],
        )

    def test_of_a_text_relative_to_a_folder(self):
        self.copy(METADATA, "old.safetensors")
        done = ckpts.run('load "old.safetensors"\nrename "v" -> "größe"\nsave "new.safetensors"', cwd=self.folder)
        self.assertEqual("<stdin>", done.script)
        self.assertEqual(["größe"], [tensor.name for tensor in ckpts.ls(self.path("new.safetensors"))])

    def test_one_line_is_a_text_unless_it_ends_as_scripts_do(self):
        self.assertEqual((["2"],), ckpts.run("print 1 + 1").results)
        with self.assertRaises(ckpts.FileError):
            ckpts.run("print 1 + 1.ckpts", cwd=self.folder)
        with open(self.path("script"), "w", encoding="utf-8") as file:
            file.write("print 3")
        self.assertEqual((["3"],), ckpts.run(pathlib.Path(self.path("script"))).results)

    def test_a_dry_run_writes_nothing(self):
        done = ckpts.run(EXAMPLE, out=self.path("new"), dry_run=True)
        self.assertEqual([], os.listdir(self.folder))
        self.assertIsNone(done.written)
        self.assertEqual(self.path("new"), done.plan.saves[0].path)

    def test_parameters_of_every_type(self):
        text = """
param n: int
param x: float
param yes: bool
param word: string
param type: dtype
param sizes: list[int]
param words: list[string]
param cwd: string
for one in [n, x, yes, word, type, sizes, words, cwd] { print one }
"""
        done = ckpts.run(text, {"cwd": "c"}, n=-3, x=1e-9, yes=True, word="a = b", type="bf16", sizes=(1, 2),
                         words=["a, b", 'c"\\d', pathlib.PurePosixPath("p")])
        self.assertEqual(["-3", "1.0E-9", "true", "a = b", "bfloat16", "[1, 2]", '[a, b, c"\\d, p]', "c"],
                         [line for result in done.results for line in result])

    def test_what_is_no_setting_is_refused(self):
        for value, kind in ((None, "NoneType"), (b"out", "bytes"), ({"a": 1}, "dict"), ({1}, "set"), ([1, None], "NoneType"),
                            (["a", [b"b"]], "bytes"), (object(), "object")):
            with self.assertRaises(TypeError) as raised:
                ckpts.run("param out: string\nprint $out", out=value)
            self.assertEqual(f"out is a string, a number, a truth, a path, or a list of them, not {kind}", str(raised.exception))
            with self.assertRaises(TypeError):
                ckpts.plan("param out: string\nprint $out", {"out": value})

    def test_roots_are_one_folder_or_more(self):
        self.copy(METADATA, "old.safetensors")
        for roots in (self.folder, pathlib.Path(self.folder), [self.folder], iter([self.folder]), {self.folder: 1}, None):
            self.assertEqual("done", ckpts.run(f'load "{self.path("old.safetensors")}"', roots=roots).outcome)
        for roots in ([], (), iter([])):
            for action in (lambda: ckpts.ls(OLD, roots=roots), lambda: ckpts.run("print 1", roots=roots, safe=True)):
                with self.assertRaises(ValueError) as raised:
                    action()
                self.assertEqual("roots has no folder: nothing could be read; for no confinement leave it out", str(raised.exception))

    def test_limits(self):
        self.assertEqual("done", ckpts.run("print 1", memory="512MiB", threads=1, max_work=1000).outcome)
        with self.assertRaises(ckpts.UsageError) as raised:
            ckpts.run("print 1", memory="2 parrots")
        self.assertEqual(
            "ckpts run: --memory must be a size such as 512MiB or 2GB, not 2 parrots\nusage: ckpts run [OPTION...] [SCRIPT|-]",
            str(raised.exception),
        )


class Plan(Case):
    def test_shows_every_tensor(self):
        plan = ckpts.plan(EXAMPLE, out=self.path("new"))
        self.assertEqual(("model/fully_connected_a/_kernel", "renamed", "model/dense_1/_kernel", "float32[16, 12]", True),
                         (plan.tensors[0].name, plan.tensors[0].change, plan.tensors[0].old_name, plan.tensors[0].type,
                          plan.tensors[0].copied))
        self.assertEqual([], os.listdir(self.folder))
        self.assertEqual(1.0, plan.cost.read_amplification)

    def test_says_that_a_save_would_be_refused(self):
        out = self.path("new")
        ckpts.run(EXAMPLE, out=out)
        self.assertEqual(f"{out} exists", ckpts.plan(EXAMPLE, out=out).saves[0].refused)
        self.assertIsNone(ckpts.plan(EXAMPLE, out=out, overwrite=True).saves[0].refused)

    def test_has_a_limit_of_work(self):
        text = "for i in 0..1000 { print i }"
        for action in (ckpts.plan, ckpts.run):
            with self.assertRaises(ckpts.CkptsError) as raised:
                action(text, max_work=999)
            self.assertEqual(["E0307"], [one.code for one in raised.exception.diagnostics])

    def test_a_script_that_fails_has_none(self):
        with self.assertRaises(ckpts.StatementError):
            ckpts.plan(f'{LOAD}drop "x"')


class InStep(Case):
    """The declared fields are those of the program's JSON: a new key that is missed here would be lost."""

    SCRIPT = f"""
param out = "made/new.safetensors"
load "old.safetensors"
load "{OLD}" as other
use model
print mean(tensor("v"))
assert finite "*"
copy "v" -> "w"
set metadata.author = "me"
set json("config.json").layers = 2
set "v" = cast(tensor("w"), float16)
save $out
use other
drop "model/dense_2/*"
save "kept"
load "tied.safetensors" as third
use third
save "tied_again.safetensors"
"""

    def test_every_key_is_declared(self):
        self.copy(METADATA, "old.safetensors")
        self.copy(os.path.join(SAFETENSORS, "tied", "model.safetensors"), "tied.safetensors")
        with open(self.path("config.json"), "w", encoding="utf-8") as file:
            file.write('{"layers": 1}')
        script = self.SCRIPT
        for options in (["--dry-run"], []):
            answer = _program.ask("run", options, ["-"], self.folder, script)
            self.assertEqual(0, answer.exit_status, answer.text)
            self.assertEqual(1, answer.value.pop("ckpts_report"))
            self.declared(_results.Run, answer.value)
        for name in ("gone", "added", "aliases", "metadata", "json", "asked_of_values"):
            self.assertTrue(getattr(ckpts.plan(script, cwd=self.folder, overwrite=True), name), name)

    def test_of_diff_verify_and_ls(self):
        found = _program.ask("diff", [], [OLD, NEW_MODEL], None).value
        self.assertEqual(["summary", "findings"], list(found))
        self.declared(_results.Difference, {**found["summary"], "findings": found["findings"]})
        ckpts.run(f'{LOAD}set "model/dense_1/bias" = tensor("model/dense_1/bias") + 0.5 without slots\nsave "new"', cwd=self.folder)
        found = _program.ask("diff", ["--values"], [OLD, self.path("new")], None).value
        self.assertEqual(["names", "values"], list(found))
        self.assertEqual(1, len(found["values"]))
        self.declared(_results.Difference, {"values": found["values"]})
        (found,) = _program.ask("verify", [], [ODD], None).value.values()
        self.assertEqual(["summary", "findings"], list(found))
        self.declared(_results.Verification, {**found["summary"], "findings": found["findings"]})
        for row in _program.ask("ls", [], [OLD], None).value:
            self.declared(_results.Tensor, row)

    def declared(self, kind, value):
        fields = _json.keys(kind)
        self.assertEqual([], sorted(set(value) - set(fields)), kind)
        hints = _json.get_type_hints(kind)
        for key, inside in value.items():
            for one in inside if isinstance(inside, list) else [inside]:
                of = [part for part in parts_of(hints[fields[key]]) if dataclasses.is_dataclass(part)]
                if of and one is not None:
                    self.declared(of[0], one)


def parts_of(hint):
    return [hint, *(part for inner in getattr(hint, "__args__", ()) for part in parts_of(inner))]


class Manifests(Case):
    WORDS = ckpts.Manifest((ckpts.Variable("v", "float32", (2,)),))

    def test_are_written_over_what_is_there_through_links(self):
        with open(self.path("model.json"), "w", encoding="utf-8") as file:
            file.write("old " * 1000)
        os.symlink("model.json", self.path("link.json"))
        self.WORDS.write(self.path("link.json"))
        with open(self.path("model.json"), encoding="utf-8") as file:
            self.assertEqual(self.WORDS.text(), file.read())
        self.assertTrue(os.path.islink(self.path("link.json")))
        self.assertEqual(["link.json", "model.json"], sorted(os.listdir(self.folder)))

    def test_leave_what_is_there_if_writing_fails(self):
        self.WORDS.write(self.path("model.json"))
        with checkout.mock.patch.object(ckpts.Manifest, "text", lambda _: "\ud800"), self.assertRaises(UnicodeEncodeError):
            self.WORDS.write(self.path("model.json"))
        with open(self.path("model.json"), encoding="utf-8") as file:
            self.assertEqual(self.WORDS.text(), file.read())
        self.assertEqual(["model.json"], os.listdir(self.folder))

    def test_are_written_to_what_is_no_file(self):
        reading, writing = os.pipe()
        with open(reading, encoding="utf-8") as end:
            self.WORDS.write(f"/dev/fd/{writing}")
            os.close(writing)
            self.assertEqual(self.WORDS.text(), end.read())


class Installed(unittest.TestCase):
    def test_runs_the_program_of_the_wheel(self):
        import installed

        code = f"import ckpts; print(len(ckpts.ls({OLD!r})), ckpts.run('print 1 + 1', memory='64MiB').results, ckpts.__file__)"
        ran = installed.run([os.path.join(installed.with_packaged_java(), "bin", "python"), "-c", code], PATH="/nowhere")
        self.assertEqual("", ran.stderr)
        count, results, file = ran.stdout.strip().split(" ", 2)
        self.assertEqual(("21", "(['2'],)"), (count, results))
        self.assertTrue(file.startswith(installed.with_packaged_java()), file)


if __name__ == "__main__":
    unittest.main()
