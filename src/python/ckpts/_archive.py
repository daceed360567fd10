"""The archive of loaded classes: made in the background by one run, used by all later ones, which start in half the time.

It lies in the user's folder for caches. Whoever can write it can have any code run, so that it is neither made nor used where
others than the user can write. Nothing is lost without it: the program starts, later. So whatever fails here means: without.

As a script: python _archive.py JAVA PROGRAM ARCHIVE. It returns at once, and goes on in a process of its own.
"""

import os
import stat
import sys
import time
from binascii import crc32

SECONDS_BETWEEN_ATTEMPTS = 600
# Of each of the two JVMs that make it: together less than there is between attempts.
SECONDS_TO_MAKE = 250
SECONDS_BETWEEN_TOUCHES = 24 * 3600
SECONDS_TO_BEGIN = 10
KEPT = 4
PREFIX, SUFFIX, MAKING = "wheel-", ".jsa", ".making"
SWITCH = "CKPTS_NO_ARCHIVE"


def find(java, program):
    """The path of the archive for an installation of Java and a folder with the program, or None if there is none yet; in which
    case it is being made from now on."""
    folder = cache()
    name = _name(java, program)
    if os.name != "posix" or os.environ.get(SWITCH) or not folder or not name:
        return None
    if os.path.lexists(folder) and not _is_own(folder):
        return None
    archive = os.path.join(folder, name)
    if _is_private(folder):
        age = _age(archive)
        if age is not None and _is_private(archive):
            if age > SECONDS_BETWEEN_TOUCHES:
                _touch(archive)
            return archive
        attempt = _age(archive + MAKING)
        if age is not None or attempt is not None and attempt < SECONDS_BETWEEN_ATTEMPTS:
            return None
    _begin(java.executable, program, archive)
    return None


def cache():
    """The user's folder for what this program can make again; None without a home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    # What is relative would be another folder in every folder, and does not count by the standard.
    if not os.path.isabs(base):
        place = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
        base = os.path.join(os.environ.get("HOME", ""), *place)
    return os.path.join(base, "ckpts") if os.path.isabs(base) else None


def _name(java, program):
    """Of everything that the archive is made of: the jars, by their digest, at their place, of their time, which the JVM compares;
    and the JVM. None if it does not say what it is."""
    if not java.home:
        return None
    try:
        with open(os.path.join(program, "digest"), encoding="ascii") as file:
            digest = file.read(16)
        jar = os.stat(os.path.join(program, "ckpts.jar"))
        modules = os.stat(os.path.join(java.home, "lib", "modules"))
    except OSError:
        return None
    # The paths need no better sum: where two have the same, the JVM notices, and starts without.
    place = crc32("\n".join([program, os.path.realpath(java.home), java.release]).encode(errors="surrogateescape"))
    times = f"{jar.st_mtime_ns:x}-{modules.st_mtime_ns:x}-{modules.st_size:x}"
    return f"{PREFIX}{digest}-{times}-{place:08x}{SUFFIX}"


def _is_own(path, forbidden=0):
    """Whether it is there, no link, and the user's; and has none of these permissions."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return not stat.S_ISLNK(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & forbidden


def _is_private(path):
    """Whether it is the user's own, and nobody else may write it."""
    return _is_own(path, forbidden=0o022)


def _age(path):
    """In seconds; None if it is not there."""
    try:
        return time.time() - os.stat(path).st_mtime
    except OSError:
        return None


def _touch(archive):
    """Those that are not used are the first to go."""
    try:
        os.utime(archive)
    except OSError:
        # Nothing can be written there, or another run has just deleted it.
        pass


def _begin(java, program, archive):
    if not _is_python(sys.executable):
        return
    # A folder that cannot be made or written is found out before a process is started for it.
    folder = os.path.dirname(archive)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if not _is_private(folder):
            os.chmod(folder, 0o700)
    except OSError:
        return
    if not os.access(folder, os.W_OK):
        return
    import subprocess

    # Isolated and without packages: it needs nothing but the standard library, and may be started from any program. The folder
    # that it is started in can be removed; what it starts makes no archive.
    words = [sys.executable, "-I", "-S", os.path.abspath(__file__), java, program, archive]
    nothing = subprocess.DEVNULL
    apart = {"cwd": "/", "start_new_session": True, "env": {**os.environ, SWITCH: "1"}, "timeout": SECONDS_TO_BEGIN}
    try:
        subprocess.run(words, stdin=nothing, stdout=nothing, stderr=nothing, **apart)
    except (OSError, subprocess.SubprocessError):
        pass


def _is_python(executable):
    """Whether it runs scripts: in an application that Python is part of, it may be the application."""
    name = os.path.basename(executable or "").lower()
    return name.startswith(("python", "pypy")) and not getattr(sys, "frozen", False)


def make(java, program, archive):
    """Makes the archive, unless another process does. The mark beside it keeps others from trying, too; what has failed leaves it,
    so that nobody tries again at once.

    Of two that find a mark too old at the same time, both make it: each in a folder of its own, so that either gives the whole one
    its name."""
    import shutil
    import tempfile

    folder, name = os.path.split(archive)
    mark = archive + MAKING
    _clear(folder)
    try:
        os.mkdir(mark, 0o700)
        making = tempfile.mkdtemp(prefix=name + MAKING + "-", dir=folder)
    except OSError:
        return
    made = os.path.join(making, "archive")
    try:
        if _dump(java, program, making, made):
            # It is on the disk before it has its name: half of one would end Java 17 at once.
            with open(made, "rb") as file:
                os.fsync(file.fileno())
            os.replace(made, archive)
            shutil.rmtree(mark, ignore_errors=True)
            _forget(folder)
    except OSError:
        pass
    shutil.rmtree(making, ignore_errors=True)


def _dump(java, program, making, made):
    """Whether it worked: a rehearsal lists the classes, and a second JVM writes them."""
    import subprocess

    jar = os.path.join(program, "ckpts.jar")
    classes = os.path.join(making, "classes")
    common = [java, "-XX:+IgnoreUnrecognizedVMOptions", "-Xlog:disable", "-XX:+UseSerialGC"]
    rehearsal = ["-XX:TieredStopAtLevel=1", "-Xshare:off", f"-XX:DumpLoadedClassList={classes}", "-jar", jar, "rehearse"]
    dump = ["-Xshare:dump", f"-XX:SharedClassListFile={classes}", f"-XX:SharedArchiveFile={made}", "-cp", jar]
    try:
        for words in ([*rehearsal, os.path.join(program, "examples"), making], dump):
            subprocess.run([*common, *words], cwd=making, check=True, timeout=SECONDS_TO_MAKE)
    except (OSError, subprocess.SubprocessError):
        return False
    return os.path.exists(made)


def _clear(folder):
    """Deletes marks that are too old, and folders of processes that were killed."""
    import shutil

    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if name.startswith(PREFIX) and SUFFIX + MAKING in name and (_age(path) or 0) >= SECONDS_BETWEEN_ATTEMPTS:
            shutil.rmtree(path, ignore_errors=True)


def _forget(folder):
    """Deletes all but the archives that were used last: of environments that are gone, of versions that were replaced."""
    names = [name for name in os.listdir(folder) if name.startswith(PREFIX) and name.endswith(SUFFIX)]
    archives = [os.path.join(folder, name) for name in names]
    for archive in sorted(archives, key=lambda path: _age(path) or 0)[KEPT:]:
        try:
            os.unlink(archive)
        except OSError:
            # Another run was faster.
            pass


if __name__ == "__main__":
    os.umask(0o077)
    if os.fork() == 0:
        make(*sys.argv[1:])
