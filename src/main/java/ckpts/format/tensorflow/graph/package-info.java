/** The variables and objects that a TensorFlow graph, or the graph of a SavedModel, declares. */
package ckpts.format.tensorflow.graph;
