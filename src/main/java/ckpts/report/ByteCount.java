package ckpts.report;

/** Numbers of bytes in words, the same in tables and in messages. */
public final class ByteCount {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private ByteCount() {}

    /** {@code 512 B}, {@code 163.3 KiB}: binary units, one decimal, rounded half up. */
    public static String text(long count) {
        int unit = 0;
        long divisor = 1;
        while (unit < UNITS.length - 1 && count / divisor >= 1024) {
            divisor *= 1024;
            unit++;
        }
        if (unit == 0) {
            return count + " B";
        }
        // The rest is below 2^60: times ten it fits 64 bits, but not 63. No decimals, which a listing would wait for.
        long tenths = count / divisor * 10 + Long.divideUnsigned(count % divisor * 10 + divisor / 2, divisor);
        // 1,048,570 bytes round to 1024.0 KiB, which is one MiB.
        if (tenths >= 10_240 && unit < UNITS.length - 1) {
            return "1.0 " + UNITS[unit + 1];
        }
        return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
    }
}
