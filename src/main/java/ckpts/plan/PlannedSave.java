package ckpts.plan;

import ckpts.bytes.SeenFile;
import ckpts.bytes.Watch;
import ckpts.format.Detour;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.format.Verbatim;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One save of a plan: the request, and the files that fulfil it.
 *
 * @param request of the statement
 * @param layout the files
 * @param replaced the files under the names that it gives and removes, as they were when it was planned
 * @param fresh whether there was no checkpoint at its path, under whatever names
 */
public record PlannedSave(SaveRequest request, Layout layout, List<SeenFile> replaced, boolean fresh) {
    /** A planned save with the files under its names, as they were when they were looked into. */
    static PlannedSave of(SaveRequest request, Layout layout, boolean fresh, Watch disk) throws IOException {
        List<SeenFile> replaced = new ArrayList<>();
        for (PlannedFile file : layout.files()) {
            replaced.add(disk.seen(file.path()));
        }
        for (Path old : layout.obsolete()) {
            replaced.add(disk.seen(old));
        }
        for (Detour detour : layout.detour().stream().toList()) {
            for (Path passing : detour.passing()) {
                replaced.add(disk.seen(passing));
            }
        }
        return new PlannedSave(request, layout, replaced, fresh);
    }

    /** The file whose permissions a new one takes: the one that it replaces, else one of the old checkpoint. */
    public Optional<Path> predecessor(PlannedFile file) {
        Stream<SeenFile> own = replaced.stream().filter(old -> old.path().equals(file.path()));
        Stream<SeenFile> others = request.isBeside(file.path())
                ? Stream.empty()
                : replaced.stream().filter(old -> !request.isBeside(old.path()));
        return Stream.concat(own, others)
                .filter(old -> !old.stamp().isMissing())
                .map(SeenFile::path)
                .findFirst();
    }

    /** The folder of the checkpoint. */
    public Path directory() {
        return directoryOf(request.path());
    }

    /** The checkpoint's name once it is written, as a path that opens it. */
    public Path name() {
        return request.format().name(request.path(), layout);
    }

    /** Every tensor that is written, in the order of the files. */
    public List<Segment.Values> values() {
        return layout.files().stream()
                .flatMap(file -> file.segments().stream())
                .flatMap(segment -> segment instanceof Segment.Values values ? Stream.of(values) : Stream.empty())
                .toList();
    }

    /** Whether the bytes of a tensor are copied verbatim from a file. */
    public static boolean isVerbatim(Tensor tensor) {
        return Verbatim.of(tensor).isPresent();
    }

    /** The total bytes of all tensors that are written. */
    public static long tensorBytes(Layout layout) {
        long sum = 0;
        for (PlannedFile file : layout.files()) {
            sum = ExactSizes.sum(sum, tensorBytes(file));
        }
        return sum;
    }

    /** The bytes of the tensors in a file. */
    public static long tensorBytes(PlannedFile file) {
        long sum = 0;
        for (Segment segment : file.segments()) {
            if (segment instanceof Segment.Values values) {
                sum = ExactSizes.sum(sum, values.tensor().byteSize());
            }
        }
        return sum;
    }

    /** The old files that are not replaced by a file of the same name. */
    public List<Path> departing() {
        Set<Path> written =
                layout.files().stream().map(PlannedFile::path).collect(Collectors.toCollection(TreeSet::new));
        return layout.obsolete().stream().filter(old -> !written.contains(old)).toList();
    }

    /** The directories of all files that are written or deleted, sorted, absolute. */
    public Set<Path> directories() {
        Set<Path> directories = new TreeSet<>();
        directories.add(directoryOf(request.path()));
        layout.files().forEach(file -> directories.add(directoryOf(file.path())));
        layout.obsolete().forEach(file -> directories.add(directoryOf(file)));
        return directories;
    }

    public static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is not a file name");
        }
        return parent;
    }
}
