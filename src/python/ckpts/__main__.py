"""The command `ckpts`, as the script of that name and as `python -m ckpts`."""

import sys

from ckpts import _launcher


def main():
    """Ends this process with the status of the program: not all that call it would pass on a result."""
    sys.exit(_launcher.main())


if __name__ == "__main__":
    main()
