package ckpts.format.keras;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.FileTensor;
import ckpts.format.Verification;
import ckpts.format.Verification.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights that Keras 3 takes for an attack: their datasets claim far more bytes than the file stores, so that reading one
 * whole would fill the memory. Here they are read in pieces.
 */
final class Expansion {
    private static final long ALWAYS_LOADED = 1L << 32;
    private static final long MOST = 1000;

    private Expansion() {}

    /** Findings that are no damage. What is stored of one weight is at most the file, so that none is found in vain. */
    static List<Finding> findings(Checkpoint checkpoint, Path path) {
        List<Finding> findings = new ArrayList<>();
        for (Entry entry : checkpoint.entries()) {
            long bytes = entry.tensor().byteSize();
            if (bytes > ALWAYS_LOADED
                    && entry.tensor() instanceof FileTensor leaf
                    && bytes / MOST > leaf.file().size()) {
                findings.add(new Finding(
                        Verification.Kind.ODD,
                        path + ", " + entry.name(),
                        "has " + bytes + " bytes, more than " + MOST
                                + " times those of the file: Keras 3 refuses to load it"));
            }
        }
        return findings;
    }
}
