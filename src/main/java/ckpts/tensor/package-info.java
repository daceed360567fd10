/**
 * Element types, shapes, origins, and lazy tensor values that can produce their bytes.
 *
 * <p>A {@link ckpts.tensor.Tensor} is an immutable value: it knows its type without reading anything, and any number of
 * {@link ckpts.tensor.TensorReader}s can be opened on it. Nothing here knows of files, formats or scripts.
 */
package ckpts.tensor;
