package ckpts.engine;

import ckpts.tensor.Observations;
import java.nio.file.Path;
import java.util.List;

/**
 * Measurements of a run.
 *
 * @param files written or linked, in order
 * @param bytesWritten in all, additions by formats included
 * @param bytesCopied of tensors whose bytes were copied verbatim
 * @param bytesComputed of tensors that were computed
 * @param linked how many of the files are links
 * @param seconds from start to end
 * @param bytesRead of files: copied bytes count once, bytes that a computation read twice count twice
 * @param peakScratch the most working memory that was held at one time
 * @param observations of the values that were computed
 * @param warnings sentences about harmless irregularities
 */
public record RunReport(
        List<Path> files,
        long bytesWritten,
        long bytesCopied,
        long bytesComputed,
        int linked,
        double seconds,
        long bytesRead,
        long peakScratch,
        Observations observations,
        List<String> warnings) {
    public RunReport {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }
}
