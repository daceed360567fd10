package ckpts.language.execution;

import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;

/**
 * An assertion that binds every later save of a checkpoint.
 *
 * @param checkpoint the name of the checkpoint that was asserted
 * @param assertion what was asserted
 * @param discarding the lost weights that it accepts
 * @param span where it is in the script
 * @param verb {@code assert}, or {@code check}, which binds nothing
 */
record BindingAssertion(
        String checkpoint, Assertion.Consumed assertion, Discarding discarding, Span span, String verb) {
    /** The assertion up to where patterns may be added to what it discards. */
    String text() {
        String against =
                assertion.against().map(word -> " against " + word.text()).orElse("");
        return verb + " consumed" + against + " discarding "
                + (discarding.entries().isEmpty() ? "" : discarding + ", ");
    }
}
