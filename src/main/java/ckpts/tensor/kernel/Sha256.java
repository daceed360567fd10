package ckpts.tensor.kernel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one hash of names and values. */
public final class Sha256 {
    private Sha256() {}

    /** A hash of nothing yet. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("BUG: every Java platform has SHA-256", impossible);
        }
    }
}
