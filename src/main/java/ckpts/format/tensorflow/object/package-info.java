/**
 * The object graph with which {@code tf.train.Checkpoint} and Keras find their tensors again: as a value, the names that
 * its tensors have in scripts, what edits of those names do to it, and how TensorFlow matches it on restoring. Knows
 * nothing of files.
 */
package ckpts.format.tensorflow.object;
