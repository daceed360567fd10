/**
 * Safetensors files, alone or as the shards of a Hugging Face checkpoint.
 *
 * <p>The entry point is {@link ckpts.format.safetensors.SafetensorsFormat}; {@code docs/formats/safetensors.md}
 * describes the bytes.
 */
package ckpts.format.safetensors;
