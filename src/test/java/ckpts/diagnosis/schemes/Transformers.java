package ckpts.diagnosis.schemes;

/**
 * Transformers as they are named. A norm's role says where it stands, which is what tells families apart: BERT and BART
 * normalize after attention and after the MLP, GPT and ViT before.
 */
final class Transformers {
    static final Dialect BERT_TF = new Dialect("BERT of TensorFlow 1", Layout.COLUMNS, Dialect.Home.SAVER, """
            embed.{token,position,type}.weight -> bert/embeddings/{word,position,token_type}_embeddings
            embed.norm.{weight,bias} -> bert/embeddings/LayerNorm/{gamma,beta}
            block.{i}.attention.{query,key,value}.{weight,bias} -> bert/encoder/layer_{i}/attention/self/{query,key,value}/{kernel,bias}
            block.{i}.attention.output.{weight,bias} -> bert/encoder/layer_{i}/attention/output/dense/{kernel,bias}
            block.{i}.norm.after_attention.{weight,bias} -> bert/encoder/layer_{i}/attention/output/LayerNorm/{gamma,beta}
            block.{i}.mlp.up.{weight,bias} -> bert/encoder/layer_{i}/intermediate/dense/{kernel,bias}
            block.{i}.mlp.down.{weight,bias} -> bert/encoder/layer_{i}/output/dense/{kernel,bias}
            block.{i}.norm.after_mlp.{weight,bias} -> bert/encoder/layer_{i}/output/LayerNorm/{gamma,beta}
            pooler.{weight,bias} -> bert/pooler/dense/{kernel,bias}
            transform.{weight,bias} -> cls/predictions/transform/dense/{kernel,bias}
            norm.transform.{weight,bias} -> cls/predictions/transform/LayerNorm/{gamma,beta}
            tokens.bias -> cls/predictions/output_bias
            next.{weight,bias} -> cls/seq_relationship/output_{weights,bias} : ROWS
            step -> global_step
            """);

    static final Dialect BERT_HF = new Dialect("BERT of Hugging Face", Layout.ROWS, """
            positions.weight -> bert.embeddings.position_ids
            embed.{token,position,type}.weight -> bert.embeddings.{word,position,token_type}_embeddings.weight
            embed.norm.{weight,bias} -> bert.embeddings.LayerNorm.{weight,bias}
            block.{i}.attention.{query,key,value}.{weight,bias} -> bert.encoder.layer.{i}.attention.self.{query,key,value}.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> bert.encoder.layer.{i}.attention.output.dense.{weight,bias}
            block.{i}.norm.after_attention.{weight,bias} -> bert.encoder.layer.{i}.attention.output.LayerNorm.{weight,bias}
            block.{i}.mlp.up.{weight,bias} -> bert.encoder.layer.{i}.intermediate.dense.{weight,bias}
            block.{i}.mlp.down.{weight,bias} -> bert.encoder.layer.{i}.output.dense.{weight,bias}
            block.{i}.norm.after_mlp.{weight,bias} -> bert.encoder.layer.{i}.output.LayerNorm.{weight,bias}
            pooler.{weight,bias} -> bert.pooler.dense.{weight,bias}
            tokens.bias -> cls.predictions.bias
            transform.{weight,bias} -> cls.predictions.transform.dense.{weight,bias}
            norm.transform.{weight,bias} -> cls.predictions.transform.LayerNorm.{weight,bias}
            next.{weight,bias} -> cls.seq_relationship.{weight,bias}
            """);

