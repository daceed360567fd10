package ckpts.diagnosis.schemes;

import java.util.List;

/**
 * What a tensor is, whatever it is called: {@code block.3.attention.query.weight}. A role settles the shape that PyTorch
 * would give it. Numbers count from 0.
 */
final class Roles {
    private static final int CHANNELS = 3;
    private static final int WIDENING = 4;
    private static final int BUCKETS = 6;
    private static final List<Integer> STAGES = List.of(2, 4, 8, 16);
    private static final int STEM = 5;
    private static final List<Integer> CONVOLUTIONS = List.of(4, 4, 6, 6, 8, 8, 8, 10, 10, 10, 10, 10, 10);
    private static final int DENSE = 24;
    private static final int FEATURES = 14;

    private Roles() {}

    /** Whether it is stored as integers. */
    static boolean isWhole(String role) {
        return role.endsWith(".tracked") || role.equals("positions.weight") || role.equals("step");
    }

    /** Whether frameworks lay it out in different ways: the weight of a layer, not a table of embeddings, not a vector. */
    static boolean isLaidOut(String role) {
        return !role.startsWith("embed.") || role.startsWith("embed.patch.");
    }

    static int[] shape(String role, Sizes sizes) {
        String[] parts = role.split("\\.");
        String last = parts[parts.length - 1];
        if (last.equals("tracked") || role.equals("step")) {
            return new int[0];
        }
        int[] weight = weight(role, parts, sizes);
        return last.equals("weight") ? weight : new int[] {weight[0]};
    }

    private static int[] weight(String role, String[] parts, Sizes sizes) {
        return switch (parts[0]) {
            case "embed" -> embedding(parts[1], sizes);
            case "block", "decoder" -> layer(parts, sizes);
            case "stage" -> stage(parts);
            case "stem" -> parts[1].equals("norm") ? new int[] {STEM} : new int[] {STEM, CHANNELS, 3, 3};
            case "conv" -> convolution(Integer.parseInt(parts[1]));
            case "flat" -> new int[] {DENSE, CONVOLUTIONS.get(12) * Layout.SIDE * Layout.SIDE};
            case "dense" -> dense(Integer.parseInt(parts[1]), sizes);
            case "top" -> new int[] {sizes.classes(), top(sizes)};
            case "pooler", "transform" -> new int[] {sizes.width(), sizes.width()};
            case "norm" -> new int[] {sizes.width()};
            case "tokens" -> new int[] {sizes.vocabulary(), sizes.width()};
            case "classes" -> new int[] {sizes.classes(), sizes.width()};
            case "next" -> new int[] {2, sizes.width()};
            case "positions" -> new int[] {1, sizes.positions()};
            case "frequencies" -> new int[] {sizes.head() / 2};
            default -> throw new IllegalArgumentException("no role " + role);
        };
    }

    private static int[] embedding(String what, Sizes sizes) {
        return switch (what) {
            case "token" -> new int[] {sizes.vocabulary(), sizes.width()};
            case "position" -> new int[] {sizes.positions(), sizes.width()};
            case "type" -> new int[] {2, sizes.width()};
            case "class" -> new int[] {1, 1, sizes.width()};
            case "place" -> new int[] {1, sizes.positions(), sizes.width()};
            case "patch" -> new int[] {sizes.width(), CHANNELS, 2, 2};
            case "relative", "relative_decoder" -> new int[] {BUCKETS, sizes.heads()};
            case "norm" -> new int[] {sizes.width()};
            default -> throw new IllegalArgumentException("no embedding " + what);
        };
    }

    /** {@code block.I.PART.WHICH.weight}. */
    private static int[] layer(String[] parts, Sizes sizes) {
        int width = sizes.width();
        int keys = sizes.keyHeads() * sizes.head();
        return switch (parts[2]) {
            case "norm" -> new int[] {width};
            case "attention", "cross" ->
                switch (parts[3]) {
                    case "query", "output" -> new int[] {width, width};
                    case "key", "value" -> new int[] {keys, width};
                    case "qkv" -> new int[] {width + 2 * keys, width};
                    case "mask" -> new int[] {1, 1, sizes.positions(), sizes.positions()};
                    default -> throw new IllegalArgumentException("no part of attention: " + parts[3]);
                };
            case "mlp" ->
                parts[3].equals("down") ? new int[] {width, sizes.hidden()} : new int[] {sizes.hidden(), width};
            default -> throw new IllegalArgumentException("no part of a layer: " + parts[2]);
        };
    }

    /** {@code stage.S.block.B.conv.1.weight}, {@code stage.S.block.B.shortcut.norm.weight}: bottlenecks. */
    private static int[] stage(String[] parts) {
        int stage = Integer.parseInt(parts[1]);
        int narrow = STAGES.get(stage);
        int wide = narrow * WIDENING;
        int before = stage == 0 ? STEM : STAGES.get(stage - 1) * WIDENING;
        int in = parts[3].equals("0") ? before : wide;
        boolean norm = parts[4].equals("norm") || parts[5].equals("norm");
        String which = parts[4].equals("shortcut") ? "shortcut" : parts[5];
        int[] weight = switch (which) {
            case "1" -> new int[] {narrow, in, 1, 1};
            case "2" -> new int[] {narrow, narrow, 3, 3};
            case "3" -> new int[] {wide, narrow, 1, 1};
            default -> new int[] {wide, in, 1, 1};
        };
        return norm ? new int[] {weight[0]} : weight;
    }

    private static int[] convolution(int number) {
        int in = number == 0 ? CHANNELS : CONVOLUTIONS.get(number - 1);
        return new int[] {CONVOLUTIONS.get(number), in, 3, 3};
    }

    private static int[] dense(int number, Sizes sizes) {
        return switch (number) {
            case 0 -> new int[] {DENSE, FEATURES};
            case 1, 2 -> new int[] {DENSE, DENSE};
            default -> new int[] {sizes.classes(), DENSE};
        };
    }

    private static int top(Sizes sizes) {
        return STAGES.get(sizes.blocks().size() - 1) * WIDENING;
    }
}
