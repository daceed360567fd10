/**
 * Pure values: ordered names with their tensors and roles, manifests, and the difference between the two. No I/O, no
 * scripts.
 */
package ckpts.checkpoint;
