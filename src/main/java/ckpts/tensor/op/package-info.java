/**
 * Tensor operations, one class each: moves, casts, arithmetic, initializers. They know types and bytes, but no names.
 */
package ckpts.tensor.op;
