package ckpts.language.advice;

import java.util.List;

/** Scenes with one difference each between a checkpoint and a model: every kind of repair, every diagnosis. */
final class RepairScenes {
    private RepairScenes() {}

    static List<RepairScene> all() {
        return java.util.stream.Stream.of(
                        renames(), lists(), leftovers(), types(), resized(), parts(), series(), optimizers(), doubts())
                .flatMap(List::stream)
                .toList();
    }

    private static List<RepairScene> renames() {
        return List.of(
                RepairScene.of(
                        "layers of another name, and an optimizer that the model does not keep",
                        """
                        dense_1/kernel float32[5, 4]
                        dense_1/bias float32[4]
                        dense_2/kernel float32[4, 3]
                        dense_2/bias float32[3]
                        dense_1/kernel/m float32[5, 4] slot m of dense_1/kernel start 0
                        optimizer/_iterations int64[] state iterations
                        """,
                        """
                        first/kernel float32[5, 4]
                        first/bias float32[4]
                        second/kernel float32[4, 3]
                        second/bias float32[3]
                        """,
                        "dense_1/* -> first/*",
                        "dense_2/* -> second/*"),
                RepairScene.of("slots follow, and one is missing", """
                        model/dense_1/kernel float32[5, 4]
                        model/dense_1/bias float32[4]
                        model/dense_1/kernel/m float32[5, 4] slot m of model/dense_1/kernel start 0
                        model/dense_1/bias/m float32[4] slot m of model/dense_1/bias start 0
                        """, """
                        model/fc/kernel float32[5, 4]
                        model/fc/bias float32[4]
                        model/fc/kernel/m float32[5, 4] slot of model/fc/kernel
                        model/fc/bias/m float32[4] slot of model/fc/bias
                        model/fc/bias/v float32[4] slot of model/fc/bias
                        """, "model/dense_1/** -> model/fc/**"),
                RepairScene.of(
                        "many modules of other names at once",
                        """
                        transformer.wte.weight float32[11, 4]
                        transformer.wpe.weight float32[7, 4]
                        transformer.h.0.ln_1.weight float32[4]
                        transformer.h.0.attn.c_proj.weight float32[4, 4]
                        transformer.h.0.mlp.c_fc.weight float32[16, 4]
                        transformer.h.0.mlp.c_proj.weight float32[4, 16]
                        transformer.h.1.ln_1.weight float32[4]
                        transformer.h.1.attn.c_proj.weight float32[4, 4]
                        transformer.h.1.mlp.c_fc.weight float32[16, 4]
                        transformer.h.1.mlp.c_proj.weight float32[4, 16]
                        transformer.ln_f.weight float32[4]
                        """,
                        """
                        embed.tokens.weight float32[11, 4]
                        embed.positions.weight float32[7, 4]
                        layers.0.input_layernorm.weight float32[4]
                        layers.0.attention.out.weight float32[4, 4]
                        layers.0.ffn.up.weight float32[16, 4]
                        layers.0.ffn.down.weight float32[4, 16]
                        layers.1.input_layernorm.weight float32[4]
                        layers.1.attention.out.weight float32[4, 4]
                        layers.1.ffn.up.weight float32[16, 4]
                        layers.1.ffn.down.weight float32[4, 16]
                        final_norm.weight float32[4]
                        """,
                        "transformer.wte.weight -> embed.tokens.weight",
                        "transformer.wpe.weight -> embed.positions.weight",
                        "transformer.h.{i:int}.ln_1.weight -> layers.{i}.input_layernorm.weight",
                        "transformer.h.{i:int}.attn.c_proj.weight -> layers.{i}.attention.out.weight",
                        "transformer.h.{i:int}.mlp.c_fc.weight -> layers.{i}.ffn.up.weight",
                        "transformer.h.{i:int}.mlp.c_proj.weight -> layers.{i}.ffn.down.weight",
                        "transformer.ln_f.weight -> final_norm.weight"),
                RepairScene.of(
                        "a namespace around part of the model, into which another moves",
                        """
                        visual.proj.weight float32[6, 5]
                        lm_head.weight float32[9, 3]
                        model.layers.0.q_proj.weight float32[3, 3]
                        model.layers.0.up_proj.weight float32[8, 3]
                        model.layers.1.q_proj.weight float32[3, 3]
                        model.layers.1.up_proj.weight float32[8, 3]
                        """,
                        """
                        model.visual.proj.weight float32[6, 5]
                        lm_head.weight float32[9, 3]
                        model.language_model.layers.0.q_proj.weight float32[3, 3]
                        model.language_model.layers.0.up_proj.weight float32[8, 3]
                        model.language_model.layers.1.q_proj.weight float32[3, 3]
                        model.language_model.layers.1.up_proj.weight float32[8, 3]
                        """,
                        "visual.** -> model.visual.**",
                        "model.** -> model.language_model.**"),
                RepairScene.of(
                        "names that patterns have to quote",
                        """
                        a[0]/w{x}/kernel float32[5, 4]
                        a[0]/w{x}/bias float32[4]
                        """.replace("a[0]/w{x}/kernel", "\"a[0]/w{x}/kernel\"")
                                .replace("a[0]/w{x}/bias", "\"a[0]/w{x}/bias\""),
                        """
                        b*/kernel float32[5, 4]
                        b*/bias float32[4]
                        """));
    }

