/**
 * The sorted table that an index file is: a map from byte strings to byte strings in checked blocks. Knows nothing of
 * tensors.
 */
package ckpts.format.tensorflow.table;
