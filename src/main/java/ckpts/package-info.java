/** The program: puts formats, language and front ends together. {@code docs/architecture.md} is the map of the rest. */
package ckpts;
