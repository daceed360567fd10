/**
 * Names of tensors as text: their segments and numbers, patterns that match them and targets that write them, rename
 * rules, similar names, many names written as few templates. Knows nothing of tensors, files or scripts.
 *
 * <p>Names are Java strings. In a stored name that is not valid UTF-8, each stray byte {@code b} becomes the lone surrogate
 * {@code U+DC00 + b}, so that every name survives a round trip (see {@link ckpts.naming.Names}).
 */
package ckpts.naming;
