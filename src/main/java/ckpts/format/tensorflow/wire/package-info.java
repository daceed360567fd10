/**
 * Protocol buffer messages read and written field by field, what is unknown kept: for messages that are too many, or whose
 * bytes must come back as they were.
 */
package ckpts.format.tensorflow.wire;