    private static List<RepairScene> lists() {
        return List.of(
                RepairScene.of("layers counted from one", """
                        blocks.1.weight float32[4, 4]
                        blocks.1.bias float32[4]
                        blocks.2.weight float32[4, 4]
                        blocks.2.bias float32[4]
                        blocks.3.weight float32[4, 4]
                        blocks.3.bias float32[4]
                        """, """
                        blocks.0.weight float32[4, 4]
                        blocks.0.bias float32[4]
                        blocks.1.weight float32[4, 4]
                        blocks.1.bias float32[4]
                        blocks.2.weight float32[4, 4]
                        blocks.2.bias float32[4]
                        """, "blocks.{i:int}.* -> blocks.{i-1}.*"),
                RepairScene.of(
                        "an inserted layer with weights", """
                        layers/0/kernel float32[6, 5]
                        layers/1/kernel float32[5, 4]
                        layers/2/kernel float32[4, 3]
                        """, """
                        layers/0/kernel float32[6, 5]
                        layers/1/kernel float32[5, 5]
                        layers/2/kernel float32[5, 4]
                        layers/3/kernel float32[4, 3]
                        """, "layers/{i:1..2}/kernel -> layers/{i+1}/kernel"),
                RepairScene.of(
                                "a removed layer in the way of others",
                                """
                        layers/0/kernel float32[6, 5]
                        layers/1/kernel float32[5, 5]
                        layers/2/kernel float32[5, 4]
                        layers/3/kernel float32[4, 3]
                        """,
                                """
                        layers/0/kernel float32[6, 5]
                        layers/1/kernel float32[5, 4]
                        layers/2/kernel float32[4, 3]
                        """,
                                "layers/{i:2..3}/kernel -> layers/{i-1}/kernel")
                        .strange("layers/1/kernel"),
                RepairScene.of("a list with other steps", """
                        features.0.weight float32[4, 3, 3, 3]
                        features.2.weight float32[5, 4, 3, 3]
                        features.4.weight float32[6, 5, 3, 3]
                        """, """
                        features.0.weight float32[4, 3, 3, 3]
                        features.3.weight float32[5, 4, 3, 3]
                        features.6.weight float32[6, 5, 3, 3]
                        """, "features.{2,4}.weight -> features.{3,6}.weight"),
                RepairScene.of(
                        "numbers with zeros before them", """
                        block_1/kernel float32[4, 5]
                        block_2/kernel float32[4, 5]
                        block_3/kernel float32[4, 5]
                        """, """
                        block_01/kernel float32[4, 5]
                        block_02/kernel float32[4, 5]
                        block_03/kernel float32[4, 5]
                        """, "block_{i:int}/kernel -> block_{i:02}/kernel"),
                RepairScene.of(
                        "numbers with zeros before them that begin with another",
                        """
                        net/layer_000/kernel float32[4, 5]
                        net/layer_001/kernel float32[4, 5]
                        net/layer_002/kernel float32[4, 5]
                        """,
                        """
                        net/layer_01/kernel float32[4, 5]
                        net/layer_02/kernel float32[4, 5]
                        net/layer_03/kernel float32[4, 5]
                        """,
                        "net/layer_{i:int}/kernel -> net/layer_{i+1:02}/kernel"));
    }

