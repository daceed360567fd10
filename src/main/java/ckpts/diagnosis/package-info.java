/**
 * Why a checkpoint does not fit a model, and what would make it fit: from the facts of a difference to claims, each with
 * its reason and its repair as a value. Pure: names, types and, where they are given, equal values; no I/O, no text of
 * scripts.
 *
 * <p>{@link ckpts.diagnosis.Advice} is the way in. How two naming schemes are paired is told in {@code docs/diagnosis.md}.
 */
package ckpts.diagnosis;
