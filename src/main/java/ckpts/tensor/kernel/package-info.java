/**
 * Parts of which the readers of operations are made: numbers of every element type, columns and blocks of them, strides, matrix products,
 * random access to elements, leases of working memory.
 */
package ckpts.tensor.kernel;