    private static List<RepairScene> leftovers() {
        return List.of(
                RepairScene.of("a list with more layers, and a counter", """
                        layers/0/kernel float32[4, 4]
                        layers/0/bias float32[4]
                        layers/1/kernel float32[4, 4]
                        layers/1/bias float32[4]
                        global_step int64[]
                        """, """
                        layers/0/kernel float32[4, 4]
                        layers/0/bias float32[4]
                        layers/1/kernel float32[4, 4]
                        layers/1/bias float32[4]
                        layers/2/kernel float32[4, 4]
                        layers/2/bias float32[4]
                        """),
                RepairScene.of("a tensor without a place, and one missing that it may become", """
                        net/table float32[4, 6]
                        old_things float32[5, 3]
                        """, """
                        net/table float32[4, 6]
                        new_matter float32[3, 5]
                        """, "old_things"),
                RepairScene.of("another head", """
                        base/kernel float32[4, 6]
                        masks float32[2]
                        """, """
                        base/kernel float32[4, 6]
                        head/kernel float32[7, 9]
                        head/bias float32[9]
                        """));
    }

    private static List<RepairScene> types() {
        return List.of(
                RepairScene.of("another element type", """
                        a/kernel float32[4, 3]
                        a/bias float32[3]
                        """, """
                        a/kernel float16[4, 3]
                        a/bias float16[3]
                        """),
                RepairScene.of(
                        "renamed, transposed and of another element type",
                        """
                        dense_1/kernel float32[4, 3]
                        dense_1/bias float32[3]
                        """,
                        """
                        fc.weight float16[3, 4]
                        fc.bias float16[3]
                        """,
                        "dense_1/kernel -> fc.weight",
                        "dense_1/bias -> fc.bias"),
                RepairScene.of("transposed, its slots as well", """
                        fc/kernel float32[4, 3]
                        fc/kernel/Momentum float32[4, 3] slot Momentum of fc/kernel start 0
                        """, """
                        fc/kernel float32[3, 4]
                        fc/kernel/Momentum float32[3, 4] slot of fc/kernel
                        """),
                RepairScene.of("axes in another order", """
                        conv1.weight float32[3, 3, 2, 5]
                        fc.weight float32[5, 6]
                        """, """
                        conv1.weight float32[5, 2, 3, 3]
                        fc.weight float32[6, 5]
                        """),
                flattened("a square image", 4, 9, 9 * 4),
                flattened("an image that is no square", 4, 6, 6 * 4),
                RepairScene.of(
                        "after an image in PyTorch's layout",
                        """
                        conv.weight float32[4, 2, 3, 3]
                        conv.bias float32[4]
                        fc.weight float32[7, 36]
                        fc.bias float32[7]
                        """,
                        """
                        conv/kernel float32[3, 3, 2, 4]
                        conv/bias float32[4]
                        fc/kernel float32[36, 7]
                        fc/bias float32[7]
                        """,
                        "conv.weight -> conv/kernel",
                        "conv.bias -> conv/bias",
                        "fc.weight -> fc/kernel",
                        "fc.bias -> fc/bias"),
                RepairScene.of("as many elements", "pos float32[4, 6]", "pos float32[24]"),
                RepairScene.of("square matrices, the others transposed", """
                        a/kernel float32[4, 4]
                        b/kernel float32[4, 6]
                        """, """
                        a/weight float32[4, 4]
                        b/weight float32[6, 4]
                        """, "*/kernel -> */weight"),
                RepairScene.of("quantized, with a scale", """
                        fc.weight int8[2, 3] = 1 2 3 4 5 6
                        fc.weight_scale float32[2]
                        """, "fc.weight float32[2, 3]"),
                RepairScene.of("quantized, with a scale, under another name", """
                        old.fc.weight int8[2, 3] = 1 2 3 4 5 6
                        old.fc.weight_scale float32[2]
                        old.fc.bias float32[2]
                        """, """
                        new.fc.weight float32[2, 3]
                        new.fc.bias float32[2]
                        """, "old.fc.bias -> new.fc.bias"));
    }

