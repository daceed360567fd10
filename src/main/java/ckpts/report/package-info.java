/** Typed results to show: tables, trees, fields. No widths, no colour, no I/O; {@code ui.render} draws them. */
package ckpts.report;
