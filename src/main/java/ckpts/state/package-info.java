/**
 * The state of a session as a value: loaded checkpoints, manifests, the saves asked for, the ledger with the fate of
 * every loaded tensor, history. Every edit returns another workspace; nothing here writes.
 */
package ckpts.state;