    static final Dialect BERT_KERAS = new Dialect("BERT of Keras", Layout.COLUMNS, """
            embed.token.weight -> token_embedding/embeddings
            embed.position.weight -> position_embedding/embeddings
            embed.type.weight -> segment_embedding/embeddings
            embed.norm.{weight,bias} -> embeddings_layer_norm/{gamma,beta}
            block.{i}.attention.{query,key,value}.{weight,bias} -> transformer_layer_{i}/self_attention_layer/{query,key,value}/{kernel,bias} : HEADS_OUT
            block.{i}.attention.output.{weight,bias} -> transformer_layer_{i}/self_attention_layer/attention_output/{kernel,bias} : HEADS_IN
            block.{i}.norm.after_attention.{weight,bias} -> transformer_layer_{i}/self_attention_layer_norm/{gamma,beta}
            block.{i}.mlp.{up,down}.{weight,bias} -> transformer_layer_{i}/feedforward_{intermediate,output}_dense/{kernel,bias}
            block.{i}.norm.after_mlp.{weight,bias} -> transformer_layer_{i}/feedforward_layer_norm/{gamma,beta}
            pooler.{weight,bias} -> pooled_dense/{kernel,bias}
            """);

    static final Dialect FAIRSEQ = new Dialect("encoder of fairseq", Layout.ROWS, """
            embed.{token,position}.weight -> encoder.sentence_encoder.embed_{tokens,positions}.weight
            embed.norm.{weight,bias} -> encoder.sentence_encoder.layernorm_embedding.{weight,bias}
            block.{i}.attention.{key,value,query}.{weight,bias} -> encoder.sentence_encoder.layers.{i}.self_attn.{k,v,q}_proj.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> encoder.sentence_encoder.layers.{i}.self_attn.out_proj.{weight,bias}
            block.{i}.norm.after_attention.{weight,bias} -> encoder.sentence_encoder.layers.{i}.self_attn_layer_norm.{weight,bias}
            block.{i}.mlp.{up,down}.{weight,bias} -> encoder.sentence_encoder.layers.{i}.{fc1,fc2}.{weight,bias}
            block.{i}.norm.after_mlp.{weight,bias} -> encoder.sentence_encoder.layers.{i}.final_layer_norm.{weight,bias}
            """);

    static final Dialect BART = new Dialect("BART of Hugging Face", Layout.ROWS, """
            embed.token.weight -> model.shared.weight
            embed.position.weight -> model.encoder.embed_positions.weight
            embed.norm.{weight,bias} -> model.encoder.layernorm_embedding.{weight,bias}
            block.{i}.attention.{key,value,query}.{weight,bias} -> model.encoder.layers.{i}.self_attn.{k,v,q}_proj.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> model.encoder.layers.{i}.self_attn.out_proj.{weight,bias}
            block.{i}.norm.after_attention.{weight,bias} -> model.encoder.layers.{i}.self_attn_layer_norm.{weight,bias}
            block.{i}.mlp.{up,down}.{weight,bias} -> model.encoder.layers.{i}.{fc1,fc2}.{weight,bias}
            block.{i}.norm.after_mlp.{weight,bias} -> model.encoder.layers.{i}.final_layer_norm.{weight,bias}
            decoder.{i}.attention.{key,value,query}.{weight,bias} -> model.decoder.layers.{i}.self_attn.{k,v,q}_proj.{weight,bias}
            decoder.{i}.attention.output.{weight,bias} -> model.decoder.layers.{i}.self_attn.out_proj.{weight,bias}
            decoder.{i}.norm.after_attention.{weight,bias} -> model.decoder.layers.{i}.self_attn_layer_norm.{weight,bias}
            decoder.{i}.cross.{key,value,query}.{weight,bias} -> model.decoder.layers.{i}.encoder_attn.{k,v,q}_proj.{weight,bias}
            decoder.{i}.cross.output.{weight,bias} -> model.decoder.layers.{i}.encoder_attn.out_proj.{weight,bias}
            decoder.{i}.norm.after_cross.{weight,bias} -> model.decoder.layers.{i}.encoder_attn_layer_norm.{weight,bias}
            decoder.{i}.mlp.{up,down}.{weight,bias} -> model.decoder.layers.{i}.{fc1,fc2}.{weight,bias}
            decoder.{i}.norm.after_mlp.{weight,bias} -> model.decoder.layers.{i}.final_layer_norm.{weight,bias}
            """);

