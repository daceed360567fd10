/** Advice in the language: repairs as statements, and what is told of a difference to people and to programs. */
package ckpts.language.advice;
