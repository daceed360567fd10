package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import java.util.Map;

/** Numbers of bytes: {@code KB MB GB TB} count in thousands, {@code KiB MiB GiB TiB} in 1024s. */
final class Sizes {
    private static final Map<String, Long> UNITS = Map.of(
            "B", 1L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L,
            "TB", 1_000_000_000_000L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30,
            "TiB", 1L << 40);

    /** More than any file holds, and few enough to add up. */
    private static final long MOST = 1L << 62;

    private Sizes() {}

    static long bytes(Expression.Size size) {
        Long unit = UNITS.get(size.unit());
        if (unit == null) {
            throw new StatementException(
                    Diagnostic.error(Code.BAD_ARGUMENT, size.span(), "`" + size.unit() + "` is not a unit of size")
                            .help("units are KB, MB, GB, TB (thousands) and KiB, MiB, GiB, TiB (1024s)"));
        }
        double bytes = size.amount() * unit;
        if (bytes > MOST) {
            throw Evaluator.bad(size.span(), size.span().text() + " is more than 4194304TiB");
        }
        if (bytes != Math.rint(bytes)) {
            throw Evaluator.bad(size.span(), size.span().text() + " is not a whole number of bytes");
        }
        return (long) bytes;
    }
}
