"""What the checks of ckpts.manifest share: a manifest against the checkpoint that the framework itself saved of the model."""

import os

from harness import Checks, Failure, expect

import ckpts
from ckpts import _launcher


def checks_of_the_checkout(doc):
    """The functions run the program of the checkout, as all checks do, not an installed wheel."""
    checks = Checks(doc)
    _launcher.command = lambda arguments=(): [checks.launcher]
    return checks


def fits(checks, manifest, source, folder):
    """The checkpoint that the framework saved is what the manifest expects, neither more nor less."""
    path = os.path.join(folder, "model.json")
    manifest.write(path)
    found = ckpts.diff(source, path)
    expect(found.equal, "%s", found)
    done = ckpts.run('load "%s"\nmanifest "%s"\nassert consumed\nassert covered' % (source, path))
    expect(found.matching == len(manifest.variables) > 0, "%d of %d", found.matching, len(manifest.variables))
    expect([s.result for s in done.statements] == ["passed"] * 4, "%s", done.statements)


def refuses(kind, text, action):
    try:
        action()
    except kind as e:
        expect(str(e) == text, "%r, not %r", str(e), text)
    else:
        raise Failure("no %s" % kind.__name__)
