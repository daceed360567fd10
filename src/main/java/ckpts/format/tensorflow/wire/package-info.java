/**
 * Protocol buffer messages read and written field by field, keeping unknown fields: for messages that are too many, or
 * whose bytes must be preserved.
 */
package ckpts.format.tensorflow.wire;
