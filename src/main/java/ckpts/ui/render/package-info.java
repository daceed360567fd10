/** Reports and diagnostics drawn as text, JSON, Markdown, JUnit XML and SARIF. Strings in, strings out; no streams. */
package ckpts.ui.render;
