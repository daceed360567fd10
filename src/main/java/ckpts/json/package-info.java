/** Strict JSON: errors that name the file and the byte, and strings quoted as other programs write them. */
package ckpts.json;
