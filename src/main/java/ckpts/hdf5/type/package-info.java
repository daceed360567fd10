/**
 * What HDF5 files hold, as values: types of elements, extents, attributes; and what elements mean. Nothing here knows of
 * files. All values are immutable.
 */
package ckpts.hdf5.type;
