package ckpts.naming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An expression in braces of a target: {@code {x}}, {@code {1}}, {@code {i+8}}, {@code {2*i+1:02}}. Sums of products of
 * captures and whole numbers, without parentheses. Immutable.
 */
final class IndexExpression {
    private final GlobToken.Braces braces;
    private final List<Term> terms;
    private final int width;
    private final Map<String, String> values;

    /** A product with its sign. */
    private record Term(int sign, List<Operand> factors) {}

    /**
     * @param capture its name; empty for a number
     * @param number the number if there is no capture
     */
    private record Operand(Optional<String> capture, long number) {}

    private IndexExpression(GlobToken.Braces braces, List<Term> terms, int width, Map<String, String> values) {
        this.braces = braces;
        this.terms = terms;
        this.width = width;
        this.values = Map.copyOf(values);
    }

    /**
     * @param groups whether the captures are groups of a regular expression, so that a leading number names one
     * @return empty if the braces do not contain an expression
     */
    static Optional<IndexExpression> parse(GlobToken.Braces braces, boolean groups) {
        String content = braces.content();
        int colon = content.indexOf(':');
        int width = 0;
        if (colon >= 0) {
            String format = content.substring(colon + 1);
            if (!format.matches("0[1-9][0-9]?")) {
                return Optional.empty();
            }
            width = Integer.parseInt(format);
            content = content.substring(0, colon);
        }
        List<Term> terms = new Reader(content.strip().replaceAll(" *([+*-]) *", "$1"), groups).terms();
        return terms.isEmpty() ? Optional.empty() : Optional.of(new IndexExpression(braces, terms, width, Map.of()));
    }

    /** The captures it refers to, in order. */
    Set<String> captures() {
        Set<String> names = new LinkedHashSet<>();
        for (Term term : terms) {
            term.factors().forEach(factor -> factor.capture().ifPresent(names::add));
        }
        return names;
    }

    /** This expression with the values of a scope's captures and of variables inserted, numbers or strings. */
    IndexExpression with(Map<String, String> bound) {
        Map<String, String> all = new HashMap<>(values);
        all.putAll(bound);
        return new IndexExpression(braces, terms, width, all);
    }

    int offset() {
        return braces.offset();
    }

    String source() {
        return braces.source();
    }

    /**
     * The text for these captures. A capture alone is written as it was matched, including leading zeros; anything
     * computed is written as a number.
     *
     * @throws PatternException if a capture is not a number, or the result is negative or too large
     */
    String write(Function<String, Optional<String>> captures) {
        Function<String, Optional<String>> known =
                name -> values.containsKey(name) ? Optional.of(values.get(name)) : captures.apply(name);
        boolean plain = terms.size() == 1 && terms.get(0).factors().size() == 1 && width == 0;
        Operand first = terms.get(0).factors().get(0);
        if (plain && first.capture().isPresent() && terms.get(0).sign() > 0) {
            return known.apply(first.capture().get()).orElse("");
        }
        long value = 0;
        try {
            for (Term term : terms) {
                long product = term.sign();
                for (Operand factor : term.factors()) {
                    product = Math.multiplyExact(product, number(factor, known));
                }
                value = Math.addExact(value, product);
            }
        } catch (ArithmeticException e) {
            throw new PatternException(source() + " does not fit in 64 bits", offset());
        }
        if (value < 0) {
            throw new PatternException(
                    source() + " is " + value + ": a name cannot contain a negative number", offset());
        }
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private long number(Operand operand, Function<String, Optional<String>> values) {
        if (operand.capture().isEmpty()) {
            return operand.number();
        }
        String name = operand.capture().get();
        String text = values.apply(name).orElse("");
        boolean matched = !this.values.containsKey(name);
        int sign = !matched && text.startsWith("-") ? 1 : 0;
        if (text.length() == sign || Alternatives.NumberRange.digitsEnd(text, sign) != text.length()) {
            throw new PatternException(
                    source() + " needs a number, but {" + name + "} is \"" + text + "\""
                            + (matched ? ": write {" + name + ":int} in the pattern" : ""),
                    offset());
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new ArithmeticException(text);
        }
    }

    /** Reads {@code i*2+1}; returns no terms for anything malformed. */
    private static final class Reader {
        private final String text;
        private final boolean groups;
        private int at;
        private boolean failed;

        Reader(String text, boolean groups) {
            this.text = text;
            this.groups = groups;
        }

        List<Term> terms() {
            List<Term> terms = new ArrayList<>();
            int sign = 1;
            while (!failed) {
                terms.add(new Term(sign, factors()));
                if (at == text.length()) {
                    break;
                }
                char operator = text.charAt(at++);
                failed |= operator != '+' && operator != '-';
                sign = operator == '+' ? 1 : -1;
            }
            return failed ? List.of() : terms;
        }

        private List<Operand> factors() {
            List<Operand> factors = new ArrayList<>();
            factors.add(operand());
            while (at < text.length() && text.charAt(at) == '*') {
                at++;
                factors.add(operand());
            }
            return factors;
        }

        private Operand operand() {
            int start = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            String word = text.substring(start, at);
            if (word.matches("[A-Za-z_][A-Za-z0-9_]*") || groups && start == 0 && word.matches("[0-9]+")) {
                return new Operand(Optional.of(word), 0);
            }
            if (word.matches("[0-9]{1,18}")) {
                return new Operand(Optional.empty(), Long.parseLong(word));
            }
            failed = true;
            return new Operand(Optional.empty(), 0);
        }
    }
}
