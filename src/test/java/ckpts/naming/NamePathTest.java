package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names as paths. */
class NamePathTest {
    @Test
    void aNameIsItsPiecesJoined() {
        for (String name : new String[] {"bert/encoder.layer_0/w", "w", "", "a/", ".a", "a//b"}) {
            NamePath path = NamePath.of(name);
            assertThat(String.join("", path.pieces())).isEqualTo(name);
            assertThat(path).hasToString(name);
            assertThat(path.parent() + path.last()).isEqualTo(name);
        }
    }

    @Test
    void separatorsComeAfterTheirSegments() {
        NamePath path = NamePath.of("bert/encoder.layer_0/w");
        assertThat(path.segments()).containsExactly("bert", "encoder", "layer_0", "w");
        assertThat(path.separators()).isEqualTo("/./");
        assertThat(path.beginning(2)).isEqualTo("bert/encoder.");
        assertThat(path.separator(1)).isEqualTo('.');
    }

    @Test
    void aPatternIsCutOutsideItsBraces() {
        assertThat(NamePath.ofPattern("h.{i:0..11}.w\\/x.[a.]").segments())
                .containsExactly("h", "{i:0..11}", "w\\/x", "[a.]");
    }

    @Test
    void endsAndStartsOfSegments() {
        assertThat(NamePath.end("a.bc/d", 2)).isEqualTo(4);
        assertThat(NamePath.lastStart("a.bc/d")).isEqualTo(5);
        assertThat(NamePath.withoutEnd("a.")).isEqualTo("a");
        assertThat(NamePath.endOf("a.")).isEqualTo(".");
        assertThat(NamePath.endOf("a")).isEmpty();
    }
}
