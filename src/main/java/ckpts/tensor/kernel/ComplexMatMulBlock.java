package ckpts.tensor.kernel;

import ckpts.tensor.DType;

/** Complex numbers, and real ones among them: real and imaginary parts in turn, each summed in float64. */
final class ComplexMatMulBlock extends RealMatMulBlock {
    ComplexMatMulBlock(DType dtype, Size size, ReaderResources holdings) {
        super(dtype, size, holdings);
    }

    @Override
    public void addRow(int i, int depth, int width) {
        int at = 2 * i * columns();
        for (int k = 0; k < depth; k++) {
            double real = left[2 * (i * depth() + k)];
            double imaginary = left[2 * (i * depth() + k) + 1];
            int row = 2 * k * columns();
            for (int j = 0; j < 2 * width; j += 2) {
                sums[at + j] += real * right[row + j] - imaginary * right[row + j + 1];
                sums[at + j + 1] += real * right[row + j + 1] + imaginary * right[row + j];
            }
        }
    }
}
