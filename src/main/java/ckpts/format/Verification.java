package ckpts.format;

import java.util.List;

/**
 * The result of checking a stored checkpoint.
 *
 * @param tensors how many were checked
 * @param bytes how many bytes of tensors were checked
 * @param findings what is wrong or odd; empty if nothing
 */
public record Verification(long tensors, long bytes, List<Finding> findings) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * One thing found.
     *
     * @param damaged whether the checkpoint cannot be loaded whole; otherwise it is only odd
     * @param place file, part, byte
     * @param message what is wrong, found against expected
     */
    public record Finding(boolean damaged, String place, String message) {}

    /** Whether nothing is damaged. */
    public boolean isSound() {
        return findings.stream().noneMatch(Finding::damaged);
    }
}