    static final Dialect ENCODER_TORCH = new Dialect("nn.TransformerEncoder", Layout.ROWS, """
            block.{i}.attention.qkv.{weight,bias} -> encoder.layers.{i}.self_attn.in_proj_{weight,bias}
            block.{i}.attention.output.{weight,bias} -> encoder.layers.{i}.self_attn.out_proj.{weight,bias}
            block.{i}.mlp.{up,down}.{weight,bias} -> encoder.layers.{i}.linear{1,2}.{weight,bias}
            block.{i}.norm.after_{attention,mlp}.{weight,bias} -> encoder.layers.{i}.norm{1,2}.{weight,bias}
            """);

    static final Dialect GPT2_HF = new Dialect("GPT-2 of Hugging Face", Layout.COLUMNS, """
            embed.{token,position}.weight -> transformer.{wte,wpe}.weight
            block.{i}.norm.before_attention.{weight,bias} -> transformer.h.{i}.ln_1.{weight,bias}
            block.{i}.attention.mask.weight -> transformer.h.{i}.attn.bias : ROWS
            block.{i}.attention.qkv.{weight,bias} -> transformer.h.{i}.attn.c_attn.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> transformer.h.{i}.attn.c_proj.{weight,bias}
            block.{i}.norm.before_mlp.{weight,bias} -> transformer.h.{i}.ln_2.{weight,bias}
            block.{i}.mlp.up.{weight,bias} -> transformer.h.{i}.mlp.c_fc.{weight,bias}
            block.{i}.mlp.down.{weight,bias} -> transformer.h.{i}.mlp.c_proj.{weight,bias}
            norm.final.{weight,bias} -> transformer.ln_f.{weight,bias}
            """);

    static final Dialect GPT2_TF = new Dialect("GPT-2 of TensorFlow 1", Layout.ONE_PLACE, Dialect.Home.SAVER, """
            block.{i}.attention.qkv.{bias,weight} -> model/h{i}/attn/c_attn/{b,w}
            block.{i}.attention.output.{bias,weight} -> model/h{i}/attn/c_proj/{b,w}
            block.{i}.norm.before_attention.{bias,weight} -> model/h{i}/ln_1/{b,g}
            block.{i}.norm.before_mlp.{bias,weight} -> model/h{i}/ln_2/{b,g}
            block.{i}.mlp.up.{bias,weight} -> model/h{i}/mlp/c_fc/{b,w}
            block.{i}.mlp.down.{bias,weight} -> model/h{i}/mlp/c_proj/{b,w}
            norm.final.{bias,weight} -> model/ln_f/{b,g}
            embed.{position,token}.weight -> model/{wpe,wte}
            """);

    static final Dialect NANO_GPT = new Dialect("nanoGPT", Layout.ROWS, """
            embed.{token,position}.weight -> transformer.{wte,wpe}.weight
            block.{i}.norm.before_attention.{weight,bias} -> transformer.h.{i}.ln_1.{weight,bias}
            block.{i}.attention.qkv.{weight,bias} -> transformer.h.{i}.attn.c_attn.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> transformer.h.{i}.attn.c_proj.{weight,bias}
            block.{i}.norm.before_mlp.{weight,bias} -> transformer.h.{i}.ln_2.{weight,bias}
            block.{i}.mlp.up.{weight,bias} -> transformer.h.{i}.mlp.c_fc.{weight,bias}
            block.{i}.mlp.down.{weight,bias} -> transformer.h.{i}.mlp.c_proj.{weight,bias}
            norm.final.{weight,bias} -> transformer.ln_f.{weight,bias}
            tokens.weight -> lm_head.weight
            """);

