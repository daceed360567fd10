package ckpts.format;

import java.util.List;

/**
 * The result of checking a stored checkpoint.
 *
 * @param tensors number of tensors checked
 * @param bytes number of bytes of tensors that have a checksum; a mismatch is a finding
 * @param scope what was checked and what the format cannot check
 * @param findings the findings; empty if there are none
 */
public record Verification(long tensors, long bytes, Scope scope, List<Finding> findings) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * The extent of a format's check, in words.
     *
     * @param checked what was checked
     * @param unchecked what cannot be checked; empty if nothing
     */
    public record Scope(String checked, String unchecked) {}

    /**
     * One thing found.
     *
     * @param damaged whether the checkpoint cannot be loaded completely; otherwise it is only odd
     * @param place file, part, byte
     * @param message the problem, found against expected
     */
    public record Finding(boolean damaged, String place, String message) {}

    /** Whether nothing is damaged. */
    public boolean isSound() {
        return findings.stream().noneMatch(Finding::damaged);
    }
}
