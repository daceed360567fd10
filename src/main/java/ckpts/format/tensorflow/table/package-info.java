/**
 * The sorted table of an index file: a map from byte strings to byte strings in checked blocks. Knows nothing of
 * tensors.
 */
package ckpts.format.tensorflow.table;
