/** Initializers, one class each, with the values that the framework of the same name draws or a documented stream. */
package ckpts.tensor.initializer;
