/**
 * Tensors made of other tensors, one class for each operation: moves, casts, arithmetic, reductions. They know types and
 * bytes, but no names.
 */
package ckpts.tensor.op;