    static final Dialect NEOX = new Dialect("GPT-NeoX", Layout.ROWS, """
            embed.token.weight -> gpt_neox.embed_in.weight
            block.{i}.norm.before_attention.{weight,bias} -> gpt_neox.layers.{i}.input_layernorm.{weight,bias}
            block.{i}.norm.before_mlp.{weight,bias} -> gpt_neox.layers.{i}.post_attention_layernorm.{weight,bias}
            block.{i}.attention.qkv.{weight,bias} -> gpt_neox.layers.{i}.attention.query_key_value.{weight,bias} : INTERLEAVED
            block.{i}.attention.output.{weight,bias} -> gpt_neox.layers.{i}.attention.dense.{weight,bias}
            block.{i}.mlp.up.{weight,bias} -> gpt_neox.layers.{i}.mlp.dense_h_to_4h.{weight,bias}
            block.{i}.mlp.down.{weight,bias} -> gpt_neox.layers.{i}.mlp.dense_4h_to_h.{weight,bias}
            norm.final.{weight,bias} -> gpt_neox.final_layer_norm.{weight,bias}
            tokens.weight -> embed_out.weight
            """);

    static final Dialect OPT = new Dialect("OPT", Layout.ROWS, """
            embed.{token,position}.weight -> model.decoder.embed_{tokens,positions}.weight
            norm.final.{weight,bias} -> model.decoder.final_layer_norm.{weight,bias}
            block.{i}.attention.{key,value,query}.{weight,bias} -> model.decoder.layers.{i}.self_attn.{k,v,q}_proj.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> model.decoder.layers.{i}.self_attn.out_proj.{weight,bias}
            block.{i}.norm.before_attention.{weight,bias} -> model.decoder.layers.{i}.self_attn_layer_norm.{weight,bias}
            block.{i}.mlp.{up,down}.{weight,bias} -> model.decoder.layers.{i}.{fc1,fc2}.{weight,bias}
            block.{i}.norm.before_mlp.{weight,bias} -> model.decoder.layers.{i}.final_layer_norm.{weight,bias}
            tokens.weight -> lm_head.weight
            """);

    /** The rows of queries and keys stand in another order than Hugging Face's, which no name and no shape tells. */
    static final Dialect LLAMA = new Dialect("LLaMA as published", Layout.ROWS, """
            embed.token.weight -> tok_embeddings.weight
            norm.final.weight -> norm.weight
            tokens.weight -> output.weight
            block.{i}.attention.{query,key,value,output}.weight -> layers.{i}.attention.w{q,k,v,o}.weight
            block.{i}.mlp.{gate,down,up}.weight -> layers.{i}.feed_forward.w{1,2,3}.weight
            block.{i}.norm.before_{attention,mlp}.weight -> layers.{i}.{attention,ffn}_norm.weight
            frequencies.weight -> rope.freqs
            """);

    /** Of Mistral, too. */
    static final Dialect LLAMA_HF = new Dialect("LLaMA of Hugging Face", Layout.ROWS, """
            embed.token.weight -> model.embed_tokens.weight
            block.{i}.attention.{query,key,value,output}.weight -> model.layers.{i}.self_attn.{q,k,v,o}_proj.weight
            block.{i}.mlp.{gate,up,down}.weight -> model.layers.{i}.mlp.{gate,up,down}_proj.weight
            block.{i}.norm.before_{attention,mlp}.weight -> model.layers.{i}.{input,post_attention}_layernorm.weight
            norm.final.weight -> model.norm.weight
            tokens.weight -> lm_head.weight
            """);

    static final Dialect T5_HF = new Dialect("T5 of Hugging Face", Layout.ROWS, """
            embed.token.weight -> shared.weight
            embed.relative.weight -> encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight
            block.{i}.attention.{query,key,value,output}.weight -> encoder.block.{i}.layer.0.SelfAttention.{q,k,v,o}.weight
            block.{i}.norm.before_attention.weight -> encoder.block.{i}.layer.0.layer_norm.weight
            block.{i}.mlp.{up,down}.weight -> encoder.block.{i}.layer.1.DenseReluDense.{wi,wo}.weight
            block.{i}.norm.before_mlp.weight -> encoder.block.{i}.layer.1.layer_norm.weight
            norm.encoder.weight -> encoder.final_layer_norm.weight
            embed.relative_decoder.weight -> decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight
            decoder.{i}.attention.{query,key,value,output}.weight -> decoder.block.{i}.layer.0.SelfAttention.{q,k,v,o}.weight
            decoder.{i}.norm.before_attention.weight -> decoder.block.{i}.layer.0.layer_norm.weight
            decoder.{i}.cross.{query,key,value,output}.weight -> decoder.block.{i}.layer.1.EncDecAttention.{q,k,v,o}.weight
            decoder.{i}.norm.before_cross.weight -> decoder.block.{i}.layer.1.layer_norm.weight
            decoder.{i}.mlp.{up,down}.weight -> decoder.block.{i}.layer.2.DenseReluDense.{wi,wo}.weight
            decoder.{i}.norm.before_mlp.weight -> decoder.block.{i}.layer.2.layer_norm.weight
            norm.decoder.weight -> decoder.final_layer_norm.weight
            """);

