/** Passes over a tensor's values that end in a few numbers: statistics, histograms, comparisons, fingerprints. */
package ckpts.tensor.statistics;
