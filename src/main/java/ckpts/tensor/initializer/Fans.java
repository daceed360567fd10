package ckpts.tensor.initializer;

import ckpts.tensor.Shape;

/**
 * The fan-in and fan-out of a layer, from the shape of its kernel as Keras and TensorFlow lay it out.
 *
 * <table>
 *   <caption>Fans by shape</caption>
 *   <tr><th>shape</th><th>in</th><th>out</th></tr>
 *   <tr><td>[]</td><td>1</td><td>1</td></tr>
 *   <tr><td>[n]</td><td>n</td><td>n</td></tr>
 *   <tr><td>[in, out], a dense kernel</td><td>in</td><td>out</td></tr>
 *   <tr><td>[..., in, out], a convolution's kernel</td><td>product(...) * in</td><td>product(...) * out</td></tr>
 * </table>
 *
 * @param in number of inputs of one output
 * @param out number of outputs of one input
 */
record Fans(double in, double out) {
    static Fans of(Shape shape) {
        int rank = shape.rank();
        if (rank == 0) {
            return new Fans(1, 1);
        }
        if (rank == 1) {
            return new Fans(shape.dimension(0), shape.dimension(0));
        }
        double field = 1;
        for (int axis = 0; axis < rank - 2; axis++) {
            field *= shape.dimension(axis);
        }
        return new Fans(field * shape.dimension(rank - 2), field * shape.dimension(rank - 1));
    }
}
