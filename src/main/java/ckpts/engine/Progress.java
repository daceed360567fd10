package ckpts.engine;

/** Receives the progress of a run, at most ten times a second, on the thread that runs the plan or reads values. */
@FunctionalInterface
public interface Progress {
    /** Ignores progress. */
    Progress SILENT = (done, total) -> {};

    /**
     * @param done bytes of tensors written, or read
     * @param total bytes of tensors to write, or to read; equal to {@code done} in the last call of a plan
     */
    void advanced(long done, long total);
}
