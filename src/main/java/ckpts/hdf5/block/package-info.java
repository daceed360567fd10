/**
 * Blocks of HDF5 files: superblock, object headers and their messages, heaps, trees. Everything is checked against the
 * file's size, a checksum where there is one, and {@link ckpts.hdf5.block.Limits}, before anything is allocated for it.
 */
package ckpts.hdf5.block;
