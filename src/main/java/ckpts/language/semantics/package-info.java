/**
 * Evaluation of expressions and selectors over a workspace: names, shapes and types, never the values of stored tensors.
 * Evaluates to values; changes nothing and prints nothing.
 */
package ckpts.language.semantics;
