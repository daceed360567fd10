package ckpts.diagnosis.schemes;

import static ckpts.diagnosis.schemes.Convolutions.*;
import static ckpts.diagnosis.schemes.Transformers.*;

import java.util.ArrayList;
import java.util.List;

/** Checkpoints that people have, for models that they have. */
final class Pairs {
    private static final String HEADS = "^(tokens|classes|transform|norm\\.transform|next|pooler)\\.|^(positions|step)";
    private static final String MASKS = "\\.mask\\.";
    private static final String TRACKED = "\\.tracked$";

    private final List<Pair> pairs = new ArrayList<>();

    private Pairs() {}

    static List<Pair> all() {
        Pairs all = new Pairs();
        all.small();
        all.bert();
        all.gpt();
        all.llama();
        all.encodersAndDecoders();
        all.vision();
        all.residual();
        all.otherConvolutions();
        return List.copyOf(all.pairs);
    }

    private void add(String name, Scheme from, Scheme to) {
        pairs.add(new Pair(name, from, to));
    }

    private void both(String left, String right, Scheme from, Scheme to) {
        add(left + " > " + right, from, to);
        add(right + " > " + left, to, from);
    }

    private static Scheme small(Dialect dialect) {
        return Scheme.of(dialect, Sizes.SMALL);
    }

    private static Scheme deep(Dialect dialect) {
        return Scheme.of(dialect, Sizes.DEEP);
    }

    /** One thing changed at a time. */
    private void small() {
        Scheme plain = Scheme.of(PLAIN, Sizes.SMALL.withLayers(6));
        Scheme hf = plain.spelled("model.layers.", "transformer.h.")
                .spelled(".attn.", ".self_attn.")
                .spelled("gamma", "weight")
                .spelled("beta", "bias");
        both("plain", "plain, as Hugging Face", plain, hf);
        both(
                "plain",
                "plain, projections",
                plain,
                plain.spelled("attn.q.", "attn.q_proj.")
                        .spelled("attn.k.", "attn.k_proj.")
                        .spelled("attn.v.", "attn.v_proj."));
        both(
                "plain",
                "plain, up and down",
                plain,
                plain.spelled(".mlp.fc1.", ".ffn.up.").spelled(".mlp.fc2.", ".ffn.down."));
        both(
                "plain",
                "plain, ffn.0 and ffn.1",
                plain,
                plain.spelled(".mlp.fc1.", ".ffn.0.").spelled(".mlp.fc2.", ".ffn.1."));
        add("plain > plain, q in another place", plain, plain.spelled("attn.q.weight", "self_attention.q.kernel"));
        add("plain > plain, from 1", plain, plain.countingFrom(1));
        add(
                "plain > plain, from 1 and up and down",
                plain,
                plain.countingFrom(1).spelled(".mlp.fc1.", ".ffn.up.").spelled(".mlp.fc2.", ".ffn.down."));
        add("plain > plain, other separators", plain, plain.spelled(".", "/").padded(2));
        add("plain > plain, module.", plain, plain.prefixed("module."));
        add(
                "plain > plain, module. and other separators",
                plain,
                plain.spelled(".", "/").prefixed("module/"));
    }

    private void bert() {
        Scheme tf = deep(BERT_TF);
        Scheme hf = deep(BERT_HF).without("^positions");
        both("BERT TF1", "BERT HF", tf, hf);
        add("BERT TF1 > BERT HF, bare", tf, deep(BERT_HF).without(HEADS).spelled("bert.", ""));
        add("BERT HF > BERT HF, bare", hf, deep(BERT_HF).without(HEADS).spelled("bert.", ""));
        add("BERT HF > BERT HF, module. and position_ids", hf, deep(BERT_HF).prefixed("module."));
        both("BERT HF", "BERT Keras", small(BERT_HF).without("^positions"), small(BERT_KERAS));
        both("BERT TF1", "BERT Keras", small(BERT_TF), small(BERT_KERAS));
        add(
                "BERT TF1, bare > BERT HF, bare, from 1",
                small(BERT_TF).without(HEADS),
                small(BERT_HF).without(HEADS).countingFrom(1));
        both("BERT HF, bare", "fairseq", small(BERT_HF).without(HEADS).spelled("bert.", ""), small(FAIRSEQ));
        both(
                "nn.TransformerEncoder",
                "fairseq",
                small(ENCODER_TORCH),
                small(FAIRSEQ).without("^embed"));
        add("BERT HF > nn.TransformerEncoder", small(BERT_HF).without(HEADS + "|^embed"), small(ENCODER_TORCH));
        add(
                "BERT HF > BERT HF, larger vocabulary",
                hf,
                Scheme.of(BERT_HF, Sizes.DEEP.withVocabulary(31))
                        .without("^positions")
                        .spelled("bert.", "model."));
    }

    private void gpt() {
        Scheme hf = deep(GPT2_HF).without(MASKS);
        both("GPT-2 HF", "nanoGPT", hf, deep(NANO_GPT));
        both("GPT-2 HF", "GPT-2 TF1", hf, deep(GPT2_TF));
        add("GPT-2 HF with masks > GPT-2 HF, bare", deep(GPT2_HF), hf.spelled("transformer.", ""));
        add("nanoGPT compiled > nanoGPT", deep(NANO_GPT).prefixed("_orig_mod."), deep(NANO_GPT));
        both("nanoGPT", "OPT", small(NANO_GPT), small(OPT));
        both("GPT-NeoX", "OPT", small(NEOX), small(OPT));
        both("GPT-NeoX", "nanoGPT", small(NEOX), small(NANO_GPT));
        add("OPT > OPT, bare", deep(OPT), deep(OPT).without("^tokens").spelled("model.decoder.", "decoder."));
        add(
                "BERT HF > GPT-2 HF",
                small(BERT_HF).without("^positions"),
                small(GPT2_HF).without(MASKS));
        add("GPT-2 HF > ViT of timm", small(GPT2_HF).without(MASKS), small(VIT_TIMM));
    }

