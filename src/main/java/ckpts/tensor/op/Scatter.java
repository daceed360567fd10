package ckpts.tensor.op;

import java.nio.ByteBuffer;

/** Spreads a run of elements over every n-th place of a buffer. */
final class Scatter {
    private Scatter() {}

    /**
     * Copies element i of {@code run} to element {@code at + i * step} of {@code out}.
     *
     * @param width bytes of an element: 1, 2, 4, 8 or 16
     */
    static void copy(ByteBuffer run, int count, ByteBuffer out, int at, int step, int width) {
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    out.put(at + i * step, run.get(i));
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    out.putShort((at + i * step) * 2, run.getShort(i * 2));
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    out.putInt((at + i * step) * 4, run.getInt(i * 4));
                }
            }
            default -> eights(run, count, out, at, step, width);
        }
    }

    private static void eights(ByteBuffer run, int count, ByteBuffer out, int at, int step, int width) {
        for (int i = 0; i < count; i++) {
            for (int b = 0; b < width; b += 8) {
                out.putLong((at + i * step) * width + b, run.getLong(i * width + b));
            }
        }
    }
}
