/**
 * Running a plan, and reading values, within a budget of memory, threads and work: tiles, held values, checksums. The
 * forecast of a run is made from the same parts.
 */
package ckpts.engine;
