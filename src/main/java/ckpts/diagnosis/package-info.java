/**
 * Explains why a checkpoint does not fit a model, and how to make it fit: from the facts of a difference to claims,
 * each with its reason and its repair as a value. Pure: names, types and, if given, equal values; no I/O, no script
 * text.
 *
 * <p>{@link ckpts.diagnosis.Advice} is the entry point. {@code docs/diagnosis.md} describes how two naming schemes are
 * paired.
 */
package ckpts.diagnosis;
