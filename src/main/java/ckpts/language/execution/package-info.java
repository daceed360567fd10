/**
 * Execution of statements: one handler each, over immutable state; and the session, the one facade that front ends use.
 * Returns values; prints nothing.
 */
package ckpts.language.execution;
