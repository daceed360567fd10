/** Source text, spans in it, and diagnostics that point at it. */
package ckpts.language.source;
