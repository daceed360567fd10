package ckpts.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Checkpoints;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.language.advice.AdviceText;
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

    /** What is told of a difference, a line each. */
    static String told(Checkpoint checkpoint, Manifest manifest) {
        return String.join("\n", AdviceText.lines(Difference.between(checkpoint, manifest))) + "\n";
    }

    /** The same, after a check that the certain repairs leave no difference. */
    static String repaired(Checkpoint checkpoint, Manifest manifest) {
        String told = told(checkpoint, manifest);

        assertThat(AdviceText.lines(afterAll(checkpoint, manifest))).as(told).hasSize(1);
        return told;
    }
}
