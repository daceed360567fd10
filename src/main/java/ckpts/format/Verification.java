package ckpts.format;

import java.util.List;

/**
 * The result of checking a stored checkpoint.
 *
 * @param tensors how many were looked at
 * @param bytes how many bytes of tensors agree with a checksum, or do not, which is a finding
 * @param scope what was looked at and what the format has no way to check
 * @param findings what is wrong or odd; empty if nothing
 */
public record Verification(long tensors, long bytes, Scope scope, List<Finding> findings) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * How far the check of a format goes, in words.
     *
     * @param checked what was checked
     * @param unchecked what cannot be; empty if there is nothing
     */
    public record Scope(String checked, String unchecked) {}

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
