package ckpts.workspace;

import ckpts.bytes.Disk;
import ckpts.format.Segment;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What saves would do, as a value: nothing is read or written before {@link PlanRunner} runs it.
 *
 * @param saves in the order of the statements, which is that of publication
 */
public record Plan(List<PlannedSave> saves) {
    public Plan {
        saves = List.copyOf(saves);
    }

    /**
     * Lays out all saves. Looks at names on the disk, at no contents beyond what a format needs to say whether
     * something stands at a path.
     *
     * @throws SaveRefusedException if any save cannot be done; it says so for every one that cannot
     * @throws IOException if the disk cannot be looked at
     */
    public static Plan of(List<SaveRequest> requests, Disk disk) throws SaveRefusedException, IOException {
        return new Plan(new Planner(disk).plan(requests));
    }

    /** Bytes that are taken over as they lie in files. */
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

    /** What running it within a budget will take. */
    public Forecast forecast(Budget budget) {
        return Forecast.of(this, budget);
    }

    /** What formats do at these saves beside what was asked of them, in sentences. */
    public List<String> notes() {
        return saves.stream().flatMap(save -> save.layout().notes().stream()).toList();
    }

    /** The tensors whose bytes are not taken over as they lie, in the order in which they are written. */
    List<Tensor> computed() {
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

    /** Bytes of all tensors that are written; what formats add to them is known when they are. */
    long tensorBytes() {
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
