/**
 * Keras's HDF5 files: weights and whole models as Keras 2, tf_keras and Keras 3 write them under names that end in {@code
 * .h5}.
 *
 * <p>The entry point is {@link ckpts.format.keras.KerasH5Format}; {@code docs/formats/keras.md} describes the files. A file
 * is read into a {@link ckpts.format.keras.StoredFile}, the structure without values; a {@link
 * ckpts.format.keras.Placement} says where each tensor of an edited checkpoint goes, and {@link
 * ckpts.format.keras.FileDraft} makes the new file of both.
 */
package ckpts.format.keras;
