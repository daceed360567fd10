/**
 * TensorFlow's checkpoints: tensor bundles, and the graphs that list the variables of a model.
 *
 * <p>The entry point is {@link ckpts.format.tensorflow.TensorFlowFormat}; {@code docs/formats/tensorflow.md} describes
 * the bytes.
 */
package ckpts.format.tensorflow;
