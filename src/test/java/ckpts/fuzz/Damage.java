package ckpts.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Mutants of seeds, the same for the same number: what a short run without an engine can try. */
final class Damage {
    private static final byte[] EXTREMES = {
        0, 1, -1, 0x7f, -0x80, '"', '\\', '/', '.', '{', '}', '[', ']', '-', '9', ' '
    };
    private static final int MOST_EDITS = 4;

    private final List<byte[]> seeds;

    /** @param seeds at least one */
    Damage(List<byte[]> seeds) {
        this.seeds = seeds;
    }

    byte[] mutant(long number) {
        Random random = new Random(number * 0x9e3779b97f4a7c15L);
        List<Byte> bytes = list(seeds.get(random.nextInt(seeds.size())));
        int edits = 1 + random.nextInt(MOST_EDITS);
        for (int i = 0; i < edits; i++) {
            edit(bytes, random);
        }
        byte[] mutant = new byte[bytes.size()];
        for (int i = 0; i < mutant.length; i++) {
            mutant[i] = bytes.get(i);
        }
        return mutant;
    }

    private void edit(List<Byte> bytes, Random random) {
        if (bytes.isEmpty()) {
            bytes.addAll(list(seeds.get(random.nextInt(seeds.size()))));
            return;
        }
        int at = random.nextInt(bytes.size());
        int end = Math.min(bytes.size(), at + 1 + random.nextInt(16));
        switch (random.nextInt(7)) {
            case 0 -> bytes.set(at, (byte) (bytes.get(at) ^ 1 << random.nextInt(8)));
            case 1 -> bytes.set(at, EXTREMES[random.nextInt(EXTREMES.length)]);
            case 2 -> bytes.add(at, EXTREMES[random.nextInt(EXTREMES.length)]);
            case 3 -> bytes.subList(at, end).clear();
            case 4 -> bytes.addAll(random.nextInt(bytes.size()), new ArrayList<>(bytes.subList(at, end)));
            case 5 -> bytes.subList(at, bytes.size()).clear();
            default -> splice(bytes, at, random);
        }
    }

    /** A piece of another seed. */
    private void splice(List<Byte> bytes, int at, Random random) {
        List<Byte> other = list(seeds.get(random.nextInt(seeds.size())));
        if (!other.isEmpty()) {
            int from = random.nextInt(other.size());
            bytes.addAll(at, other.subList(from, Math.min(other.size(), from + 1 + random.nextInt(64))));
        }
    }

    private static List<Byte> list(byte[] bytes) {
        List<Byte> list = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }
}
