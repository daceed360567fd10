package ckpts.diagnosis.schemes;

/** A checkpoint in one scheme for a model in another. */
record Pair(String name, Scheme from, Scheme to) {}
