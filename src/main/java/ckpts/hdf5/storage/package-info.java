/**
 * How elements of datasets are stored: layouts, indexes of chunks, filters, and reading by position through them.
 */
package ckpts.hdf5.storage;
