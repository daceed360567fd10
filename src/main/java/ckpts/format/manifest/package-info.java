/** Manifest files in JSON: what a model expects, written by hand or by {@code ckpts manifest}. */
package ckpts.format.manifest;
