package ckpts.language.execution;

import ckpts.format.Segment;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Diagnostic.Severity;
import ckpts.plan.Plan;
import ckpts.plan.PlannedSave;
import ckpts.tensor.CastReport;
import ckpts.tensor.Observations;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values that casts changed because their new type cannot hold them, known once a plan has run. */
final class CastLosses {
    private CastLosses() {}

    /** One warning for all tensors; empty if every cast only rounded. */
    static Optional<Diagnostic> of(Plan plan, Observations observations) {
        List<String> lines = new ArrayList<>();
        Set<Tensor> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        for (PlannedSave save : plan.saves()) {
            for (Segment.Values values : save.values()) {
                collect(values.name(), values.tensor(), observations, visited, lines);
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new Diagnostic(
                        Severity.WARNING,
                        Code.REMARK,
                        "casting changed more than the last digits in " + MatchCount.tensors(lines.size()),
                        Optional.empty(),
                        "",
                        CheckHandler.shortened(lines),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    /** @param visited tensors whose casts were reported, with all that they are made of */
    private static void collect(
            String name, Tensor tensor, Observations observations, Set<Tensor> visited, List<String> lines) {
        List<Tensor> nodes =
                TensorGraph.of(List.of(tensor), next -> visited.contains(next) ? List.of() : next.inputs());
        // From the outermost operation inwards.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Tensor node = nodes.get(i);
            if (visited.add(node)) {
                node.observedCast()
                        .map(observations::report)
                        .filter(report -> !report.isFaithful())
                        .ifPresent(report -> lines.add(
                                "\"" + name + "\"  to " + node.type().dtype() + ": " + described(report, node.type())));
            }
        }
    }

    private static String described(CastReport report, TensorType type) {
        List<String> parts = new ArrayList<>();
        add(parts, report.overflowed(), "too large");
        add(parts, report.vanished(), "too small, now 0");
        add(parts, report.clamped(), "out of range, clamped");
        add(parts, report.notANumber(), "NaN, now a number");
        add(parts, report.wrapped(), "out of range, wrapped");
        add(parts, report.imaginary(), "imaginary parts dropped");
        return "of " + type.shape().elementCount() + " values " + String.join(", ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
