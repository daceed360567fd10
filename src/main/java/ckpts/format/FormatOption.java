package ckpts.format;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An option of a format, {@code save ... format NAME(option = value)}, as data: the format declares it, and finds the value
 * under it in {@link FormatOptions}.
 *
 * @param <T> what a value is to the format
 */
public sealed interface FormatOption<T> {
    String name();

    /** The value where the option is not given. */
    T usual();

    /** What it does, in a line for messages and help. */
    String help();

    /** The values that it takes, as messages say it: {@code `number` or `opaque`}. */
    String values();

    /** A value as scripts write it. */
    String written(T value);

    /** Reads the value that a user has given. */
    T read(Reader reader);

    /** Reads values, of each kind of option in its own way. */
    interface Reader {
        long whole(Whole option);

        <E extends Enum<E>> E word(OneOf<E> option);
    }

    /** {@code level = 6 (a whole number from 0 to 9): how hard it is packed}. */
    default String described() {
        return name() + " = " + written(usual()) + " (" + values() + "): " + help();
    }

    /**
     * A whole number; sizes are numbers of bytes.
     *
     * @param least the smallest that it can be
     * @param most the largest
     * @param powerOfTwo whether it must be a power of two
     */
    record Whole(String name, long least, long most, boolean powerOfTwo, Long usual, String help)
            implements FormatOption<Long> {
        public Whole {
            if (!isIn(usual, least, most, powerOfTwo)) {
                throw new IllegalArgumentException(name + " cannot be " + usual);
            }
        }

        public boolean takes(long value) {
            return isIn(value, least, most, powerOfTwo);
        }

        private static boolean isIn(long value, long least, long most, boolean powerOfTwo) {
            return value >= least && value <= most && (!powerOfTwo || Long.bitCount(value) == 1);
        }

        /** The value that is nearest to one that it does not take, the larger of two. */
        public long nearest(long value) {
            long within = Math.max(least, Math.min(most, value));
            if (takes(within)) {
                return within;
            }
            long below = Long.highestOneBit(within);
            return within - below < 2 * below - within ? below : 2 * below;
        }

        @Override
        public String values() {
            return (powerOfTwo ? "a power of two" : "a whole number") + " from " + least + " to " + most;
        }

        @Override
        public String written(Long value) {
            return value.toString();
        }

        @Override
        public Long read(Reader reader) {
            return reader.whole(this);
        }
    }

    /** One of several words: the names of an enumeration in lower case. */
    record OneOf<E extends Enum<E>>(String name, E usual, String help) implements FormatOption<E> {
        public List<String> words() {
            return Arrays.stream(usual.getDeclaringClass().getEnumConstants())
                    .map(this::written)
                    .toList();
        }

        public Optional<E> named(String word) {
            return Arrays.stream(usual.getDeclaringClass().getEnumConstants())
                    .filter(value -> written(value).equals(word))
                    .findFirst();
        }

        @Override
        public String values() {
            return "`" + String.join("` or `", words()) + "`";
        }

        @Override
        public String written(E value) {
            return value.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public E read(Reader reader) {
            return reader.word(this);
        }
    }
}
