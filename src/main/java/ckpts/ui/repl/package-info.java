/**
 * The prompt: statements typed one by one, each a numbered cell that holds or changes nothing. {@code Repl} talks,
 * {@code Conversation} keeps what has been entered and done, {@code Journal} the cells as a value; the rest reads keys,
 * completes, colours. Loaded only for an interactive session.
 */
package ckpts.ui.repl;
