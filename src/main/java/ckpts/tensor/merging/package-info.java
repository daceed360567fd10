/** Ways to merge the weights of several checkpoints: task arithmetic, TIES, DARE, spherical interpolation. */
package ckpts.tensor.merging;
