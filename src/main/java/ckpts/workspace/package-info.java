/**
 * The state of a session as a value: loaded checkpoints, manifests, the ledger, the saves asked for; and the plan that
 * turns those saves into files. Every edit returns another workspace; only the plan runner writes.
 */
package ckpts.workspace;
