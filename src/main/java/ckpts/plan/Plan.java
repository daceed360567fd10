package ckpts.plan;

import ckpts.bytes.Disk;
import ckpts.format.Segment;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The effects of saves, as a value: nothing is read or written before {@link PlanRunner} runs it.
 *
 * @param saves in the order of the statements, which is that of publication
 */
public record Plan(List<PlannedSave> saves) {
    public Plan {
        saves = List.copyOf(saves);
    }

    /**
     * Lays out all saves. Looks at names on the disk, at no contents beyond those that a format needs to find out
     * whether a path is taken.
     *
     * @throws SaveRefusedException if any save cannot be done; with the reasons for every one that cannot
     * @throws IOException if the disk cannot be looked at
     */
    public static Plan of(List<SaveRequest> requests, Disk disk) throws SaveRefusedException, IOException {
        return new Plan(new Planner(disk).plan(requests));
    }

    /** Bytes that are copied verbatim from files. */
    public long bytesCopied() {
        return bytes(true);
    }

    /** Bytes that are computed. */
    public long bytesComputed() {
        return bytes(false);
    }

    /** Files that become links. */
    public int links() {
        return (int) saves.stream()
                .flatMap(save -> save.layout().files().stream())
                .filter(file -> file.linkTo().isPresent())
                .count();
    }

    /** Additional actions of formats at these saves, as sentences. */
    public List<String> notes() {
        return saves.stream().flatMap(save -> save.layout().notes().stream()).toList();
    }

    /** The tensors whose bytes are not copied verbatim, in the order in which they are written. */
    public List<Tensor> computed() {
        List<Tensor> computed = new ArrayList<>();
        for (PlannedSave save : saves) {
            for (Segment.Values values : save.values()) {
                if (!PlannedSave.isVerbatim(values.tensor())) {
                    computed.add(values.tensor());
                }
            }
        }
        return computed;
    }

    /** Bytes of all tensors that are written; the bytes that formats add are known after writing. */
    public long tensorBytes() {
        long sum = 0;
        for (PlannedSave save : saves) {
            sum = ExactSizes.sum(sum, PlannedSave.tensorBytes(save.layout()));
        }
        return sum;
    }

    private long bytes(boolean verbatim) {
        long sum = 0;
        for (PlannedSave save : saves) {
            for (Segment.Values values : save.values()) {
                if (PlannedSave.isVerbatim(values.tensor()) == verbatim) {
                    sum = ExactSizes.sum(sum, values.tensor().byteSize());
                }
            }
        }
        return sum;
    }
}
