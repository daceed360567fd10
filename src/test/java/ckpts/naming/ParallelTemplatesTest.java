package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ParallelTemplatesTest {
    private static List<String> folded(Stream<String> rows) {
        List<List<String>> names = rows.map(row -> List.of(row.split(" "))).toList();
        List<ParallelTemplates.Group> groups = ParallelTemplates.of(names);
        List<List<String>> all = new ArrayList<>();
        groups.forEach(group -> all.addAll(group.rows()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(names);
        return groups.stream()
                .map(group -> group.count() + ": " + String.join(" -> ", group.patterns()))
                .toList();
    }

    private static List<String> folded(String... rows) {
        return folded(Stream.of(rows));
    }

    private static Stream<String> layers(int count, String row) {
        return IntStream.range(0, count)
                .mapToObj(i -> row.replace("#+1", "" + (i + 1)).replace("#", "" + i));
    }

    @Test
    void numbersGoTogether() {
        assertThat(folded(layers(12, "h.#.w t.h.#.w"))).containsExactly("12: h.{0..11}.w -> t.h.{0..11}.w");
        assertThat(folded(layers(3, "h.#.w t.h.#+1.w"))).containsExactly("3: h.{0..2}.w -> t.h.{1..3}.w");
        assertThat(folded("h.0 x.0", "h.2 x.1", "h.7 x.2")).containsExactly("3: h.{0,2,7} -> x.{0..2}");
    }

    @Test
    void severalNumbersKeepTheirOrder() {
        Stream<String> rows = layers(12, "h.#.ln_J.w t.#.norm_J.w")
                .flatMap(row -> Stream.of(row.replace("J", "1"), row.replace("J", "2")));
        assertThat(folded(rows)).containsExactly("24: h.{0..11}.ln_{1..2}.w -> t.{0..11}.norm_{1..2}.w");
    }

    @Test
    void numbersThatCrossAreListedInTheirOrder() {
        assertThat(folded("h.0 x.1", "h.1 x.0")).containsExactly("2: h.{0,1} -> x.{1,0}");
        assertThat(folded("h.0 x.0", "h.1 x.1", "h.2 x.7", "h.3 x.6"))
                .containsExactly("2: h.{0..1} -> x.{0..1}", "2: h.{2,3} -> x.{7,6}");
    }

    @Test
    void numbersThatChangePlacesStayApart() {
        assertThat(folded("a.0.0 b.0.0", "a.0.1 b.1.0", "a.1.0 b.0.1", "a.1.1 b.1.1"))
                .containsExactly("2: a.0.{0,1} -> b.{0,1}.0", "2: a.1.{0,1} -> b.{0,1}.1");
    }

    @Test
    void wordsGoTogether() {
        assertThat(folded("d/kernel e/weight", "d/bias e/b")).containsExactly("2: d/{bias,kernel} -> e/{b,weight}");
        assertThat(folded(Stream.concat(layers(2, "h.#.q.w x.#.q"), layers(2, "h.#.k.w x.#.k"))))
                .containsExactly("4: h.{0..1}.{k,q}.w -> x.{0..1}.{k,q}");
    }

    @Test
    void oneForManyIsListedOnce() {
        assertThat(folded("q.w qkv.w", "k.w qkv.w")).containsExactly("2: {k,q}.w -> qkv.w");
        assertThat(folded(layers(4, "e.#.w all.w"))).containsExactly("4: e.{0..3}.w -> all.w");
    }

    @Test
    void anyNumberOfColumns() {
        assertThat(folded(layers(3, "h.#.qkv h.#.q h.#.k h.#.v")))
                .containsExactly("3: h.{0..2}.qkv -> h.{0..2}.q -> h.{0..2}.k -> h.{0..2}.v");
    }
}
