package ckpts.tensor.kernel;

import java.nio.ByteBuffer;

/** Spreads runs of elements over every n-th place of a buffer, and those after it. */
final class Scatter {
    private Scatter() {}

    /**
     * Copies element i of run r to element {@code at + i * step + r} of {@code out}.
     *
     * @param runs one after the other
     * @param count elements of a run
     * @param width bytes of an element: 1, 2, 4, 8 or 16
     */
    static void copy(ByteBuffer runs, int rows, int count, ByteBuffer out, int at, int step, int width) {
        switch (width) {
            case 1 -> {
                for (int i = 0; i < count; i++) {
                    for (int row = 0; row < rows; row++) {
                        out.put(at + i * step + row, runs.get(row * count + i));
                    }
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    for (int row = 0; row < rows; row++) {
                        out.putShort((at + i * step + row) * 2, runs.getShort((row * count + i) * 2));
                    }
                }
            }
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    for (int row = 0; row < rows; row++) {
                        out.putInt((at + i * step + row) * 4, runs.getInt((row * count + i) * 4));
                    }
                }
            }
            default -> eights(runs, rows, count, out, at, step, width);
        }
    }

    private static void eights(ByteBuffer runs, int rows, int count, ByteBuffer out, int at, int step, int width) {
        for (int i = 0; i < count; i++) {
            for (int row = 0; row < rows; row++) {
                for (int b = 0; b < width; b += 8) {
                    out.putLong((at + i * step + row) * width + b, runs.getLong((row * count + i) * width + b));
                }
            }
        }
    }
}
