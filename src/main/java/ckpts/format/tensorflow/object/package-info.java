/**
 * The object graph with which {@code tf.train.Checkpoint} and Keras find their tensors: as a value, the names of its
 * tensors in scripts, the effect of renames on it, and TensorFlow's matching on restore. Knows nothing of files.
 */
package ckpts.format.tensorflow.object;
