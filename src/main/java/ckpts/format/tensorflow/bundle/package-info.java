/**
 * The files of a TensorFlow bundle: paths and the {@code checkpoint} state file, entries of the index, slices of
 * partitioned variables, strings and byte orders in data files.
 */
package ckpts.format.tensorflow.bundle;
