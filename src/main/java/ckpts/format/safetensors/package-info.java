/**
 * Safetensors files, alone or as the shards of a Hugging Face checkpoint.
 *
 * <p>The way in is {@link ckpts.format.safetensors.SafetensorsFormat}; {@code docs/formats/safetensors.md} has the bytes.
 */
package ckpts.format.safetensors;
