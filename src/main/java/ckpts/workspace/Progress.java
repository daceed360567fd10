package ckpts.workspace;

/** Told how far a run is, at most ten times a second, on the thread that runs the plan. */
@FunctionalInterface
public interface Progress {
    /** For those who do not want to know. */
    Progress SILENT = (done, total) -> {};

    /**
     * @param done bytes of tensors written
     * @param total bytes of tensors to write; equal to {@code done} in the last call
     */
    void advanced(long done, long total);
}
