package ckpts.diagnosis;

/**
 * A number of a name.
 *
 * @param value its value
 * @param digits as written in the name, with leading zeros
 */
record Index(long value, String digits) {}
