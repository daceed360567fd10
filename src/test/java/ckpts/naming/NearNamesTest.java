package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.naming.NearNames.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    private static final List<String> MODEL = List.of(
            "model/dense_1/kernel",
            "model/dense_1/bias",
            "model/dense_2/kernel",
            "model/dense_2/bias",
            "model/output_layer/kernel",
            "model/output_layer/bias",
            "optimizer/iterations");

    private static final List<String> GPT = List.of(
            "h.0.attn.c_attn.weight",
            "h.0.attn.c_attn.bias",
            "h.1.attn.c_attn.weight",
            "h.1.attn.c_attn.bias",
            "h.0.ln_1.weight",
            "h.1.ln_1.weight",
            "wte.weight",
            "ln_f.weight");

    private static List<String> near(String pattern, List<String> names) {
        return NearNames.of(NamePattern.glob(pattern), names).stream()
                .map(Suggestion::sentence)
                .toList();
    }

    @Test
    void aMissingPrefixIsOfferedWithAScope() {
        assertThat(near("dense_1/*", MODEL))
                .containsExactly("\"model/dense_1/*\" matches 2 (bias, kernel): write that, or put this line in"
                        + "  scope \"model\" { ... }");
        assertThat(near("dense_1/kernel", MODEL))
                .containsExactly("\"model/dense_1/kernel\" exists: write that, or put this line in"
                        + "  scope \"model\" { ... }");
    }

    @Test
    void manyPrefixesMakeOnePattern() {
        List<String> names = List.of("a/kernel", "b/kernel", "c/kernel", "d/e/kernel");
        assertThat(near("kernel", names))
                .containsExactly("\"**/kernel\" matches 4 (a/kernel, b/kernel, c/kernel, ...)");
    }

    @Test
    void anExtraPrefixIsReported() {
        assertThat(near("net/model/dense_1/*", MODEL))
                .containsExactly("\"model/dense_1/*\" matches 2 (bias, kernel): the names here do not begin with net/");
    }

    @Test
    void caseAloneComesFirst() {
        assertThat(near("Model/Dense_1/*", MODEL))
                .containsExactly("\"model/dense_1/*\" matches 2 (bias, kernel): upper and lower case differ");
    }

    @Test
    void theOtherSeparatorIsReported() {
        assertThat(near("model.dense_1.*", MODEL))
                .containsExactly("\"model/dense_1/*\" matches 2 (bias, kernel): the names here have another separator");
        assertThat(near("h/{i:int}/**/weight", GPT))
                .containsExactly("\"h.{i:int}.**/weight\" matches 4 (0.attn.c_attn.weight, 0.ln_1.weight,"
                        + " 1.attn.c_attn.weight, ...): the names here have another separator");
    }

    @Test
    void aSlipOfAFewLettersIsOffered() {
        assertThat(near("model/dense1/*", MODEL))
                .containsExactly("did you mean \"model/dense_1/*\"? it matches 2 (bias, kernel)");
        assertThat(near("model/dense_1/kernal", MODEL)).containsExactly("did you mean \"model/dense_1/kernel\"?");
        assertThat(near("h.{i:int}.attn.cattn.*", GPT))
                .containsExactly("did you mean \"h.{i:int}.attn.c_attn.*\"? it matches 4"
                        + " (0.attn.c_attn.bias, 0.attn.c_attn.weight, 1.attn.c_attn.bias, ...)");
        assertThat(near("model/dens_{i:int}/bias", MODEL))
                .containsExactly(
                        "did you mean \"model/dense_{i:int}/bias\"? it matches 2 (dense_1/bias, dense_2/bias)");
    }

    @Test
    void aSegmentLeftOutIsOffered() {
        assertThat(near("h.*.c_attn.weight", GPT))
                .containsExactly("did you mean \"h.*.attn.c_attn.weight\"? it matches 2"
                        + " (0.attn.c_attn.weight, 1.attn.c_attn.weight)");
    }

    @Test
    void aPatternThatEndsTooEarlyIsOfferedAsItGoesOn() {
        assertThat(near("model/*", MODEL))
                .containsExactly("\"model/**\" matches 6 (dense_1/bias, dense_1/kernel, dense_2/bias, ...):"
                        + " * stays within one segment");
        assertThat(near("model/", MODEL))
                .containsExactly("\"model/**\" matches 6 (dense_1/bias, dense_1/kernel, dense_2/bias, ...)");
        assertThat(near("h.{i:int}.attn", GPT))
                .containsExactly("\"h.{i:int}.attn.**\" matches 4 (0.attn.c_attn.bias, 0.attn.c_attn.weight,"
                        + " 1.attn.c_attn.bias, ...)");
    }

    @Test
    void aStarThatShouldMatchSeveralSegmentsIsReported() {
        assertThat(near("*.weight", List.of("a.b.c.weight", "d.e.weight")))
                .containsExactly("\"**.weight\" matches 2 (a.b.c.weight, d.e.weight): * stays within one segment");
    }

    @Test
    void whatAScopeHasBoundIsItsText() {
        NamePattern pattern = NamePattern.glob("h.{i+1}.atn.c_attn.bias", Map.of("i", "0"));
        assertThat(NearNames.of(pattern, GPT).stream().map(Suggestion::sentence))
                .containsExactly("did you mean \"h.{i+1}.attn.c_attn.bias\"?");
    }

    @Test
    void aPrefixTooManyAndAnotherWordAreTwoThings() {
        assertThat(near("attn.v.weight", List.of("mlp.weight", "ln.weight"))).isEmpty();
    }

    @Test
    void nothingIsOfferedWhenNothingIsClose() {
        assertThat(near("resnet/conv1/weights", MODEL)).isEmpty();
        assertThat(near("x", MODEL)).isEmpty();
        assertThat(near("a/*", MODEL)).isEmpty();
        assertThat(NearNames.of(NamePattern.regex("^dense"), MODEL)).isEmpty();
        assertThat(near("dense", List.of())).isEmpty();
    }

    @Test
    void everySuggestionMatchesWhatItSays() {
        for (String pattern :
                List.of("dense_1/*", "Model/dense_1/*", "model/dense1/*", "model.dense_1.*", "**/kernal")) {
            for (Suggestion suggestion : NearNames.of(NamePattern.glob(pattern), MODEL)) {
                assertThat(suggestion.pattern().matches(suggestion.names()))
                        .as(suggestion.pattern().source())
                        .hasSameSizeAs(suggestion.names());
            }
        }
    }

    @Test
    void aHundredThousandNamesTakeOnePass() {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < 1000; layer++) {
            for (int unit = 0; unit < 100; unit++) {
                names.add("model.layers." + layer + ".mlp.experts." + unit + ".down_proj.weight");
            }
        }
        assertThat(near("model.layers.{i:int}.mlp.experts.{e:int}.dwon_proj.weight", names))
                .containsExactly("did you mean \"model.layers.{i:int}.mlp.experts.{e:int}.down_proj.weight\"?"
                        + " it matches 100000 (0.mlp.experts.0.down_proj.weight, 0.mlp.experts.1.down_proj.weight,"
                        + " 0.mlp.experts.2.down_proj.weight, ...)");
    }

    @Test
    void theNearestWordIsFoundOrNone() {
        List<String> words = List.of("float16", "float32", "bfloat16", "bool");
        assertThat(NearNames.nearestWord("Float32", words)).contains("float32");
        assertThat(NearNames.nearestWord("flaot16", words)).contains("float16");
        assertThat(NearNames.nearestWord("string", words)).isEmpty();
    }
}
