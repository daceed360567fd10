/**
 * What there is to see in checkpoints, as reports: listings, trees, cards, statistics, differences. Nothing here
 * prints, and only {@link ckpts.inspection.ValueCard} and {@link ckpts.inspection.StatisticsTable} read values.
 */
package ckpts.inspection;
