"""ckpts: edits the tensors of checkpoints so that they fit a changed model."""

# The command starts through this module, too: what it imports, every run of `ckpts` waits for.
