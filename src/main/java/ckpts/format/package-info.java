/**
 * The interface of checkpoint formats: recognizing, opening, reporting what cannot be stored, and laying out output as
 * a value. Formats read through {@link ckpts.bytes.Disk} and never write: the plan runner executes their layouts.
 */
package ckpts.format;
