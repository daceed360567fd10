package ckpts.format;

import java.util.List;
import java.util.Locale;

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

    /** How bad a finding is. */
    public enum Kind {
        /** The checkpoint cannot be loaded completely. */
        DAMAGED,
        /** Not as it should be, without harm to what is loaded. */
        ODD,
        /** Nothing wrong: what one should know who loads it. */
        NOTE;

        /** The word in reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One thing found.
     *
     * @param place file, part, byte
     * @param message the problem, found against expected
     */
    public record Finding(Kind kind, String place, String message) {}

    /** Whether nothing is damaged. */
    public boolean isSound() {
        return findings.stream().noneMatch(finding -> finding.kind() == Kind.DAMAGED);
    }
}
