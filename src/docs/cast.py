#!/usr/bin/env python3
"""Makes docs/pictures/tour.svg: what the launcher shows on a terminal to somebody who types the lines below.

    python3 -m venv target/cast && target/cast/bin/pip install pyte==0.8.2
    target/cast/bin/python src/docs/cast.py            # writes the picture
    target/cast/bin/python src/docs/cast.py --check    # ends with 1 if the picture shows something else than what happens

The real program runs on a pseudoterminal, and pyte says what the screen shows. Only the times are not real: each key and each
answer is shown as long as it takes to read.
"""

import html
import os
import re
import shutil
import sys
import tempfile

import pyte

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
PICTURE = os.path.join(ROOT, "docs", "pictures", "tour.svg")
sys.path.insert(0, os.path.join(ROOT, "src", "test", "launcher"))
from pseudoterminal import Pseudoterminal  # noqa: E402

COLUMNS, ROWS = 106, 32
WIDTH, HEIGHT, MARGIN = 8.4, 18, 14  # Of a character, of a line, around all.
KEYS, KEY_SECONDS = 4, 0.16  # So many keys at a time.
QUIET = 10  # So many looks, of a hundredth of a second each, that see nothing.
BACKGROUND, FOREGROUND = "#16181d", "#d8dee9"
COLOURS = {
    "black": "#4c566a", "red": "#ff6c6b", "green": "#98d267", "brown": "#ecbe7b", "yellow": "#ecbe7b", "blue": "#61afef",
    "magenta": "#c678dd", "cyan": "#56c8d8", "white": "#d8dee9",
}
SECONDS_SAVED = re.compile(r"in \d+\.\d\d s")
SHELL = "$ "
READING = b"\x1b[?2004h"  # Said to the terminal by a prompt that reads keys.

# What is typed, what is shown when it is answered, and for how many seconds the answer stays.
SCENES = [
    ("ckpts diff weights new_model.json", SHELL, 4.0),
    ("ckpts", "In [1]: ", 1.0),
    ('load "weights"', "In [2]: ", 1.0),
    ('manifest "new_model.json"', "In [3]: ", 1.4),
    ('rename "model/dense_1/*" -> "model/fully_connected_a/*"', "In [4*]: ", 1.4),
    ("assert consumed", "In [5*]: ", 3.6),
    ('rename "model/dense_2/*" -> "model/fully_connected_b/*"', "In [6*]: ", 1.4),
    ("assert consumed", "In [7*]: ", 2.4),
    ('save "fixed/weights"', "In [8]: ", 2.4),
    ("%exit", SHELL, 1.0),
    ("ckpts diff fixed/weights new_model.json", SHELL, 4.0),
]


class Recording:
    """Screens and for how long each is shown. A screen is a tuple of lines, a line of runs of text of one style."""

    def __init__(self, folder):
        self.frames = []
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._fed = 0
        environment = {
            "PATH": ROOT + os.pathsep + os.environ["PATH"], "PS1": SHELL, "HOME": folder, "XDG_STATE_HOME": folder,
            "LC_ALL": "C.UTF-8", "COLORTERM": "",
        }
        os.chdir(folder)
        self._terminal = Pseudoterminal(["sh", "-i"], COLUMNS, ROWS, environment)
        self._terminal.sees(SHELL)
        self._keep(1.0)

    def scene(self, typed, answered, seconds):
        before = self._screen.display[self._screen.cursor.y][: self._screen.cursor.x]
        for start in range(0, len(typed), KEYS):
            self._terminal.types(typed[start : start + KEYS])
            while self._shown_line() != (before + typed[: start + KEYS]).rstrip():
                self._terminal.breathes()
                self._feed()
            self._keep(KEY_SECONDS)
        reading = self._terminal.written.count(READING)
        self._terminal.types("\r")
        while not self._is_answered(answered):
            self._terminal.breathes()
            self._feed()
        # The first prompt is drawn before it reads; what is typed before that is shown twice.
        while answered != SHELL and self._terminal.written.count(READING) == reading:
            self._terminal.breathes()
        self._keep(seconds)

    def ends(self):
        self._terminal.types("exit\r")
        self._terminal.ends()

    def _is_answered(self, answered):
        return self._shown_line() == answered.rstrip() and self._screen.cursor.x == len(answered)

    def _shown_line(self):
        return self._screen.display[self._screen.cursor.y].rstrip()

    def _settles(self):
        """Waits until nothing comes any more: colours follow what is typed."""
        quiet = 0
        while quiet < QUIET:
            fed = self._fed
            self._terminal.breathes()
            self._feed()
            quiet = quiet + 1 if self._fed == fed else 0

    def _feed(self):
        self._stream.feed(self._terminal.written[self._fed :])
        self._fed = len(self._terminal.written)

    def _keep(self, seconds):
        self._settles()
        lines = [_runs(self._screen.buffer[row]) for row in range(ROWS)]
        row, column = self._screen.cursor.y, self._screen.cursor.x
        self.frames.append((tuple(lines), (row, column), seconds))


