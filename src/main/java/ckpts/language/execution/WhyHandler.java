package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.SharedValues;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.MissingTensor;
import ckpts.language.semantics.StatementException;
import ckpts.language.syntax.Statement;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.state.LedgerEntry;
import ckpts.state.Loaded;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code why "name"}: shows where a tensor comes from, or what became of it, and every statement that touched it. */
final class WhyHandler implements Handler<Statement.Why> {
    private static final int DEEPEST = 64;

    @Override
    public State execute(Statement.Why why, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Loaded subject = context.subject(why.span());
        String written = Evaluator.in(context).name(why.name());
        String name = subject.current().aliases().getOrDefault(written, written);
        Optional<Entry> entry = subject.current().entry(name);
        Map<InputId, LedgerEntry> accounts = state.workspace().ledger().accounts();
        InputId gone = new InputId(subject.name(), name);
        if (entry.isEmpty() && !accounts.containsKey(gone)) {
            throw new StatementException(
                    MissingTensor.diagnostic(subject, name, why.name().span(), state.environment()));
        }
        Report report = entry.map(present -> present(present, SharedValues.with(present, subject.current()), accounts))
                .orElseGet(() -> gone(gone, accounts.get(gone), subject));
        return state.saying(new Event.Shown(why.span(), report));
    }

    private static Report present(Entry entry, List<String> sharing, Map<InputId, LedgerEntry> accounts) {
        Set<Tensor> shown = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Report.Field> facts = new ArrayList<>();
        facts.add(new Report.Field("name", "name", Cell.name(entry.name())));
        facts.add(
                new Report.Field("type", "type", Cell.text(entry.tensor().type().toString())));
        if (!sharing.isEmpty()) {
            facts.add(new Report.Field(
                    "shares_with",
                    "shares its values with",
                    Cell.many(sharing.stream().map(Cell::name).toList())));
        }
        entry.holds().ifPresent(input -> {
            facts.add(new Report.Field("loaded_as", "loaded as", Cell.text(input.toString())));
            facts.add(new Report.Field(
                    "uses", "uses", Cell.whole(accounts.get(input).uses().size())));
        });
        return new Report.Sections(
                "",
                List.of(
                        new Report.Section("facts", new Report.Fields("", facts)),
                        new Report.Section(
                                "derivation",
                                new Report.Tree("derivation", List.of(derivation(entry.tensor(), DEEPEST, shown)))),
                        new Report.Section("steps", steps(entry.steps()))));
    }

    private static Report gone(InputId input, LedgerEntry account, Loaded subject) {
        List<Report.Field> facts = new ArrayList<>();
        facts.add(new Report.Field("loaded_as", "loaded as", Cell.text(input.toString())));
        facts.add(new Report.Field("fate", "fate", Cell.text(account.fate().word())));
        subject.current().entries().stream()
                .filter(entry -> entry.holds().equals(Optional.of(input)))
                .findFirst()
                .ifPresent(entry -> facts.add(new Report.Field("now", "now", Cell.name(entry.name()))));
        List<Step> steps = account.fate().step().map(List::of).orElse(List.of());
        return new Report.Sections(
                "",
                List.of(
                        new Report.Section("facts", new Report.Fields("", facts)),
                        new Report.Section("steps", steps(steps))));
    }

    /** @param shown tensors that are already in the tree, with what they are made of */
    private static Report.Node derivation(Tensor tensor, int depth, Set<Tensor> shown) {
        List<Report.Field> details = tensor.origin()
                .map(origin -> List.of(
                        new Report.Field("name", "name", Cell.name(origin.name())),
                        new Report.Field(
                                "file",
                                "file",
                                Cell.text(String.valueOf(origin.file().getFileName()))),
                        new Report.Field("offset", "offset", Cell.whole(origin.offset())),
                        new Report.Field("length", "length", Cell.whole(origin.length()))))
                .orElse(List.of());
        String label =
                tensor.origin().isPresent() ? "\"" + tensor.origin().get().name() + "\"" : tensor.describe();
        String line = label + "  " + tensor.type();
        if (tensor.inputs().isEmpty() || shown.add(tensor)) {
            return new Report.Node(line, details, inputs(tensor, depth, shown));
        }
        return new Report.Node(line + "  (as above)", details, List.of());
    }

    private static List<Report.Node> inputs(Tensor tensor, int depth, Set<Tensor> shown) {
        if (depth == 0 && !tensor.inputs().isEmpty()) {
            return List.of(new Report.Node("...", List.of(), List.of()));
        }
        return tensor.inputs().stream()
                .map(input -> derivation(input, depth - 1, shown))
                .toList();
    }

    private static Report steps(List<Step> latestFirst) {
        List<Step> steps = new ArrayList<>(latestFirst);
        Collections.reverse(steps);
        return new Report.Table(
                "statements",
                List.of(
                        Report.Column.right("number", "#"),
                        Report.Column.left("place", "place"),
                        Report.Column.left("statement", "statement")),
                steps.stream()
                        .map(step ->
                                List.of(Cell.whole(step.number()), Cell.text(step.place()), Cell.text(step.text())))
                        .toList(),
                List.of());
    }
}
