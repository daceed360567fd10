/**
 * The command line: arguments in, exit status out. Commands translate between it and the rest of the program; what
 * they show comes as reports and diagnostics, and {@code ui.render} draws it.
 */
package ckpts.ui.cli;
