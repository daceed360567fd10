package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.NamePattern;
import ckpts.naming.NameTemplate;
import ckpts.naming.PatternException;
import java.util.Map;
import java.util.function.Function;

/** Patterns, names and targets under the prefix of their scope; a leading {@code /} makes them absolute. */
public final class ScopedNames {
    private ScopedNames() {}

    static NamePattern pattern(StringLiteral text, Evaluator evaluator, Map<String, String> captures) {
        return compiled(text, evaluator, whole -> NamePattern.glob(whole, captures));
    }

    /** A way to read a target for a pattern: {@link NameTemplate#parse} or a variant of it. */
    @FunctionalInterface
    public interface TargetParser<T> {
        T of(String text, NamePattern pattern, Map<String, String> bound);
    }

    /** The target of a statement that makes new names from names that this pattern matches. */
    public static <T> T target(StringLiteral text, Context context, NamePattern pattern, TargetParser<T> parser) {
        Evaluator evaluator = Evaluator.in(context);
        Map<String, String> bound = context.environment().written();
        Function<String, T> compiler = whole -> parser.of(whole, pattern, bound);
        return pattern.isRegex() ? compiled(text, evaluator, "", compiler) : compiled(text, evaluator, compiler);
    }

    /** Whether a string is not relative to its scope. */
    static boolean isAbsolute(StringLiteral text, Evaluator evaluator) {
        return evaluator.strings().patternText(text).startsWith("/");
    }

    private static <T> T compiled(StringLiteral text, Evaluator evaluator, Function<String, T> compiler) {
        String prefix = NamePattern.quote(evaluator.context().environment().prefix());
        return compiled(text, evaluator, prefix, compiler);
    }

    private static <T> T compiled(
            StringLiteral text, Evaluator evaluator, String prefix, Function<String, T> compiler) {
        String written = evaluator.strings().patternText(text);
        boolean absolute = written.startsWith("/");
        String whole = absolute ? written.substring(1) : prefix + written;
        int shift = absolute ? 1 : -prefix.length();
        try {
            return compiler.apply(whole);
        } catch (PatternException e) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_PATTERN, Strings.place(text, Math.max(0, e.offset() + shift), 1), e.getMessage()));
        }
    }
}
