package ckpts.ui.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size in an argument: {@code 512MiB}, {@code 4.5GB}, in capitals or not. Binary and decimal units differ, as in scripts.
 *
 * @param number as it is written
 * @param unit as scripts write it
 */
record SizeText(String number, String unit) {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,15})?) ?([A-Za-z]{2,3})");
    private static final List<String> DECIMAL = List.of("KB", "MB", "GB", "TB");
    private static final List<String> BINARY = List.of("KiB", "MiB", "GiB", "TiB");

    /**
     * Reads a size of more than nothing.
     *
     * @param examples of sizes, for the message
     * @throws UsageException if it is none
     */
    static SizeText of(String text, Option option, String examples) throws UsageException {
        Matcher size = SIZE.matcher(text);
        if (size.matches() && new BigDecimal(size.group(1)).signum() > 0) {
            for (int i = 0; i < DECIMAL.size(); i++) {
                for (String unit : List.of(DECIMAL.get(i), BINARY.get(i))) {
                    if (unit.equalsIgnoreCase(size.group(2))) {
                        return new SizeText(size.group(1), unit);
                    }
                }
            }
        }
        throw new UsageException(option.name() + " must be a size such as " + examples + ", not " + text);
    }

    /** Its bytes, without a rest that is less than one. */
    BigDecimal bytes() {
        boolean binary = BINARY.contains(unit);
        int power = 1 + (binary ? BINARY : DECIMAL).indexOf(unit);
        BigDecimal bytes = new BigDecimal(number)
                .multiply(BigDecimal.valueOf(binary ? 1024 : 1000).pow(power));
        return bytes.setScale(0, RoundingMode.DOWN);
    }
}
