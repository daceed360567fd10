package ckpts.language.syntax;

import ckpts.language.source.Span;

/** A bare word: a checkpoint, a parameter, a capture, a function. */
public record Word(Span span, String text) implements Node {}