    /** Numbers of layers are padded in it: {@link Scheme#padded} by three. */
    static final Dialect T5_TF = new Dialect("T5 of Mesh TensorFlow", Layout.COLUMNS, Dialect.Home.SAVER, """
            embed.token.weight -> shared/embedding
            block.{i}.attention.{query,key,value,output}.weight -> encoder/block_{i}/layer_000/SelfAttention/{q,k,v,o}
            block.{i}.norm.before_attention.weight -> encoder/block_{i}/layer_000/layer_norm/scale
            block.{i}.mlp.{up,down}.weight -> encoder/block_{i}/layer_001/DenseReluDense/{wi,wo}/kernel
            block.{i}.norm.before_mlp.weight -> encoder/block_{i}/layer_001/layer_norm/scale
            norm.encoder.weight -> encoder/final_layer_norm/scale
            decoder.{i}.attention.{query,key,value,output}.weight -> decoder/block_{i}/layer_000/SelfAttention/{q,k,v,o}
            decoder.{i}.norm.before_attention.weight -> decoder/block_{i}/layer_000/layer_norm/scale
            decoder.{i}.cross.{query,key,value,output}.weight -> decoder/block_{i}/layer_001/EncDecAttention/{q,k,v,o}
            decoder.{i}.norm.before_cross.weight -> decoder/block_{i}/layer_001/layer_norm/scale
            decoder.{i}.mlp.{up,down}.weight -> decoder/block_{i}/layer_002/DenseReluDense/{wi,wo}/kernel
            decoder.{i}.norm.before_mlp.weight -> decoder/block_{i}/layer_002/layer_norm/scale
            norm.decoder.weight -> decoder/final_layer_norm/scale
            """);

    static final Dialect T5_FLAX = new Dialect("T5 of Flax", Layout.COLUMNS, """
            embed.token.weight -> token_embedder/embedding
            block.{i}.attention.{query,key,value,output}.weight -> encoder/layers_{i}/attention/{query,key,value,out}/kernel
            block.{i}.norm.before_attention.weight -> encoder/layers_{i}/pre_attention_layer_norm/scale
            block.{i}.mlp.{up,down}.weight -> encoder/layers_{i}/mlp/{wi,wo}/kernel
            block.{i}.norm.before_mlp.weight -> encoder/layers_{i}/pre_mlp_layer_norm/scale
            norm.encoder.weight -> encoder/encoder_norm/scale
            decoder.{i}.attention.{query,key,value,output}.weight -> decoder/layers_{i}/self_attention/{query,key,value,out}/kernel
            decoder.{i}.norm.before_attention.weight -> decoder/layers_{i}/pre_self_attention_layer_norm/scale
            decoder.{i}.cross.{query,key,value,output}.weight -> decoder/layers_{i}/encoder_decoder_attention/{query,key,value,out}/kernel
            decoder.{i}.norm.before_cross.weight -> decoder/layers_{i}/pre_cross_attention_layer_norm/scale
            decoder.{i}.mlp.{up,down}.weight -> decoder/layers_{i}/mlp/{wi,wo}/kernel
            decoder.{i}.norm.before_mlp.weight -> decoder/layers_{i}/pre_mlp_layer_norm/scale
            norm.decoder.weight -> decoder/decoder_norm/scale
            """);

