/**
 * Files of a save under temporary names, and the steps that give them their names: locked, recorded on the disk before,
 * and finished or undone by the next run if this one is killed.
 */
package ckpts.publication;
