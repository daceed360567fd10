package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import ckpts.language.syntax.Statement;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.state.LedgerEntry;
import ckpts.state.Loaded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code ledger}: shows what became of every loaded tensor. */
final class LedgerHandler implements Handler<Statement.ShowLedger> {
    private static final List<Report.Column> COLUMNS = List.of(
            Report.Column.left("checkpoint", "checkpoint"),
            Report.Column.left("loaded_as", "loaded as"),
            Report.Column.left("fate", "fate"),
            Report.Column.left("now", "now"),
            Report.Column.left("by", "by"),
            Report.Column.right("uses", "uses"));

    @Override
    public State execute(Statement.ShowLedger ledger, Step step, State state, Execution execution) {
        Map<InputId, String> holders = new HashMap<>();
        for (Loaded loaded : state.workspace().checkpoints()) {
            for (Entry entry : loaded.current().entries()) {
                entry.holds().ifPresent(input -> holders.put(input, entry.name()));
            }
        }
        List<List<Cell>> rows = new ArrayList<>();
        Map<String, Integer> counts = new TreeMap<>();
        state.workspace().ledger().accounts().forEach((input, account) -> {
            counts.merge(account.fate().word(), 1, Integer::sum);
            rows.add(row(input, account, holders.get(input)));
        });
        List<String> summary = counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .toList();
        return state.saying(new Event.Shown(
                ledger.span(), new Report.Table("", COLUMNS, rows, List.of(String.join(", ", summary)))));
    }

    private static List<Cell> row(InputId input, LedgerEntry account, String now) {
        return List.of(
                Cell.text(input.checkpoint()),
                Cell.name(input.name()),
                Cell.text(account.fate().word()),
                now == null ? Cell.nothing() : Cell.name(now),
                account.fate().step().map(step -> Cell.text(step.place())).orElse(Cell.nothing()),
                Cell.whole(account.uses().size()));
    }
}
