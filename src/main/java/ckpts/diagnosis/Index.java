package ckpts.diagnosis;

/**
 * A number of a name.
 *
 * @param value its value
 * @param digits as it stands in the name, with its leading zeros
 */
record Index(long value, String digits) {}
