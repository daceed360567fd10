#!/usr/bin/env python3
"""Checks what people get, as they get it: check_release.py BUILD WORK. Prints a line per check.

BUILD is the folder target after mvn package. The archive is unpacked elsewhere, and run by others; standard library only.
"""

import glob
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

from counted import check, end
from pseudoterminal import Pseudoterminal

build, work = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
NOBODY = 65534
EPOCH = (2026, 1, 1, 0, 0, 0)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)")
LIBRARY = re.compile(r"^  ([\w.]+):([\w.-]+):([\w.]+) +\S", re.M)
NOWHERE = "/dev/null/nowhere"
SECONDS_FOR_CLASSES = 60
CHECKPOINT = "examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000"


def run(*command, **options):
    """Runs a command; (exit status, standard output, standard error)."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False, **options)
    return done.returncode, done.stdout, done.stderr


def only(pattern):
    (path,) = glob.glob(os.path.join(build, pattern))
    return path


def contents(tar, archived_zip, jar):
    """What is in the files: everything under one folder, dated alike, owned by root, complete."""
    with tarfile.open(tar) as archive:
        members = archive.getmembers()
    names = {member.name for member in members}
    top = os.path.basename(tar).removesuffix(".tar.gz")
    check("the archive has one folder, named as it is", {name.split("/")[0] for name in names}, {top})
    check("its files are root's", {(m.uid, m.gid, m.uname, m.gname) for m in members}, {(0, 0, "root", "root")})
    check("and of one time", {time.gmtime(m.mtime)[:6] for m in members}, {EPOCH})
    check("only the launcher is executable", [m.name for m in members if m.isfile() and m.mode & 0o111], [f"{top}/ckpts"])
    wanted = ("ckpts", "lib/ckpts.jar", "README.md", "LICENSE", "NOTICE", "docs/tour.md", "docs/language.md",
              "completions/ckpts.bash", "completions/_ckpts", "completions/ckpts.fish", "man/man1/ckpts.1",
              "examples/s1_renamed_layers.ckpts", CHECKPOINT + ".index")
    check("everything is there", [name for name in wanted if f"{top}/{name}" not in names], [])
    check("and nothing of a build", [name for name in names if re.search(r"__pycache__|/out/|\.class$|/src/", name)], [])
    with zipfile.ZipFile(archived_zip) as archive:
        files = {member.name for member in members if member.isfile()}
        check("the zip has the same", {name for name in archive.namelist() if not name.endswith("/")} ^ files, set())
        mode = archive.getinfo(f"{top}/ckpts").external_attr >> 16
        check("its launcher is executable", stat.S_IMODE(mode), 0o755)
    with zipfile.ZipFile(jar) as archive:
        entries = set(archive.namelist())
        check("the jar has the licence and the notices", {"META-INF/LICENSE", "META-INF/NOTICE"} <= entries)
        check("and no other's beside them", sum(1 for entry in entries if re.match(r"META-INF/.*(LICENSE|NOTICE)", entry)), 2)
        notice = archive.read("META-INF/NOTICE").decode()
    libraries = {f"{name}-{version}.jar" for _, name, version in LIBRARY.findall(notice)}
    check("the notices name the libraries that are in it, and no others", libraries, libraries_of(os.path.join(build, "ckpts.jar")))
    return top


def libraries_of(jar):
    """The files that a jar needs beside it. Its folder may have older ones, too."""
    with zipfile.ZipFile(jar) as archive:
        # A line that begins with a blank continues the one before it.
        manifest = archive.read("META-INF/MANIFEST.MF").decode().replace("\r\n ", "")
    return {os.path.basename(path) for path in re.search(r"^Class-Path: (.*?)\r?$", manifest, re.M).group(1).split()}


def unpacked(tar, folder):
    """The root of the release, unpacked into a folder."""
    os.makedirs(folder)
    with tarfile.open(tar) as archive:
        archive.extractall(folder)
    return os.path.join(folder, os.path.basename(tar).removesuffix(".tar.gz"))


def elsewhere(root, version):
    """In a path with a space, from another folder: it runs, learns its classes, and says nothing about that."""
    launcher = os.path.join(root, "ckpts")
    caches = os.path.join(work, "caches")
    environment = {**os.environ, "XDG_CACHE_HOME": caches}
    check("runs where it is unpacked, in a path with a space", run(launcher, "version", env=environment)[1:], (version, ""))
    classes = learned(caches, 1)
    check("makes one archive of classes", len(classes), 1)
    check("others may not write it", [oct(os.stat(path).st_mode & 0o022) for path in classes], ["0o0"])
    flags = {**environment, "CKPTS_JAVA_OPTS": "-Xshare:on"}
    check("which later runs use", run(launcher, "version", env=flags), (0, version, ""))
    out = os.path.join(work, "out put", "model")
    status, _, said = run(launcher, "run", "examples/s4_missing_biases.ckpts", "--set", f"out={out}", cwd=root, env=environment)
    check("runs an example", (status, os.path.exists(out + ".index")), (0, True))
    check("whose assertion holds", "assert consumed: 17 of 17" in said)
    for file, words in (("completions/ckpts.bash", ("completion", "bash")), ("completions/_ckpts", ("completion", "zsh")),
                        ("completions/ckpts.fish", ("completion", "fish")), ("man/man1/ckpts.1", ("man",))):
        check(f"{file} is what the program says", read(root, file), run(launcher, *words, env=environment)[1])
    broken = [link for link in LINK.findall(read(root, "README.md"))
              if not re.match(r"[a-z]+:", link) and not os.path.exists(os.path.join(root, link))]
    check("its README leads to what is there", broken, [])

    other = unpacked(only("ckpts-*.tar.gz"), os.path.join(work, "second"))
    check("a second copy says nothing of the first one's archive", run(os.path.join(other, "ckpts"), "version", env=environment),
          (0, version, ""))
    check("and gets one of its own", len(learned(caches, 2)), 2)
    check("which it uses", run(os.path.join(other, "ckpts"), "version", env=flags), (0, version, ""))


def strangers(root, version):
    """An archive of classes that somebody else could have written is not loaded, and none is made where others can write."""
    launcher = os.path.join(root, "ckpts")
    for what, spoil in (
        ("an archive that all may write", lambda folder, archive: os.chmod(archive, 0o666)),
        ("an archive that is a link", lambda folder, archive: (os.rename(archive, archive + "x"), os.symlink(archive + "x", archive))),
        ("an archive in a folder that its group may write", lambda folder, archive: os.chmod(folder, 0o775)),
        *([("another user's archive", lambda folder, archive: os.chown(archive, NOBODY, NOBODY)),
           ("an archive in another user's folder", lambda folder, archive: os.chown(folder, NOBODY, NOBODY))]
          if os.geteuid() == 0 else []),
    ):
        caches = os.path.join(work, "strangers")
        shutil.rmtree(caches, ignore_errors=True)
        environment = {**os.environ, "XDG_CACHE_HOME": caches}
        run(launcher, "version", env=environment)
        (archive,) = learned(caches, 1)
        used = re.compile("^class archive used +yes$", re.M)
        check(f"{what}, before it is one", bool(used.search(run(launcher, "version", "-v", env=environment)[1])))
        spoil(os.path.dirname(archive), archive)
        status, out, err = run(launcher, "version", "-v", env=environment)
        check(f"{what} is not loaded", (status, bool(used.search(out)), err), (0, False, ""))
    caches = os.path.join(work, "open")
    os.makedirs(os.path.join(caches, "ckpts"))
    os.chmod(os.path.join(caches, "ckpts"), 0o777)
    check("in a folder that all may write", run(launcher, "version", env={**os.environ, "XDG_CACHE_HOME": caches}), (0, version, ""))
    check("none is made", os.listdir(os.path.join(caches, "ckpts")), [])
    relative = os.path.join(work, "relative")
    os.makedirs(relative)
    environment = {**os.environ, "XDG_CACHE_HOME": "caches", "HOME": NOWHERE}
    check("a relative folder of caches", run(launcher, "version", env=environment, cwd=relative), (0, version, ""))
    check("is none", os.listdir(relative), [])
    quiet = {**os.environ, "XDG_CACHE_HOME": os.path.join(work, "quiet"), "CKPTS_NO_ARCHIVE": "1"}
    check("nor is one made where that was said", (run(launcher, "version", env=quiet), os.path.exists(quiet["XDG_CACHE_HOME"])),
          ((0, version, ""), False))


def java_on_path(root):
    """What PATH leads to is not started if it says that it is too old."""
    old = os.path.join(work, "old")
    os.makedirs(os.path.join(old, "bin"))
    with open(os.path.join(old, "release"), "w", encoding="utf-8") as file:
        file.write('JAVA_VERSION="11.0.2"\n')
    java = os.path.join(old, "bin", "java")
    with open(java, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\necho started\n")
    os.chmod(java, 0o755)
    with open(os.path.join(root, "ckpts"), encoding="utf-8") as file:
        # Without the folders where systems have theirs.
        script = re.sub(r"^java_folders=.*$", "java_folders=''", file.read(), flags=re.M)
    launcher = os.path.join(root, "ckpts-on-path")
    with open(launcher, "w", encoding="utf-8") as file:
        file.write(script)
    environment = {"PATH": os.path.join(old, "bin") + ":/usr/bin:/bin", "HOME": NOWHERE}
    said = "ckpts: Java 11.0.2 is too old: install a JDK of version 17 or newer, or set JAVA_HOME to the folder of one\n"
    check("a Java 11 on PATH is not started", run("sh", launcher, "version", env=environment), (5, "", said))
    os.remove(launcher)


def learned(caches, count):
    """The archives of classes, once there are so many and none is in the making."""
    end = time.monotonic() + SECONDS_FOR_CLASSES
    while time.monotonic() < end:
        found = glob.glob(os.path.join(caches, "ckpts", "*.jsa"))
        if len(found) >= count and not glob.glob(os.path.join(caches, "ckpts", "*.making")):
            return found
        time.sleep(0.05)
    return glob.glob(os.path.join(caches, "ckpts", "*"))


def read_only(tar, version):
    """Nobody may write where it is, or at home: as another user where there is a right to become one."""
    # Below the folder of the checks, another user may not even enter.
    folder = tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    root = unpacked(tar, os.path.join(folder, "release"))
    try:
        for place, _, files in os.walk(root):
            for file in files:
                os.chmod(os.path.join(place, file), 0o555 if file == "ckpts" else 0o444)
            os.chmod(place, 0o555)
        another = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        environment = {"PATH": os.environ["PATH"], "HOME": NOWHERE}
        launcher = os.path.join(root, "ckpts")
        who = "another user" if another else "a user"
        check(f"{who} without a home runs what is read-only", run(launcher, "version", env=environment, cwd="/", **another),
              (0, version, ""))
        listing = run(launcher, "ls", os.path.join(root, CHECKPOINT), env=environment, cwd="/", **another)
        check("and lists a checkpoint of it", (listing[0], listing[2]), (0, ""))
        refused = run(launcher, "run", os.path.join(root, "examples/s4_missing_biases.ckpts"), env=environment, cwd="/", **another)
        if another:
            check("what it cannot save it says", (refused[0], "E05" in refused[2]), (5, True))
    finally:
        for place, _, _ in os.walk(root):
            os.chmod(place, 0o755)
        shutil.rmtree(folder)


def plain_java(root, version):
    """The jar alone: no launcher, its own advice, a prompt on a terminal."""
    jar = os.path.join(root, "lib", "ckpts.jar")
    copy = os.path.join(work, "ckpts.jar")
    shutil.copy(jar, copy)
    status, out, err = run("java", "-jar", copy, "version")
    check("the jar runs anywhere", (status, out.split(",")[0], err), (0, version.split(",")[0], ""))
    script = os.path.join(work, "deep.ckpts")
    with open(script, "w", encoding="utf-8") as file:
        file.write("print " + "(" * 100_000 + "1" + ")" * 100_000 + "\n")
    status, _, err = run("java", "-Xmx12m", "-jar", copy, "run", script)
    check("and says how plain Java gets more room", (status, "allow more: java -X" in err), (4, True))
    prompt = Pseudoterminal(["java", "-jar", copy], environment={"XDG_STATE_HOME": work})
    seen, _ = prompt.sees("In [1]: ")
    check("without arguments it is a prompt on a terminal", True)
    prompt.types("print 40 + 2\r")
    prompt.sees("\n42")
    prompt.types("\x04")
    check("that answers and ends", prompt.ends(), 0)


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def main():
    shutil.rmtree(work, ignore_errors=True)
    tar, jar = only("ckpts-*.tar.gz"), only("ckpts-*.jar")
    contents(tar, only("ckpts-*.zip"), jar)
    root = unpacked(tar, os.path.join(work, "un packed"))
    version = run(os.path.join(root, "ckpts"), "version", env={**os.environ, "XDG_CACHE_HOME": NOWHERE})[1]
    check("it is the version in its name", version.split(",")[0], os.path.basename(root).replace("-", " "))
    elsewhere(root, version)
    strangers(root, version)
    java_on_path(root)
    read_only(tar, version)
    plain_java(root, version)
    end()


main()
