"""Paths, as Python's own functions take them."""

import os

StrPath = str | os.PathLike[str]
