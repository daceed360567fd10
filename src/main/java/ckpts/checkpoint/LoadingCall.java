package ckpts.checkpoint;

import java.util.Objects;

/**
 * A call that loads checkpoints. Formats define theirs; two of the same word are the same.
 *
 * @param word as a manifest file spells it: {@code restore}
 */
public record LoadingCall(String word) {
    public LoadingCall {
        Objects.requireNonNull(word, "word is null");
    }
}
