/** Advice in the language: repairs as statements, and differences as text and as data. */
package ckpts.language.advice;
