package ckpts.diagnosis;

import java.util.List;
import java.util.Objects;

/**
 * One group of a difference: what is wrong with which names, the likely cause, and what would repair it.
 *
 * @param kind what is wrong
 * @param subject the names as a template, or a word for them: {@code optimizer}
 * @param names all of them: of the model where they are missing or mismatched, else of the checkpoint
 * @param cause a clause; says so where names and types leave it open
 * @param repairs what repairs it for certain, in the order in which it is to be done; empty where nothing is certain
 * @param alternatives what may be meant where nothing is certain; each is a repair by itself
 */
public record Finding(
        Kind kind,
        String subject,
        List<String> names,
        String cause,
        List<Repair> repairs,
        List<List<Repair>> alternatives) {
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

    /** The same, with what was held certain as the first of the alternatives. */
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
