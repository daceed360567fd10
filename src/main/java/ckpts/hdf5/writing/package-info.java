/**
 * Lays out HDF5 files: from a description of groups, attributes and datasets to a list of parts, of which those with the
 * data of datasets are left to the caller. Nothing here writes, and nothing holds data: a file of any size is planned in
 * memory for its metadata, and can then be written from front to back.
 *
 * <p>Files have superblock 2, object headers of version 2 with checksums, compact links, contiguous data at multiples of 8
 * bytes behind all metadata, and variable strings in global heaps. The order of links and attributes is recorded. HDF5 1.8
 * and later read them.
 */
package ckpts.hdf5.writing;
