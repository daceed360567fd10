package ckpts.diagnosis.schemes;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.diagnosis.schemes.Judgement.Verdict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is right about scripts that are known to be right, and about some that are known to be wrong. */
class JudgeTest {
    private static final Scheme LLAMA = Scheme.of(Transformers.LLAMA_HF, Sizes.SMALL);
    private static final Scheme NEOX = Scheme.of(Transformers.NEOX, Sizes.SMALL);
    private static final Scheme VIT = Scheme.of(Transformers.VIT_FLAX, Sizes.SMALL);

    private static Judgement judged(Scheme from, Scheme to, String... statements) throws IOException {
        return Judge.judge(new Pair("a pair", from, to), List.of(statements));
    }

    private static void assertSolved(Judgement judgement) {
        assertThat(judgement.because()).isEmpty();
        assertThat(judgement.verdict()).isEqualTo(Verdict.SOLVED);
        assertThat(judgement.paired()).isTrue();
        assertThat(judgement.destroys()).isFalse();
        assertThat(judgement.invented()).isEmpty();
    }

    @Test
    void aRenameThatIsRight() throws IOException {
        assertSolved(judged(LLAMA, LLAMA.spelled("model.", ""), "rename \"model.**\" -> \"**\""));
    }

    @Test
    void aRenameOfLayersThatAreShifted() throws IOException {
        Judgement judgement =
                judged(LLAMA, LLAMA.countingFrom(1), "rename \"model.layers.{i:int}.**\" -> \"model.layers.{i+1}.**\"");

        assertSolved(judgement);
    }

    @Test
    void aSplitOfHeadsThatAlternate() throws IOException {
        assertSolved(
                judged(
                        NEOX,
                        Scheme.of(Transformers.OPT, Sizes.SMALL).without("embed.position"),
                        """
                rename {
                  "gpt_neox.embed_in.*" -> "model.decoder.embed_tokens.*"
                  "embed_out.*" -> "lm_head.*"
                  "gpt_neox.final_layer_norm.*" -> "model.decoder.final_layer_norm.*"
                  "gpt_neox.layers.{i}.input_layernorm.*" -> "model.decoder.layers.{i}.self_attn_layer_norm.*"
                  "gpt_neox.layers.{i}.post_attention_layernorm.*" -> "model.decoder.layers.{i}.final_layer_norm.*"
                  "gpt_neox.layers.{i}.attention.dense.*" -> "model.decoder.layers.{i}.self_attn.out_proj.*"
                  "gpt_neox.layers.{i}.mlp.{dense_h_to_4h,dense_4h_to_h}.*" -> "model.decoder.layers.{i}.{fc1,fc2}.*"
                }
                """,
                        "layout \"**.query_key_value.*\" is qkv(interleaved, heads = 2, axis = 0)",
                        "split \"gpt_neox.layers.{i}.attention.query_key_value.*\" qkv -> \"model.decoder.layers.{i}.self_attn.{q,k,v}_proj.*\""));
    }

    @Test
    void headsOfFlax() throws IOException {
        assertSolved(judged(
                VIT,
                Scheme.of(Transformers.VIT_HF, Sizes.SMALL),
                "transpose \"Transformer/**/MlpBlock_3/*/kernel\"",
                "transpose \"head/kernel\"",
                "transpose \"embedding/kernel\" by [3, 2, 0, 1]",
                "rearrange \"**/{query,key,value}/kernel\" by \"d h k -> (h k) d\"",
                "rearrange \"**/{query,key,value}/bias\" by \"h k -> (h k)\"",
                "rearrange \"**/out/kernel\" by \"h k d -> d (h k)\"",
                """
                rename {
                  "**/kernel" -> "**/weight"
                  "**/scale" -> "**/weight"
                }
                """,
                """
                rename {
                  "cls" -> "vit.embeddings.cls_token"
                  "Transformer/posembed_input/pos_embedding" -> "vit.embeddings.position_embeddings"
                  "Transformer/encoder_norm/*" -> "vit.layernorm.*"
                  "embedding/*" -> "vit.embeddings.patch_embeddings.projection.*"
                  "head/*" -> "classifier.*"
                  "Transformer/encoderblock_{i}/LayerNorm_{0,2}/*" -> "vit.encoder.layer.{i}.layernorm_{before,after}.*"
                  "Transformer/encoderblock_{i}/MlpBlock_3/Dense_{0,1}/*" -> "vit.encoder.layer.{i}.{intermediate,output}.dense.*"
                  "Transformer/encoderblock_{i}/MultiHeadDotProductAttention_1/out/*" -> "vit.encoder.layer.{i}.attention.output.dense.*"
                  "Transformer/encoderblock_{i}/MultiHeadDotProductAttention_1/{p}/*" -> "vit.encoder.layer.{i}.attention.attention.{p}.*"
                }
                """));
    }