    private static RepairScene flattened(String title, int channels, int pixels, int inputs) {
        return RepairScene.of(
                "after " + title + " of " + channels + " x " + pixels,
                """
                conv/kernel float32[3, 3, 2, %1$d]
                conv/bias float32[%1$d]
                fc/kernel float32[%2$d, 7]
                fc/bias float32[7]
                """.formatted(channels, inputs),
                """
                conv.weight float32[%1$d, 2, 3, 3]
                conv.bias float32[%1$d]
                fc.weight float32[7, %2$d]
                fc.bias float32[7]
                """.formatted(channels, inputs),
                "conv/kernel -> conv.weight",
                "conv/bias -> conv.bias",
                "fc/kernel -> fc.weight",
                "fc/bias -> fc.bias");
    }

    private static List<RepairScene> resized() {
        return List.of(
                RepairScene.of("fewer classes", """
                        head/kernel float32[4, 9]
                        head/bias float32[9]
                        """, """
                        head/kernel float32[4, 6]
                        head/bias float32[6]
                        """),
                RepairScene.of("more inputs", """
                        head/kernel float32[5, 4]
                        head/bias float32[4]
                        """, """
                        head/kernel float32[10, 4]
                        head/bias float32[4]
                        """),
                RepairScene.of("renamed, and more inputs", """
                        dense_1/kernel float32[5, 4]
                        dense_1/bias float32[4]
                        """, """
                        first/kernel float32[8, 4]
                        first/bias float32[4]
                        """, "dense_1/* -> first/*"),
                RepairScene.of("fewer classes, with slots", """
                        head/kernel float32[4, 9]
                        head/kernel/Momentum float32[4, 9] slot Momentum of head/kernel start 0
                        """, """
                        head/kernel float32[4, 6]
                        head/kernel/Momentum float32[4, 6] slot of head/kernel
                        """),
                RepairScene.of("slots of another shape than the model's", """
                        head/kernel float32[4, 6]
                        head/kernel/Momentum float32[4, 9] slot Momentum of head/kernel start 0
                        """, """
                        head/kernel float32[4, 6]
                        head/kernel/Momentum float32[4, 6] slot of head/kernel
                        """)
                        .strange("head/kernel/Momentum"),
                RepairScene.of(
                        "a layer of one name and of another size on each side, and one that became it",
                        """
                        a/kernel float32[5, 4]
                        a/bias float32[4]
                        b/kernel float32[7, 6]
                        b/bias float32[6]
                        """,
                        """
                        a/kernel float32[7, 6]
                        a/bias float32[6]
                        c/kernel float32[5, 4]
                        c/bias float32[4]
                        """,
                        "a/* -> c/*",
                        "b/* -> a/*"));
    }

    private static List<RepairScene> parts() {
        String fused = """
                h.0.attn.c_attn.weight float32[4, 12]
                h.0.attn.c_proj.weight float32[4, 4]
                h.1.attn.c_attn.weight float32[4, 12]
                h.1.attn.c_proj.weight float32[4, 4]
                """;
        String apart = """
                h.0.attn.q.weight float32[4, 4]
                h.0.attn.k.weight float32[4, 4]
                h.0.attn.v.weight float32[4, 4]
                h.0.attn.c_proj.weight float32[4, 4]
                h.1.attn.q.weight float32[4, 4]
                h.1.attn.k.weight float32[4, 4]
                h.1.attn.v.weight float32[4, 4]
                h.1.attn.c_proj.weight float32[4, 4]
                """;
        String stacked = """
                layers.mlp.weight float32[3, 4, 6]
                layers.norm.weight float32[3, 4]
                """;
        String layered = """
                layers.0.mlp.weight float32[4, 6]
                layers.0.norm.weight float32[4]
                layers.1.mlp.weight float32[4, 6]
                layers.1.norm.weight float32[4]
                layers.2.mlp.weight float32[4, 6]
                layers.2.norm.weight float32[4]
                """;
        return List.of(
                RepairScene.of("heads in one", fused, apart, "*.*.*.c_attn.weight"),
                RepairScene.of("heads apart", apart, fused, "*.*.*.{q,k,v}.weight"),
                RepairScene.of(
                        "heads in one of a layer that is renamed",
                        fused.replace("h.", "transformer.h."),
                        apart,
                        "**.c_attn.weight",
                        "transformer.** -> **"),
                RepairScene.of("layers stacked", stacked, layered, "**"),
                RepairScene.of("layers apart", layered, stacked, "**"));
    }

