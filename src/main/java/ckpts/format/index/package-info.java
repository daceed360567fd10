/**
 * Checkpoints in shards beside an index file in JSON, which says in which file each tensor is: reading and writing such
 * indexes, and the names of the files.
 */
package ckpts.format.index;
