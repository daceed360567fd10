/** The saves of a script as a value: what is asked for, and the files with their contents that fulfil it. */
package ckpts.plan;
