package ckpts.language.advice;

import ckpts.checkpoint.Difference;
import ckpts.diagnosis.Advice;
import ckpts.diagnosis.Finding;
import ckpts.diagnosis.Repair;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import ckpts.naming.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Advice as plain text. Lines without a word before them are certain, and may be pasted into a script as they are, from
 * top to bottom; what is only possible is marked.
 *
 * <pre>
 * missing     fully_connected_a/{kernel,bias}  x2   likely renamed from dense_1/*
 *             rename "dense_1/*" -> "fully_connected_a/*"
 * mismatched  output/kernel   [64, 10] here, [64, 6] in the model: axis 1 shrank
 *       maybe slice "output/kernel" [:, 0:6]
 *          or reinit "output/kernel"
 * </pre>
 */
public final class AdviceText {
    private static final int COLUMN = 12;
    private static final int WIDTH = 110;
    private static final int MAX_GROUPS = 40;
    private static final String FIRST = "      maybe ";
    private static final String FURTHER = "         or ";

    private AdviceText() {}

    /** The summary, then every group with its cause and repair. Groups beyond {@value #MAX_GROUPS} are counted. */
    public static List<String> lines(Difference difference) {
        return lines(Advice.on(difference), "");
    }

    /**
     * The same lines as {@link #lines(Difference)}, for advice that already exists.
     *
     * @param scope the prefix of the scope that the lines are for; empty outside scopes
     */
    public static List<String> lines(Advice advice, String scope) {
        List<Finding> findings = advice.findings();
        List<String> lines = new ArrayList<>();
        lines.add(advice.difference().summary());
        for (Finding finding : findings.subList(0, Math.min(MAX_GROUPS, findings.size()))) {
            lines.addAll(lines(finding, scope));
        }
        if (findings.size() > MAX_GROUPS) {
            List<Finding> rest = findings.subList(MAX_GROUPS, findings.size());
            int names = rest.stream().mapToInt(Finding::count).sum();
            lines.add("... and " + Counted.of(rest.size(), "more group") + " of " + Counted.of(names, "name"));
        }
        return lines;
    }

    /** The certain repairs as lines of a script, in the order in which they must run. */
    public static List<String> script(Advice advice, String scope) {
        return script(
                advice.findings().stream()
                        .flatMap(finding -> finding.repairs().stream())
                        .toList(),
                scope);
    }

    /** Repairs as lines of a script, outside scopes. */
    public static List<String> script(List<Repair> repairs) {
        return script(repairs, "");
    }

    /**
     * Repairs as lines of a script.
     *
     * @param scope the prefix of the scope that they are for; empty outside scopes
     */
    public static List<String> script(List<Repair> repairs, String scope) {
        List<String> lines = new ArrayList<>();
        repairs.forEach(repair -> lines.addAll(lines(repair, scope)));
        return lines;
    }

    private static List<String> lines(Finding finding, String scope) {
        List<String> lines = new ArrayList<>();
        String head = pad(finding.kind().word())
                + finding.subject()
                + (finding.names().size() > 1 ? "  x" + finding.names().size() : "");
        if (head.length() + 3 + finding.cause().length() <= WIDTH) {
            lines.add(head + "   " + finding.cause());
        } else {
            lines.add(head);
            lines.add(pad("") + finding.cause());
        }
        add(finding.repairs(), pad(""), scope, lines);
        for (int i = 0; i < finding.alternatives().size(); i++) {
            add(finding.alternatives().get(i), i == 0 ? FIRST : FURTHER, scope, lines);
        }
        return lines;
    }

    private static void add(List<Repair> repairs, String lead, String scope, List<String> lines) {
        String before = lead;
        for (Repair repair : repairs) {
            for (String line : lines(repair, scope)) {
                lines.add(before + line);
                before = pad("");
            }
        }
    }

    /** A repair as the formatter writes it: a block of rules takes a line for each. */
    private static List<String> lines(Repair repair, String scope) {
        String line = Formatter.text(RepairStatement.of(repair, scope));
        return Formatter.format(new SourceText("advice", line + "\n", Optional.empty()))
                .text()
                .map(text -> text.lines().toList())
                .orElse(List.of(line));
    }

    private static String pad(String word) {
        return word + " ".repeat(COLUMN - word.length());
    }
}
