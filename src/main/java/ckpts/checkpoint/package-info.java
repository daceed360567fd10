/** Pure values: ordered names with their tensors and roles, manifests, the difference of the two. No I/O, no scripts. */
package ckpts.checkpoint;
