package ckpts.workspace;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run did, measured.
 *
 * @param files written or linked, in order
 * @param bytesWritten in all, what formats add to the tensors included
 * @param bytesCopied of tensors whose bytes were taken over as they lay
 * @param bytesComputed of tensors that were computed
 * @param linked how many of the files are links
 * @param seconds from start to end
 * @param bytesRead of files: what was copied as it lay once, what a computation read twice twice
 * @param peakScratch the most working memory that was held at one time
 * @param warnings sentences about what was odd and did no harm
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
        List<String> warnings) {
    public RunReport {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }
}
