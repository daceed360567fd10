package ckpts.language.execution;

import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;

/**
 * An assertion that binds every later save of a checkpoint.
 *
 * @param checkpoint the alias of the checkpoint that was asserted
 * @param assertion what was asserted
 * @param discarding what it lets go
 * @param span where
 */
record Obligation(String checkpoint, Assertion.Consumed assertion, Discarding discarding, Span span) {}
