package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The tensors that a statement applies to.
 *
 * @param span the whole
 * @param include one or more patterns, or a named selector
 * @param except patterns to leave out
 * @param where a condition on each tensor
 * @param from the checkpoint to read, when not the subject
 */
public record Selector(
        Span span, List<Item> include, List<Item> except, Optional<Expression> where, Optional<Word> from)
        implements Node {
    public Selector {
        include = List.copyOf(include);
        except = List.copyOf(except);
        Objects.requireNonNull(where, "where is null");
        Objects.requireNonNull(from, "from is null");
    }

    /** Patterns and sets without a condition. */
    public static Selector of(Span span, List<? extends Item> include) {
        return new Selector(span, List.copyOf(include), List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * This selector with other patterns and the same condition.
     *
     * @param patterns as they are written between quotes
     */
    public Selector matching(List<String> patterns) {
        List<Item> items = new ArrayList<>();
        for (String pattern : patterns) {
            items.add(new Glob(span, new StringLiteral(span, List.of(new StringLiteral.Literal(span, pattern)))));
        }
        return new Selector(span, items, List.of(), where, from);
    }

    /**
     * Whether its condition asks this of a tensor: a bare word, wherever it stands. In a selector that stands in the
     * condition itself it is asked of other tensors.
     */
    public boolean asks(String word) {
        return where.stream()
                .flatMap(condition -> condition.outside(Selector.class))
                .anyMatch(node ->
                        node instanceof Expression.Bare bare && bare.name().equals(word));
    }

    /**
     * A pattern, or a target, of whole names as it is written at a place. In a scope names are relative, and a name that
     * itself begins with {@code /} would be taken for an absolute one.
     *
     * @param scope the prefix of the scope that the place is in; empty outside scopes
     */
    public static String written(String pattern, String scope) {
        return scope.isEmpty() && !pattern.startsWith("/") ? pattern : "/" + pattern;
    }

    /** A pattern or the name of a set. */
    public sealed interface Item extends Node {
        <R> R accept(Visitor<R> visitor);

        /** What is between the quotes of a pattern; nothing for others. */
        default Optional<StringLiteral> quoted() {
            return Optional.empty();
        }
    }

    /** One method per kind of item, none with a default. */
    public interface Visitor<R> {
        R visitGlob(Glob item);

        R visitRegex(Regex item);

        R visitNamed(Named item);
    }

    /** A quoted name with wildcards and captures. */
    public record Glob(Span span, StringLiteral text) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitGlob(this);
        }

        @Override
        public Optional<StringLiteral> quoted() {
            return Optional.of(text);
        }
    }

    /**
     * A regular expression between slashes.
     *
     * @param source the characters between the slashes, {@code \/} not decoded
     */
    public record Regex(Span span, String source) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRegex(this);
        }
    }

    /** {@code slots}, {@code averages}, {@code optimizer}, {@code missing}, {@code unexpected}, {@code mismatched}. */
    public record Named(Span span, Set set) implements Item {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNamed(this);
        }
    }

    /** The sets that have a name. */
    public enum Set {
        SLOTS,
        AVERAGES,
        OPTIMIZER,
        MISSING,
        UNEXPECTED,
        MISMATCHED;

        /** The word in a script. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
