package ckpts.workspace;

/** Told how far a run is, at most ten times a second, on the thread that runs the plan or reads values. */
@FunctionalInterface
public interface Progress {
    /** For those who do not want to know. */
    Progress SILENT = (done, total) -> {};

    /**
     * @param done bytes of tensors written, or read
     * @param total bytes of tensors to write, or to read; equal to {@code done} in the last call of a plan
     */
    void advanced(long done, long total);
}
