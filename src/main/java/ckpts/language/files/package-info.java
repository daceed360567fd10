/**
 * Problems with files as diagnostics: the one translation of failures into codes, words and advice. Statements,
 * commands and the prompt report with it, so that a fault reads the same wherever it is met. Prints nothing.
 */
package ckpts.language.files;
