/**
 * Reads HDF5 files: groups, datasets and attributes, by name and by position, each when it is asked for.
 *
 * <pre>{@code
 * Hdf5File file = Hdf5File.open(source, Limits.DEFAULT);
 * if (file.root().child("dense/kernel").orElseThrow() instanceof Dataset kernel) {
 *     kernel.type();                                   // FloatingPoint.FLOAT32
 *     kernel.open(1 << 20).read(0, buffer);            // row-major, in the byte order of the type
 * }
 * }</pre>
 *
 * <p>Values are in {@link ckpts.hdf5.type}, what is in files in {@link ckpts.hdf5.block} and {@link ckpts.hdf5.storage}, and
 * writing in {@link ckpts.hdf5.writing}. Files, groups and datasets are immutable and safe for use by several threads; a
 * {@link ckpts.hdf5.DatasetReader} is for one. What breaks a rule is a {@link ckpts.bytes.MalformedFileException}, what is
 * sound and not read an {@link ckpts.hdf5.block.UnsupportedHdf5Exception}.
 */
package ckpts.hdf5;
