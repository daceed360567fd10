/** Strict JSON: errors that name the file and the byte, and texts quoted as the writers of other programs do. */
package ckpts.json;
