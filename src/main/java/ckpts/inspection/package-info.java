/**
 * Views of checkpoints, as reports: listings, trees, cards, statistics, differences. Nothing here
 * prints, and only {@link ckpts.inspection.ValueCard}, {@link ckpts.inspection.StatisticsTable},
 * {@link ckpts.inspection.ValueDifference} and {@link ckpts.inspection.EqualValues} read values.
 */
package ckpts.inspection;