    static final Dialect VIT_TIMM = new Dialect("ViT of timm", Layout.ROWS, """
            embed.class.weight -> cls_token
            embed.place.weight -> pos_embed
            embed.patch.{weight,bias} -> patch_embed.proj.{weight,bias}
            block.{i}.norm.before_attention.{weight,bias} -> blocks.{i}.norm1.{weight,bias}
            block.{i}.attention.qkv.{weight,bias} -> blocks.{i}.attn.qkv.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> blocks.{i}.attn.proj.{weight,bias}
            block.{i}.norm.before_mlp.{weight,bias} -> blocks.{i}.norm2.{weight,bias}
            block.{i}.mlp.{up,down}.{weight,bias} -> blocks.{i}.mlp.{fc1,fc2}.{weight,bias}
            norm.final.{weight,bias} -> norm.{weight,bias}
            classes.{weight,bias} -> head.{weight,bias}
            """);

    static final Dialect VIT_HF = new Dialect("ViT of Hugging Face", Layout.ROWS, """
            embed.class.weight -> vit.embeddings.cls_token
            embed.place.weight -> vit.embeddings.position_embeddings
            embed.patch.{weight,bias} -> vit.embeddings.patch_embeddings.projection.{weight,bias}
            block.{i}.attention.{query,key,value}.{weight,bias} -> vit.encoder.layer.{i}.attention.attention.{query,key,value}.{weight,bias}
            block.{i}.attention.output.{weight,bias} -> vit.encoder.layer.{i}.attention.output.dense.{weight,bias}
            block.{i}.mlp.up.{weight,bias} -> vit.encoder.layer.{i}.intermediate.dense.{weight,bias}
            block.{i}.mlp.down.{weight,bias} -> vit.encoder.layer.{i}.output.dense.{weight,bias}
            block.{i}.norm.before_{attention,mlp}.{weight,bias} -> vit.encoder.layer.{i}.layernorm_{before,after}.{weight,bias}
            norm.final.{weight,bias} -> vit.layernorm.{weight,bias}
            classes.{weight,bias} -> classifier.{weight,bias}
            """);

    static final Dialect VIT_FLAX = new Dialect("ViT of Flax", Layout.COLUMNS, """
            embed.place.weight -> Transformer/posembed_input/pos_embedding
            norm.final.{weight,bias} -> Transformer/encoder_norm/{scale,bias}
            block.{i}.norm.before_attention.{weight,bias} -> Transformer/encoderblock_{i}/LayerNorm_0/{scale,bias}
            block.{i}.norm.before_mlp.{weight,bias} -> Transformer/encoderblock_{i}/LayerNorm_2/{scale,bias}
            block.{i}.mlp.{up,down}.{weight,bias} -> Transformer/encoderblock_{i}/MlpBlock_3/Dense_{0,1}/{kernel,bias}
            block.{i}.attention.{query,key,value}.{weight,bias} -> Transformer/encoderblock_{i}/MultiHeadDotProductAttention_1/{query,key,value}/{kernel,bias} : HEADS_OUT
            block.{i}.attention.output.{weight,bias} -> Transformer/encoderblock_{i}/MultiHeadDotProductAttention_1/out/{kernel,bias} : HEADS_IN
            embed.class.weight -> cls
            embed.patch.{weight,bias} -> embedding/{kernel,bias}
            classes.{weight,bias} -> head/{kernel,bias}
            """);

    /** Nobody's in particular. */
    static final Dialect PLAIN = new Dialect("plain", Layout.ROWS, """
            block.{i}.attention.{query,key,value,output}.weight -> model.layers.{i}.attn.{q,k,v,out}.weight
            block.{i}.mlp.{up,down}.weight -> model.layers.{i}.mlp.{fc1,fc2}.weight
            block.{i}.norm.before_{attention,mlp}.{weight,bias} -> model.layers.{i}.ln{1,2}.{gamma,beta}
            embed.token.weight -> model.embed.weight
            tokens.weight -> head.weight
            """);

    private Transformers() {}
}
