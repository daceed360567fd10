package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.List;

/** The type of a parameter, as it is written. */
public sealed interface ParamType extends Node {
    <R> R accept(Visitor<R> visitor);

    /** {@code int}, {@code dtype}: whether there is such a type is not yet known. */
    record Named(Span span, Word name) implements ParamType {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNamed(this);
        }
    }

    /**
     * {@code list[int]}.
     *
     * @param list the word before the bracket
     */
    record ListOf(Span span, Word list, ParamType items) implements ParamType {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitListOf(this);
        }
    }

    /** {@code "bf16" | "fp16"}: one of several strings. */
    record OneOf(Span span, List<StringLiteral> choices) implements ParamType {
        public OneOf {
            choices = List.copyOf(choices);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitOneOf(this);
        }
    }

    /** One method per kind, none with a default. */
    interface Visitor<R> {
        R visitNamed(Named type);

        R visitListOf(ListOf type);

        R visitOneOf(OneOf type);
    }
}
