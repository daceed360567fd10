/** Plans as reports: the page that a reviewer reads, the tables that programs read. */
package ckpts.review;
