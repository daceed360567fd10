package ckpts.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One group of a difference: what is wrong with which names, the likely cause, and the script lines that repair it.
 *
 * @param kind what is wrong
 * @param subject the names as a template, or a word for them: {@code optimizer}
 * @param names all of them: of the model where they are missing or mismatched, else of the checkpoint
 * @param cause a clause; says so where names and shapes leave it open
 * @param repairs alternatives, each one or more lines of a script; empty where nothing can be proposed
 */
public record Finding(Kind kind, String subject, List<String> names, String cause, List<List<String>> repairs) {
    /** What is wrong. */
    public enum Kind {
        /** The model expects it, the checkpoint has nothing of this name. */
        MISSING,
        /** Both have it, with another shape or element type. */
        MISMATCHED,
        /** The checkpoint has it, the model does not. */
        UNEXPECTED;

        /** The word in reports. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private static final int COLUMN = 12;
    private static final int WIDTH = 110;

    public Finding {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(cause, "cause is null");
        names = List.copyOf(names);
        repairs = repairs.stream().map(List::copyOf).toList();
    }

    /** With one repair of one or more lines. */
    static Finding of(Kind kind, String subject, List<String> names, String cause, String... repair) {
        return new Finding(kind, subject, names, cause, List.of(List.of(repair)));
    }

    public int count() {
        return names.size();
    }

    /**
     * Plain text for a diagnostic.
     *
     * <pre>
     * missing     fully_connected_a/{kernel,bias}  x2   likely renamed from dense_1/*
     *             rename "dense_1/*" -> "fully_connected_a/*"
     *          or reinit "fully_connected_a/{kernel,bias}"
     * </pre>
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        String head = pad(kind.word()) + subject + (names.size() > 1 ? "  x" + names.size() : "");
        if (cause.isEmpty()) {
            lines.add(head);
        } else if (head.length() + 3 + cause.length() <= WIDTH) {
            lines.add(head + "   " + cause);
        } else {
            lines.add(head);
            lines.add(pad("") + cause);
        }
        for (int i = 0; i < repairs.size(); i++) {
            String lead = i == 0 ? pad("") : "         or ";
            for (String line : repairs.get(i)) {
                lines.add(lead + line);
                lead = pad("");
            }
        }
        return lines;
    }

    private static String pad(String word) {
        return word + " ".repeat(COLUMN - word.length());
    }
}
