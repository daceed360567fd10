/**
 * Zip archives as containers of checkpoints: reading their directories with all that hostile ones may try, and laying
 * them out. Files in them are ranges of bytes; what these mean is known elsewhere.
 */
package ckpts.zip;
