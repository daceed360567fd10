/** Manifest files in JSON: the variables that a model expects, written by hand or by {@code ckpts manifest}. */
package ckpts.format.manifest;
