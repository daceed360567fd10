"""A program on a terminal that a script types at: standard library only, no fixed waits."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time

PATIENCE = 30
CONTROL = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|[()][0-9A-B]|[=>])")


class Silence(Exception):
    """What was waited for did not come."""


class Pseudoterminal:
    """Starts a command on a terminal; `shown` is all that it wrote since the last thing waited for."""

    def __init__(self, command, columns=100, rows=30, environment=None):
        self.begun = time.perf_counter()
        self.process, self.side = pty.fork()
        if self.process == 0:
            os.environ.pop("COLUMNS", None)
            os.environ.update({"TERM": "xterm-256color"})
            os.environ.update(environment or {})
            os.execvp(command[0], command)
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.written = b""
        self.shown = b""

    def types(self, keys):
        os.write(self.side, keys.encode())

    def sees(self, text, patience=PATIENCE):
        """Waits for a text, colours and movements aside; returns what was shown up to it and the seconds it took."""
        begun = time.perf_counter()
        wanted = text.encode()
        while wanted not in CONTROL.sub(b"", self.shown):
            rest = begun + patience - time.perf_counter()
            if rest <= 0 or not self._read(rest):
                raise Silence(f"waited for {text!r}, saw {self.text()!r}")
        seen = self.text()
        self.shown = self.shown[self.shown.rindex(wanted[-1:]) + 1 :]
        return seen, time.perf_counter() - begun

    def is_left_alone(self, patience=PATIENCE):
        """Waits until the program reads no keys one by one: it has taken a line and works."""
        end = time.perf_counter() + patience
        while not termios.tcgetattr(self.side)[3] & termios.ICANON:
            if time.perf_counter() > end:
                raise Silence(f"it goes on reading keys after {self.text()!r}")
            self.breathes()

    def breathes(self):
        """Reads what has come, if anything: for somebody who waits for something else to happen."""
        if select.select([self.side], [], [], 0.01)[0]:
            self._read(PATIENCE)

    def text(self):
        return CONTROL.sub(b"", self.shown).decode(errors="replace")

    def ends(self, patience=PATIENCE):
        """Waits for the end of the program; returns its exit status."""
        while self._read(patience):
            pass
        _, status = os.waitpid(self.process, 0)
        os.close(self.side)
        return os.waitstatus_to_exitcode(status)

    def _read(self, patience):
        if not select.select([self.side], [], [], patience)[0]:
            raise Silence(f"nothing came for {patience} s after {self.text()!r}")
        try:
            part = os.read(self.side, 65536)
        except OSError:  # the program has closed its side
            return False
        self.written += part
        self.shown += part
        return bool(part)