    private static List<RepairScene> series() {
        String five = """
                old/emb/weights_0 float32[2, 3]
                old/emb/weights_1 float32[2, 3]
                old/emb/weights_2 float32[1, 3]
                """;
        return List.of(
                RepairScene.of("an embedding in numbered parts, of more rows in the model", five, """
                        new/emb/weights_0 float32[3, 3]
                        new/emb/weights_1 float32[2, 3]
                        new/emb/weights_2 float32[2, 3]
                        """),
                RepairScene.of("an embedding in numbered parts, of fewer rows in the model", five, """
                        old/emb/weights_0 float32[2, 3]
                        old/emb/weights_1 float32[1, 3]
                        old/emb/weights_2 float32[1, 3]
                        """),
                RepairScene.of("an embedding in more parts", five, """
                        new/emb/weights_0 float32[2, 3]
                        new/emb/weights_1 float32[1, 3]
                        new/emb/weights_2 float32[1, 3]
                        new/emb/weights_3 float32[1, 3]
                        """));
    }

    private static List<RepairScene> optimizers() {
        return List.of(
                RepairScene.of("moving averages", """
                        w float32[3]
                        w/ExponentialMovingAverage float32[3] average of w
                        """, "w float32[3]"),
                RepairScene.of("an optimizer under another name", """
                        net/kernel float32[4, 3]
                        optimizer/iterations int64[] state iterations
                        optimizer/decay/rate float32[] state rate
                        """, """
                        net/kernel float32[4, 3]
                        opt/iterations int64[]
                        opt/decay/rate float32[]
                        """, "optimizer/** -> opt/**"),
                RepairScene.of("one tensor under two names that are two variables", """
                        decoder/kernel float32[4, 3] also encoder/kernel
                        """, """
                        decoder/kernel float32[4, 3]
                        encoder/kernel float32[4, 3]
                        decoder/kernel/Momentum float32[4, 3] slot of decoder/kernel
                        encoder/kernel/Momentum float32[4, 3] slot of encoder/kernel
                        """),
                RepairScene.of("a slot that is missing, where others of its kind are", """
                        a/kernel float32[4, 3]
                        a/bias float32[3]
                        a/kernel/Momentum float32[4, 3] slot Momentum of a/kernel start 0
                        """, """
                        a/kernel float32[4, 3]
                        a/bias float32[3]
                        a/kernel/Momentum float32[4, 3] slot of a/kernel
                        a/bias/Momentum float32[3] slot of a/bias
                        """),
                RepairScene.of("the same optimizer, whose slots are entries of lists in the model", """
                        a/kernel float32[4, 3]
                        a/bias float32[3]
                        a/kernel/Adam float32[4, 3] slot Adam of a/kernel start 0
                        a/kernel/Adam_1 float32[4, 3] slot Adam_1 of a/kernel start 0
                        a/bias/Adam float32[3] slot Adam of a/bias start 0
                        a/bias/Adam_1 float32[3] slot Adam_1 of a/bias start 0
                        opt/iter int64[] state iter
                        opt/decay float32[] state decay
                        """, """
                        a/kernel float32[4, 3]
                        a/bias float32[3]
                        opt/_momentums/0 float32[4, 3] slot of a/kernel
                        opt/_velocities/0 float32[4, 3] slot of a/kernel
                        opt/_momentums/1 float32[3] slot of a/bias
                        opt/_velocities/1 float32[3] slot of a/bias
                        opt/_iterations int64[]
                        """),
                RepairScene.of("the slots of another optimizer", """
                        w/kernel float32[4, 3]
                        w/kernel/Adam float32[4, 3] slot Adam of w/kernel start 0
                        beta1_power float32[] state beta1_power
                        """, """
                        w/kernel float32[4, 3]
                        w/kernel/Momentum float32[4, 3] slot of w/kernel
                        """));
    }

