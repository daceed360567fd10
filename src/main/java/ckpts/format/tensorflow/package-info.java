/**
 * TensorFlow's checkpoints: tensor bundles, and the graphs that say which variables a model has.
 *
 * <p>The way in is {@link ckpts.format.tensorflow.TensorFlowFormat}; {@code docs/formats/tensorflow.md} has the bytes.
 */
package ckpts.format.tensorflow;