    private void llama() {
        both("LLaMA", "LLaMA HF", deep(LLAMA).without("^frequencies"), deep(LLAMA_HF));
        both("Mistral", "Mistral HF", Scheme.of(LLAMA, Sizes.GROUPED), Scheme.of(LLAMA_HF, Sizes.GROUPED));
        add(
                "LLaMA HF > LLaMA HF, without model.",
                deep(LLAMA_HF),
                deep(LLAMA_HF).spelled("model.", ""));
        add(
                "LLaMA HF > LLaMA HF, a model in a model",
                deep(LLAMA_HF),
                deep(LLAMA_HF).without("^tokens").spelled("model.", "language_model.model."));
        add(
                "LLaMA > LLaMA, w1 w2 w3 as gate down up",
                deep(LLAMA),
                deep(LLAMA).spelled("w1", "gate").spelled("w2", "down").spelled("w3", "up"));
        both("LLaMA HF", "OPT", small(LLAMA_HF), small(OPT));
    }

    private void encodersAndDecoders() {
        both("T5 HF", "T5 Mesh", small(T5_HF).without("relative"), small(T5_TF).padded(3));
        both("T5 HF", "T5 Flax", small(T5_HF).without("relative"), small(T5_FLAX));
        add("T5 Mesh > T5 Flax", small(T5_TF).padded(3), small(T5_FLAX));
        add(
                "T5 HF > T5 HF, the encoder",
                small(T5_HF),
                small(T5_HF).without("decoder").prefixed("t5."));
        both("BART", "fairseq", small(BART).without("decoder"), small(FAIRSEQ));
        add("BART > BART, bare", small(BART), small(BART).spelled("model.", ""));
        add("BART > BART, cross_attention", small(BART), small(BART).spelled("encoder_attn", "cross_attention"));
    }

    private void vision() {
        both("ViT timm", "ViT HF", deep(VIT_TIMM), deep(VIT_HF));
        both("ViT HF", "ViT Flax", small(VIT_HF), small(VIT_FLAX));
        both("ViT timm", "ViT Flax", small(VIT_TIMM), small(VIT_FLAX));
        add(
                "ViT timm > ViT timm, 7 classes",
                deep(VIT_TIMM),
                Scheme.of(VIT_TIMM, Sizes.DEEP.withClasses(7)).prefixed("backbone."));
        add(
                "ViT HF > ViT HF, no head",
                deep(VIT_HF),
                deep(VIT_HF).without("^classes").spelled("vit.", ""));
        add(
                "ViT timm > ViT timm, encoder.layers from 1",
                deep(VIT_TIMM),
                deep(VIT_TIMM).countingFrom(1).spelled("blocks.", "encoder.layers."));
    }

    private void residual() {
        Scheme torch = small(RESNET_TORCH);
        Scheme bare = torch.without(TRACKED);
        Scheme keras = small(RESNET_KERAS).without("conv.*bias");
        both("ResNet torch", "ResNet Keras", bare, keras);
        add("ResNet torch, tracked > ResNet Keras, biases", torch, small(RESNET_KERAS));
        both("ResNet torch", "ResNet Detectron", bare, small(RESNET_DETECTRON));
        both("ResNet torch", "ResNet timm", torch, small(RESNET_TIMM));
        both("ResNet torch", "ResNet HF", torch, small(RESNET_HF));
        both("ResNet torch", "ResNet slim", bare, small(RESNET_SLIM).without("^step"));
        add("ResNet slim, 3 4 6 3 > ResNet torch", resnet50(RESNET_SLIM), resnet50(RESNET_TORCH));
        both("ResNet torch", "ResNet Flax", bare, small(RESNET_FLAX));
        add("ResNet slim > ResNet Keras", small(RESNET_SLIM), keras);
        add("ResNet slim > ResNet HF", small(RESNET_SLIM), small(RESNET_HF));
        add("ResNet Keras > ResNet Flax", keras, small(RESNET_FLAX));
        add(
                "ResNet torch > ResNet torch, 7 classes, module.",
                torch,
                Scheme.of(RESNET_TORCH, Sizes.SMALL.withClasses(7)).prefixed("module."));
        add(
                "ResNet torch > ResNet torch, encoder.",
                torch,
                torch.without("^top").prefixed("encoder."));
    }

    private static Scheme resnet50(Dialect dialect) {
        return Scheme.of(dialect, Sizes.SMALL.withBlocks(3, 4, 6, 3));
    }

    private void otherConvolutions() {
        both("VGG torch", "VGG Keras", small(VGG_TORCH), small(VGG_KERAS));
        Scheme top = small(VGG_TORCH).without("^(flat|dense)");
        both("VGG torch, no top", "VGG slim, no top", top, small(VGG_SLIM));
        add(
                "VGG slim, no top > VGG Keras, no top",
                small(VGG_SLIM),
                small(VGG_KERAS).without("^(flat|dense)"));
        both("LeNet torch", "LeNet Keras", small(LENET_TORCH), small(LENET_KERAS));
        both("MLP Keras", "MLP fc", small(MLP_KERAS), small(MLP_NAMED));
        both("MLP Keras", "MLP Sequential", small(MLP_KERAS), small(MLP_SEQUENCE));
        both("MLP fc", "MLP Sequential", small(MLP_NAMED), small(MLP_SEQUENCE));
    }
}
