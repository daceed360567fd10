package ckpts.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Checkpoints;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what is certain in advice on names and types, from top to bottom: so a test can ask whether it does repair. */
final class Repairs {
    private Repairs() {}

    /** What is still different afterwards. */
    static Difference afterAll(Checkpoint checkpoint, Manifest manifest) {
        Rehearsal rehearsal = new Rehearsal(checkpoint, manifest);
        for (Finding finding :
                Advice.on(Difference.between(checkpoint, manifest)).findings()) {
            finding.repairs()
                    .forEach(repair -> assertThat(rehearsal.does(repair))
                            .as(repair.toString())
                            .isTrue());
        }
        List<Entry> entries = new ArrayList<>();
        rehearsal
                .parts()
                .forEach((name, part) -> entries.add(Entry.read(
                        name,
                        Checkpoints.tensor(part.type().toString().replace(" ", "")),
                        part.role(),
                        entries.size())));
        return Difference.between(Checkpoint.of(entries, Map.of(), Optional.empty()), manifest);
    }
}
