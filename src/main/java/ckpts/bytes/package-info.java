/**
 * Named positioned input, checked decoding, and the one way to write: the disk as an interface, so that tests can
 * break it at every step.
 */
package ckpts.bytes;
