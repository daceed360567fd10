/** What optimizers call their tensors, in the spelling of TensorFlow and Keras: for formats that find tensors by name. */
package ckpts.format.optimizer;
