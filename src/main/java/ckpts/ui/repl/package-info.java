/**
 * The prompt: statements typed one by one, each a numbered cell that holds or changes nothing. {@code Repl} talks,
 * {@code Conversation} is what has been said and done, {@code Journal} the cells as a value; the rest reads keys,
 * completes, colours. Loaded only when somebody types.
 */
package ckpts.ui.repl;
