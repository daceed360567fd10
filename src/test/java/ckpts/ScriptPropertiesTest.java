package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.RandomScript.Line;
import ckpts.RandomScript.Touch;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.engine.Budget;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.report.Report;
import ckpts.state.Fate;
import ckpts.state.Workspace;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds of every script, tried on many by chance. A failure names its seed. */
class ScriptPropertiesTest {
    private static final int CASES = 500;
    private static final int STATEMENTS = 6;

    /** Statement by statement: the account balances, undo and redo are exact, failures leave no trace. */
    @Test
    void everyStatementKeepsTheAccount() throws IOException {
        int carriedOut = 0;
        for (long seed = 0; seed < CASES; seed++) {
            RandomScript chance = new RandomScript(seed);
            try (Playground playground = playground(chance.sketch(), "")) {
                Session session = playground.session();
                assertThat(evaluate(session, "load \"model.sketch\"").holds()).isTrue();
                int loaded = session.workspace().ledger().accounts().size();
                for (int i = 0; i < STATEMENTS; i++) {
                    Line line = chance.line(current(session));
                    String what = "seed " + seed + ": " + line.text();
                    carriedOut += step(session, line, what) ? 1 : 0;
                    balances(session.workspace(), loaded, what);
                }
            }
        }
        assertThat(carriedOut).as("most statements can be carried out").isGreaterThan(CASES * STATEMENTS / 2);
    }

    private static boolean step(Session session, Line line, String what) {
        Workspace before = session.workspace();
        Outcome outcome = evaluate(session, line.text());
        Workspace after = session.workspace();
        if (!outcome.holds()) {
            assertThat(after).as(what).isSameAs(before);
            return false;
        }
        Checkpoint old = before.subject().orElseThrow().current();
        Checkpoint present = after.subject().orElseThrow().current();
        if (line.touch() != Touch.NAMES) {
            assertThat(present.names()).as(what).isEqualTo(old.names());
            assertThat(present.aliases()).as(what).isEqualTo(old.aliases());
        }
        if (line.touch() == Touch.NOTHING) {
            assertThat(after).as(what).isSameAs(before);
        }
        assertThat(session.stepped()).as(what).isEqualTo(after != before);
        if (!session.stepped()) {
            return true;
        }
        assertThat(session.undo()).isTrue();
        assertThat(session.workspace()).as(what).isSameAs(before);
        assertThat(session.redo()).isTrue();
        assertThat(session.workspace()).as(what).isSameAs(after);
        return true;
    }

    /** One fate for every input; every tensor there derives from files, initializers and constants. */
    private static void balances(Workspace workspace, int loaded, String what) {
        assertThat(workspace.imbalances()).as(what).isEmpty();
        assertThat(workspace.ledger().accounts()).as(what).hasSize(loaded);
        List<Entry> entries = workspace.subject().orElseThrow().current().entries();
        long held = entries.stream().filter(entry -> entry.holds().isPresent()).count();
        long kept = workspace.ledger().accounts().values().stream()
                .filter(account -> account.fate() instanceof Fate.Kept)
                .count();
        assertThat(held).as(what).isEqualTo(kept);
        entries.forEach(entry -> leaves(entry.tensor())
                .forEach(leaf -> assertThat(isAccountedFor(leaf))
                        .as("%s: %s derives from %s", what, entry.name(), leaf.describe())
                        .isTrue()));
    }

    private static List<Tensor> leaves(Tensor tensor) {
        List<Tensor> leaves = new ArrayList<>();
        if (tensor.inputs().isEmpty()) {
            leaves.add(tensor);
        }
        tensor.inputs().forEach(input -> leaves.addAll(leaves(input)));
        return leaves;
    }

    private static boolean isAccountedFor(Tensor leaf) {
        return leaf.origin().isPresent() || leaf.getClass().getPackageName().equals("ckpts.tensor.op");
    }

