package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerTemplatesTest {
    private static List<String> folded(String... names) {
        return LayerTemplates.of(List.of(names)).stream()
                .map(LayerTemplates.Template::toString)
                .toList();
    }

    private static String[] layers(int count, String format) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = String.format(java.util.Locale.ROOT, format, i);
        }
        return names;
    }

    @Test
    void numbersOfOneNameFormARange() {
        assertThat(folded(layers(12, "layers/%d/attention/q/kernel")))
                .containsExactly("layers/{0..11}/attention/q/kernel x12");
    }

    @Test
    void gapsMakeALists() {
        assertThat(folded("h.0.w", "h.1.w", "h.2.w", "h.7.w")).containsExactly("h.{0..2,7}.w x4");
        assertThat(folded("h.0.w", "h.2.w", "h.4.w")).containsExactly("h.{0,2,4}.w x3");
        assertThat(folded("h.3.w", "h.4.w")).containsExactly("h.{3..4}.w x2");
    }

    @Test
    void aSingleNameIsLeftAsItIs() {
        assertThat(folded("h.3.w", "step")).containsExactly("h.3.w", "step");
    }

    @Test
    void wordsFoldBelowACommonParent() {
        assertThat(folded("dense_1/kernel", "dense_1/bias")).containsExactly("dense_1/{kernel,bias} x2");
        assertThat(folded("beta_power", "gamma_power")).containsExactly("beta_power", "gamma_power");
        assertThat(folded("h.0.q.w", "h.0.q.b", "h.0.k.w", "h.0.k.b", "h.1.q.w", "h.1.q.b", "h.1.k.w", "h.1.k.b"))
                .containsExactly("h.{0..1}.{q,k}.{w,b} x8");
    }

    @Test
    void severalNumbersFoldIntoProducts() {
        assertThat(folded("e0/w1", "e0/w2", "e1/w1", "e1/w2", "e2/w1")).containsExactly("e{0..1}/w{1..2} x4", "e2/w1");
    }

    @Test
    void namesOfUnlikeKindStayApart() {
        Map<String, String> types = Map.of("d_1/k", "a", "d_2/k", "b", "d_3/k", "a");
        assertThat(LayerTemplates.of(List.of("d_1/k", "d_2/k", "d_3/k"), types::get))
                .extracting(LayerTemplates.Template::text)
                .containsExactly("d_{1,3}/k", "d_2/k");
    }

    @Test
    void leadingZerosAreKept() {
        assertThat(folded("part_00", "part_01", "part_02", "part_1")).containsExactly("part_{00..02} x3", "part_1");
    }

    @Test
    void charactersThatMeanSomethingInAPatternAreEscaped() {
        assertThat(folded("a*{1}", "a*{2}")).containsExactly("a\\*\\{{1..2}\\} x2");
    }

    @Test
    void longListsOfWordsStayApart() {
        assertThat(folded("a/b", "a/c", "a/d", "a/e", "a/f", "a/g", "a/h", "a/i", "a/j"))
                .hasSize(9);
    }

    @Test
    void namesInATemplateAreInNaturalOrder() {
        assertThat(LayerTemplates.of(List.of("h.10", "h.9", "h.11")).get(0).names())
                .containsExactly("h.9", "h.10", "h.11");
    }

    @Test
    void everyNameIsInOneTemplateAndEachTemplateMatchesItsNamesOnly() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            Set<String> names = new HashSet<>();
            for (int i = 0; i < 30; i++) {
                names.add(RandomNames.name(random));
            }
            Collection<String> told = new ArrayList<>();
            for (LayerTemplates.Template template : LayerTemplates.of(names)) {
                assertThat(NamePattern.glob(template.text()).matches(names))
                        .extracting(Match::name)
                        .containsExactlyInAnyOrderElementsOf(template.names());
                told.addAll(template.names());
            }
            assertThat(told).containsExactlyInAnyOrderElementsOf(names);
        }
    }
}