    private static List<RepairScene> doubts() {
        return List.of(
                RepairScene.of(
                        "norms of weights under words that are no layer's",
                        """
                        convs.0.weight_g float32[8, 1, 1]
                        convs.0.weight_v float32[8, 8, 3]
                        convs.1.weight_g float32[8, 1, 1]
                        convs.1.weight_v float32[8, 8, 3]
                        """,
                        """
                        convs.0.parametrizations.weight.original0 float32[8, 1, 1]
                        convs.0.parametrizations.weight.original1 float32[8, 8, 3]
                        convs.1.parametrizations.weight.original0 float32[8, 1, 1]
                        convs.1.parametrizations.weight.original1 float32[8, 8, 3]
                        """,
                        "convs.{i:int}.weight_g -> convs.{i}.parametrizations.weight.original0",
                        "convs.{i:int}.weight_v -> convs.{i}.parametrizations.weight.original1"),
                RepairScene.of(
                        "an output layer that was tied to the embedding",
                        """
                        embed_tokens.weight float32[11, 4]
                        norm.weight float32[4]
                        """,
                        """
                        model.embed_tokens.weight float32[11, 4]
                        model.norm.weight float32[4]
                        lm_head.weight float32[11, 4]
                        """,
                        "embed_tokens.weight -> model.embed_tokens.weight",
                        "norm.weight -> model.norm.weight"),
                RepairScene.of(
                        "kernels of which each sees one channel, and one over a single position",
                        """
                        dw/depthwise_kernel float32[3, 3, 8, 1]
                        dw/bias float32[8]
                        pw/kernel float32[1, 1, 8, 6]
                        """,
                        """
                        dw.weight float32[8, 1, 3, 3]
                        dw.bias float32[8]
                        pw.weight float32[6, 8]
                        """,
                        "dw/depthwise_kernel -> dw.weight",
                        "dw/bias -> dw.bias",
                        "pw/kernel -> pw.weight"),
                RepairScene.of(
                        "two layers of one shape",
                        """
                        dense_1/kernel float32[4, 4]
                        dense_1/bias float32[4]
                        dense_2/kernel float32[4, 4]
                        dense_2/bias float32[4]
                        """,
                        """
                        fully_connected_a/kernel float32[4, 4]
                        fully_connected_a/bias float32[4]
                        fully_connected_b/kernel float32[4, 4]
                        fully_connected_b/bias float32[4]
                        """,
                        "dense_1/* -> fully_connected_b/*",
                        "dense_2/* -> fully_connected_a/*"),
                RepairScene.of("one of two", """
                        x float32[3]
                        y float32[3]
                        """, "one/alpha float32[3]", "y -> one/alpha"),
                RepairScene.of("each has the shape of another", """
                        net/0 float32[4, 3]
                        net/1 float32[3]
                        """, """
                        net/0 float32[3]
                        net/1 float32[4, 3]
                        """, "net/0 -> net/1", "net/1 -> net/0"),
                RepairScene.of(
                        "square matrices that nothing decides",
                        """
                        encoder/q/kernel float32[4, 4]
                        encoder/q/bias float32[4]
                        """,
                        """
                        encoder.q.weight float32[4, 4]
                        encoder.q.bias float32[4]
                        """,
                        "encoder/q/kernel -> encoder.q.weight",
                        "encoder/q/bias -> encoder.q.bias"),
                RepairScene.of(
                        "rows of heads in another order",
                        """
                        layers.0.attention.wq.weight float32[4, 4]
                        layers.0.attention.wk.weight float32[2, 4]
                        layers.0.attention_norm.weight float32[4]
                        """,
                        """
                        model.layers.0.self_attn.q_proj.weight float32[4, 4]
                        model.layers.0.self_attn.k_proj.weight float32[2, 4]
                        model.layers.0.input_layernorm.weight float32[4]
                        """,
                        "layers.0.attention.wq.weight -> model.layers.0.self_attn.q_proj.weight",
                        "layers.0.attention.wk.weight -> model.layers.0.self_attn.k_proj.weight",
                        "layers.0.attention_norm.weight -> model.layers.0.input_layernorm.weight"));
    }
}
