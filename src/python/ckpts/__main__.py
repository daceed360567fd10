"""The command `ckpts`, as the script of that name and as `python -m ckpts`."""

import sys

from ckpts._launcher import main

if __name__ == "__main__":
    sys.exit(main())