def _runs(cells):
    runs = []
    for column in range(COLUMNS):
        cell = cells[column]
        style = (cell.fg, cell.bold)
        if runs and runs[-1][0] == style:
            runs[-1][1] += cell.data
        else:
            runs.append([style, cell.data])
    text = "".join(run[1] for run in runs)
    if not text.strip():
        return ()
    if text != text.rstrip() and runs[-1][1].strip() == "":
        runs.pop()
    return tuple((style, SECONDS_SAVED.sub("in 0.01 s", part)) for style, part in runs)


def svg(frames):
    """The picture: each line once, each frame a column of references to lines, the columns moved past a window."""
    lines = {}
    for screen, _, _ in frames:
        for line in screen:
            if line:
                lines.setdefault(line, f"l{len(lines)}")
    width, height = round(COLUMNS * WIDTH + 2 * MARGIN), ROWS * HEIGHT + 2 * MARGIN
    total = sum(seconds for *_, seconds in frames)
    stops, passed = [], 0.0
    for number, (*_, seconds) in enumerate(frames):
        stops.append(f"{100 * passed / total:.3f}%{{transform:translateX(-{number * width}px)}}")
        passed += seconds
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        "<title>A terminal: ckpts finds two renamed layers in a checkpoint, repairs them and saves the result</title>",
        "<style>",
        f"text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:{FOREGROUND};white-space:pre}}",
        f".film{{animation:film {total:.1f}s steps(1,end) infinite}}",
        "@keyframes film{" + "".join(stops) + "}",
        "</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{BACKGROUND}"/>',
        "<defs>",
    ]
    for line, name in lines.items():
        out.append(f'<g id="{name}"><text xml:space="preserve">{_text(line)}</text></g>')
    out += ["</defs>", f'<svg width="{width}" height="{height}"><g class="film">']
    for number, (screen, (row, column), _) in enumerate(frames):
        out.append(f'<g transform="translate({number * width + MARGIN},{MARGIN})">')
        out.append(f'<rect x="{column * WIDTH:.1f}" y="{row * HEIGHT + 2}" width="{WIDTH}" height="{HEIGHT - 3}" fill="{FOREGROUND}"/>')
        out.extend(
            f'<use href="#{lines[line]}" y="{(at + 1) * HEIGHT - 4}"/>' for at, line in enumerate(screen) if line
        )
        out.append("</g>")
    out += ["</g></svg>", "</svg>"]
    return "\n".join(out) + "\n"


def _text(line):
    column, parts = 0, []
    for (colour, bold), text in line:
        style = "" if colour == "default" else f' fill="{COLOURS.get(colour, "#" + colour)}"'
        style += ' font-weight="bold"' if bold else ""
        # The length is said, so that any font fills the same grid.
        length = f' x="{column * WIDTH:.1f}" textLength="{len(text) * WIDTH:.1f}"'
        parts.append(f"<tspan{length}{style}>{html.escape(text, quote=False)}</tspan>")
        column += len(text)
    return "".join(parts)


def record():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "examples/checkpoints/s1_renamed_layers/keras3_weights"), folder, dirs_exist_ok=True)
        recording = Recording(folder)
        for scene in SCENES:
            recording.scene(*scene)
        recording.ends()
        os.chdir(ROOT)
        return svg(recording.frames)


def main():
    picture = record()
    if "--check" in sys.argv[1:]:
        with open(PICTURE, encoding="utf-8") as file:
            same = file.read() == picture
        print("1 passed, 0 failed" if same else f"{PICTURE} shows something else: run src/docs/cast.py\n0 passed, 1 failed")
        sys.exit(0 if same else 1)
    with open(PICTURE, "w", encoding="utf-8") as file:
        file.write(picture)


if __name__ == "__main__":
    main()
