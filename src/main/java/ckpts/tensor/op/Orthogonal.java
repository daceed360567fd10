package ckpts.tensor.op;

import ckpts.tensor.Scratch;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A random matrix of orthonormal rows or columns, whichever are fewer, times {@code gain}. All axes but the last count
 * as rows.
 *
 * <p>Unlike all other initializers this one needs the whole matrix: 8 bytes of working memory per element, or opening
 * the tensor throws {@link ScratchExhaustedException}; and time grows with elements times the smaller side. The bytes
 * are the same for every chunk and thread nevertheless: the matrix is that of {@link Normal}, made orthonormal one
 * vector after the other (modified Gram-Schmidt), sums taken in a fixed order.
 */
public record Orthogonal(double gain, long seed) implements Initializer {
    @Override
    public String describe() {
        return "orthogonal(gain = " + gain + ", seed = " + seed + ")";
    }

    @Override
    public Tensor create(TensorType type, String key) {
        Generated.requireFloat(type, this, key);
        if (type.shape().rank() < 2) {
            throw new TensorTypeException(describe() + " needs two axes or more, but \"" + key + "\" is " + type);
        }
        return new Matrix(type, this, key);
    }

    private static final class Matrix implements Tensor {
        private final TensorType type;
        private final Orthogonal rule;
        private final String key;
        private final long columns;
        private final long rows;

        Matrix(TensorType type, Orthogonal rule, String key) {
            this.type = type;
            this.rule = rule;
            this.key = key;
            this.columns = type.shape().dimension(type.shape().rank() - 1);
            this.rows = columns == 0 ? 0 : type.shape().elementCount() / columns;
        }

        @Override
        public TensorType type() {
            return type;
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public Optional<String> drawnFor() {
            return Optional.of(key);
        }

        @Override
        public String describe() {
            return rule.describe() + " for \"" + key + "\"";
        }

        @Override
        public TensorReader open(Scratch scratch) throws IOException {
            return ReaderResources.open(scratch, Reader::new);
        }

        private double[][] orthonormal(Scratch scratch) {
            int length = Math.toIntExact(Math.max(rows, columns));
            double[][] vectors = new double[Math.toIntExact(Math.min(rows, columns))][length];
            Generated.Numbers normal = Normal.numbers(0, 1, rule.seed, key);
            for (int v = 0; v < vectors.length; v++) {
                normal.fill((long) v * length, length, vectors[v]);
            }
            for (int v = 0; v < vectors.length; v++) {
                scale(vectors[v], 1 / Math.sqrt(dot(vectors[v], vectors[v])));
                for (int w = v + 1; w < vectors.length; w++) {
                    scratch.goOn();
                    subtract(vectors[w], vectors[v], dot(vectors[v], vectors[w]));
                }
            }
            return vectors;
        }

        /** Four sums side by side, added at the end: a fixed order that does not wait for each addition. */
        private static double dot(double[] a, double[] b) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            int i = 0;
            for (; i + 3 < a.length; i += 4) {
                s0 += a[i] * b[i];
                s1 += a[i + 1] * b[i + 1];
                s2 += a[i + 2] * b[i + 2];
                s3 += a[i + 3] * b[i + 3];
            }
            for (; i < a.length; i++) {
                s0 += a[i] * b[i];
            }
            return (s0 + s1) + (s2 + s3);
        }

        private static void scale(double[] vector, double factor) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] *= factor;
            }
        }

        private static void subtract(double[] vector, double[] other, double factor) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] -= factor * other[i];
            }
        }

        private final class Reader extends ElementReader {
            private final Scratch scratch;
            private final double[] values;
            private double[][] vectors = {};

            Reader(ReaderResources holdings) throws IOException {
                super(holdings, type, usualChunk(type));
                scratch = holdings.scratch();
                values = holdings.reals(usualChunk(type));
                holdings.reserve(Math.multiplyExact(8, type.shape().elementCount()));
            }

            @Override
            void produce(long first, int count, ByteBuffer out, int at) {
                if (vectors.length == 0) {
                    vectors = orthonormal(scratch);
                }
                for (int i = 0; i < count; i++) {
                    int row = (int) ((first + i) / columns);
                    int column = (int) ((first + i) % columns);
                    values[i] = rule.gain * (rows >= columns ? vectors[column][row] : vectors[row][column]);
                }
                Elements.writeReals(type.dtype(), values, count, out, at);
            }
        }
    }
}