    /** Renaming and renaming back is as if nothing had happened: values, roles, order, aliases. */
    @Test
    void aRenameAndItsInverseAreTheIdentity() throws IOException {
        int tried = 0;
        for (long seed = 0; seed < CASES; seed++) {
            RandomScript chance = new RandomScript(seed);
            try (Playground playground = playground(chance.sketch(), "")) {
                Session session = playground.session();
                evaluate(session, "load \"model.sketch\"");
                Checkpoint before = current(session);
                Entry entry = before.entries().get((int) (seed % before.size()));
                String name = RandomScript.spelled(entry.name());
                if (entry.role().isSlot()
                        || !evaluate(session, "rename " + name + " -> \"new/name\"")
                                .holds()) {
                    continue;
                }
                tried++;
                assertThat(current(session).contains(entry.name())).isFalse();
                assertThat(evaluate(session, "rename \"new/name\" -> " + name).holds())
                        .as("seed " + seed)
                        .isTrue();
                assertThat(values(current(session))).as("seed " + seed).isEqualTo(values(before));
                assertThat(current(session).aliases()).as("seed " + seed).isEqualTo(before.aliases());
            }
        }
        assertThat(tried).isGreaterThan(CASES / 2);
    }

    /** What an entry is, but for its history. */
    private record Standing(Tensor tensor, Object role, long order, Optional<?> holds) {}

    private static Map<String, Standing> values(Checkpoint checkpoint) {
        Map<String, Standing> values = new HashMap<>();
        checkpoint
                .entries()
                .forEach(entry -> values.put(
                        entry.name(), new Standing(entry.tensor(), entry.role(), entry.order(), entry.holds())));
        return values;
    }

    /** A script is a function of its inputs: evaluated twice, and as cells, it comes to the same plan and bytes. */
    @Test
    void aScriptComesToTheSameBytesEveryTime() throws IOException {
        for (long seed = 0; seed < CASES / 5; seed++) {
            RandomScript chance = new RandomScript(seed);
            String sketch = chance.sketch();
            StringBuilder script = new StringBuilder("load \"model.sketch\"\n");
            List<String> lines;
            try (Playground playground = playground(sketch, "")) {
                Session session = playground.session();
                evaluate(session, script.toString());
                for (int i = 0; i < STATEMENTS; i++) {
                    Line line = chance.line(current(session));
                    if (evaluate(session, line.text()).holds()) {
                        script.append(line.text()).append('\n');
                    }
                }
                lines = Playground.lines(current(session));
            }
            script.append("save \"out.sketch\"\n");
            Result first = result(sketch, script.toString(), lines);
            Result second = result(sketch, script.toString(), lines);
            assertThat(second.plan()).as(script.toString()).isEqualTo(first.plan());
            assertThat(second.files().keySet()).isEqualTo(first.files().keySet());
            first.files()
                    .forEach((name, bytes) -> assertThat(second.files().get(name))
                            .as(script + name)
                            .isEqualTo(bytes));
        }
    }

    /** What a script came to: the plan that is shown, and the files. */
    private record Result(Report plan, Map<String, byte[]> files) {}

    private static Result result(String sketch, String script, List<String> lines) throws IOException {
        try (Playground playground = playground(sketch, script)) {
            Outcome outcome = evaluate(playground.session(), script);
            assertThat(outcome.diagnostics()).as(script).noneMatch(problem -> problem.isError());
            assertThat(playground.save(outcome).diagnostics()).as(script).isEmpty();
            assertThat(playground.stored("out.sketch")).as(script).isEqualTo(lines);
            return new Result(outcome.proposal().orElseThrow().report(Budget.standard()), playground.written());
        }
    }

    private static Playground playground(String sketch, String script) throws IOException {
        return new Playground(Program.of("random.ckpts", script, Map.of("model.sketch", sketch)));
    }

    private static Outcome evaluate(Session session, String text) {
        return session.evaluate(Playground.source("random.ckpts", text), Map.of(), false);
    }

    private static Checkpoint current(Session session) {
        return session.workspace().subject().orElseThrow().current();
    }
}
