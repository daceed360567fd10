package ckpts.diagnosis;

import java.util.List;
import java.util.Objects;

/**
 * One group of a difference: the names, what is wrong with them, the likely cause, and the repair.
 *
 * @param kind what is wrong
 * @param subject the names as a template, or a word for them: {@code optimizer}
 * @param names all names: the model's where they are missing or mismatched, else the checkpoint's
 * @param cause a clause; says so where names and types leave it open
 * @param repairs certain repairs, in the order in which to do them; empty where nothing is certain
 * @param alternatives possible repairs where nothing is certain; each is a repair by itself
 */
public record Finding(
        Kind kind,
        String subject,
        List<String> names,
        String cause,
        List<Repair> repairs,
        List<List<Repair>> alternatives) {
    /** The kinds of difference. */
    public enum Kind {
        /** The model expects it, and the checkpoint has no tensor of this name. */
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

    public Finding {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(cause, "cause is null");
        names = List.copyOf(names);
        repairs = List.copyOf(repairs);
        alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    static Finding certain(Kind kind, String subject, List<String> names, String cause, Repair... repairs) {
        return new Finding(kind, subject, names, cause, List.of(repairs), List.of());
    }

    static Finding open(Kind kind, String subject, List<String> names, String cause, List<List<Repair>> alternatives) {
        return new Finding(kind, subject, names, cause, List.of(), alternatives);
    }

    public int count() {
        return names.size();
    }

    /** The same finding with its certain repair as the first of the alternatives. */
    Finding doubted() {
        if (repairs.isEmpty()) {
            return this;
        }
        List<List<Repair>> all = new java.util.ArrayList<>();
        all.add(repairs);
        all.addAll(alternatives);
        return new Finding(kind, subject, names, cause, List.of(), all);
    }
}
