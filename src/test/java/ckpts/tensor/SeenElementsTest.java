package ckpts.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.tensor.ObservedCast.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenElementsTest {
    @Test
    void onlyNewElementsAreReturnedCountedFromTheFirst() {
        SeenElements seen = new SeenElements(10_000);
        assertThat(seen.add(4090, 10)).containsExactly(new Part(0, 10));
        assertThat(seen.add(4090, 10)).isEmpty();
        assertThat(seen.add(4085, 20)).containsExactly(new Part(0, 5), new Part(15, 20));
        assertThat(seen.add(0, 10_000)).containsExactly(new Part(0, 4085), new Part(4105, 10_000));
        assertThat(seen.add(0, 10_000)).isEmpty();
        assertThat(seen.add(9_999, 0)).isEmpty();
    }

    /** A tensor that is too large to have a bit for each element, of which little is read. */
    @Test
    void whatIsReadOfAHugeTensorIsKeptAlone() {
        SeenElements seen = new SeenElements(Long.MAX_VALUE / 8);
        long far = 1L << 59;
        assertThat(seen.add(far, 100_000)).containsExactly(new Part(0, 100_000));
        assertThat(seen.add(far - 1, 100_002)).containsExactly(new Part(0, 1), new Part(100_001, 100_002));
    }

    /** Against a flag for each element. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4096, 4097, 50_000})
    void anyOrderOfChunksAddsEachElementOnce(int size) {
        Random random = new Random(size);
        SeenElements seen = new SeenElements(size);
        boolean[] flags = new boolean[size];
        for (int i = 0; i < 200; i++) {
            int first = random.nextInt(size);
            int count = random.nextInt(Math.min(size - first, 9000) + 1);
            assertThat(seen.add(first, count)).isEqualTo(added(flags, first, count));
        }
        assertThat(seen.add(0, size)).isEqualTo(added(flags, 0, size));
        assertThat(seen.add(0, size)).isEmpty();
    }

    private static List<Part> added(boolean[] flags, int first, int count) {
        List<Part> added = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            int from = i;
            while (i < first + count && !flags[i]) {
                flags[i++] = true;
            }
            if (i > from) {
                added.add(new Part(from - first, i - first));
            }
        }
        return added;
    }
}
