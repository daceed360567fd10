"""Compares two safetensors files tensor by tensor: agree.py EXPECTED FOUND TOLERANCE SHARE.

Names, element types and shapes must be equal. Values may differ by TOLERANCE (absolute, or relative where they are above 1;
0: they are the same), but for the SHARE of all elements, which may differ by anything. Says what disagrees, and ends with 1.
"""

import sys

from safetensors import safe_open


def disagreements(expected, found, tolerance, share):
    with safe_open(expected, "pt") as ours, safe_open(found, "pt") as theirs:
        if sorted(ours.keys()) != sorted(theirs.keys()):
            yield f"names differ: {sorted(set(ours.keys()) ^ set(theirs.keys()))[:4]}"
            return
        elements = different = 0
        for name in ours.keys():
            mine, other = ours.get_tensor(name), theirs.get_tensor(name)
            if (mine.dtype, mine.shape) != (other.dtype, other.shape):
                yield f"{name}: {mine.dtype} {list(mine.shape)} and {other.dtype} {list(other.shape)}"
                continue
            # Written this way round, a NaN disagrees with everything.
            close = (mine - other).abs() <= tolerance * mine.abs().clamp(min=1)
            elements += mine.numel()
            different += mine.numel() - int(close.sum())
        if different > share * elements:
            yield f"{different} of {elements} elements differ by more than {tolerance}"


if __name__ == "__main__":
    complaints = list(disagreements(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    sys.exit(1 if complaints else 0)
