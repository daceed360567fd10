/**
 * Pure values: ordered names with their tensors and roles, name patterns and templates, manifests. No I/O, no scripts.
 *
 * <p>Names are Java strings. A stored name that is not valid UTF-8 keeps each stray byte {@code b} as the lone
 * surrogate {@code U+DC00 + b}, so that every name survives a round trip (see {@link ckpts.checkpoint.Names}).
 */
package ckpts.checkpoint;