    @Test
    void pixelsWhoseChannelsAreInnermost() throws IOException {
        Scheme torch = Scheme.of(Convolutions.VGG_TORCH, Sizes.SMALL).without("^(conv|dense)");
        Scheme keras = Scheme.of(Convolutions.VGG_KERAS, Sizes.SMALL).without("^(conv|dense)");
        String rename = "rename \"classifier.0.{weight,bias}\" -> \"fc1/{kernel,bias}\"";

        assertSolved(judged(
                torch, keras, rename, "rearrange \"fc1/kernel\" by \"o (c h w) -> (h w c) o\" with h = 2, w = 2"));
        assertThat(judged(torch, keras, rename, "transpose \"fc1/kernel\"").verdict())
                .isEqualTo(Verdict.WRONG_GREEN);
    }

    @Test
    void normsThatAreSwapped() throws IOException {
        Judgement judgement = judged(LLAMA, LLAMA.prefixed("m."), """
                rename {
                  "{l:**}.input_layernorm.weight" -> "m.{l}.post_attention_layernorm.weight"
                  "{l:**}.post_attention_layernorm.weight" -> "m.{l}.input_layernorm.weight"
                  "**" -> "m.**"
                }
                """);

        assertThat(judgement.verdict()).isEqualTo(Verdict.WRONG_GREEN);
        assertThat(judgement.wrong()).hasSize(2 * 3);
        assertThat(judgement.destroys()).isFalse();
    }

    @Test
    void whatIsReinitializedAndDropped() throws IOException {
        Judgement judgement = judged(
                LLAMA,
                LLAMA.prefixed("m."),
                "reinit \"m.lm_head.weight\" with ones()",
                "drop \"lm_head.weight\"",
                "rename \"model.**\" -> \"m.model.**\"");

        assertThat(judgement.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(judgement.because()).contains("looks like a rename");
        assertThat(judgement.anew()).containsExactly("m.lm_head.weight");
        assertThat(judgement.dropped()).containsExactly("lm_head.weight");
    }

    @Test
    void whatIsLeftToDo() throws IOException {
        Judgement judgement =
                judged(LLAMA, LLAMA.prefixed("m."), "rename \"model.**\" -> \"m.model.**\"", "drop \"x\"");

        assertThat(judgement.verdict()).isEqualTo(Verdict.OPEN);
        assertThat(judgement.because()).isEqualTo("no tensor matches \"x\"");
        assertThat(judgement.open()).containsExactly("m.lm_head.weight");
        assertThat(judgement.wrong()).isEmpty();
    }

    @Test
    void whatHasNoCounterpartAndGetsSomeonesValues() throws IOException {
        Judgement judgement = judged(
                LLAMA.without("norm.before_attention"),
                LLAMA.without("norm.before_mlp"),
                "rename \"{l:**}.post_attention_layernorm.*\" -> \"{l}.input_layernorm.*\"");

        assertThat(judgement.verdict()).isEqualTo(Verdict.SOLVED);
        assertThat(judgement.invented()).hasSize(3);
    }
}
