package ckpts.report;

import java.util.List;
import java.util.Objects;

/** A result of looking at something, as a value. */
public sealed interface Report {
    void accept(Visitor visitor);

    /** Whether there is nothing to show but a title. */
    default boolean isEmpty() {
        return false;
    }

    /**
     * Rows under typed columns.
     *
     * @param title one line above, empty for none
     * @param columns at least one
     * @param rows each as long as {@code columns}; complete, never elided: renderers elide. {@link Rows} are kept as they
     *     are, others copied
     * @param footer lines below, for people only
     */
    record Table(String title, List<Column> columns, List<List<Cell>> rows, List<String> footer) implements Report {
        public Table {
            columns = List.copyOf(columns);
            rows = rows instanceof Rows<?, ?> ? rows : List.copyOf(rows);
            footer = List.copyOf(footer);
            for (List<Cell> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(row.size() + " cells for " + columns.size() + " columns");
                }
            }
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitTable(this);
        }

        @Override
        public boolean isEmpty() {
            return rows.isEmpty() && footer.isEmpty();
        }
    }

    /**
     * A column of a table.
     *
     * @param key its name in JSON output: snake_case, stable
     * @param heading its name for people
     * @param right whether it is aligned to the right
     */
    record Column(String key, String heading, boolean right) {
        public static Column left(String key, String heading) {
            return new Column(key, heading, false);
        }

        public static Column right(String key, String heading) {
            return new Column(key, heading, true);
        }
    }

    /** Named single values. */
    record Fields(String title, List<Field> fields) implements Report {
        public Fields {
            fields = List.copyOf(fields);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitFields(this);
        }
    }

    /** One named value; the key is its name in JSON output. */
    record Field(String key, String label, Cell value) {
        public Field {
            Objects.requireNonNull(value, "value is null");
        }
    }

    /** A hierarchy. */
    record Tree(String title, List<Node> roots) implements Report {
        public Tree {
            roots = List.copyOf(roots);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitTree(this);
        }
    }

    /**
     * A node of a tree.
     *
     * @param label one segment of a name
     * @param details shown after it
     * @param children in order
     */
    record Node(String label, List<Field> details, List<Node> children) {
        public Node {
            details = List.copyOf(details);
            children = List.copyOf(children);
        }
    }

    /** Lines of plain text. */
    record Lines(List<String> lines) implements Report {
        public Lines {
            lines = List.copyOf(lines);
        }

        public static Lines of(String... lines) {
            return new Lines(List.of(lines));
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitLines(this);
        }

        @Override
        public boolean isEmpty() {
            return lines.isEmpty();
        }
    }

    /** Lines to read: one that is too long for its place goes on in the next, further in. */
    record Prose(List<String> lines) implements Report {
        public Prose {
            lines = List.copyOf(lines);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitProse(this);
        }

        @Override
        public boolean isEmpty() {
            return lines.isEmpty();
        }
    }

    /**
     * A result with its own lines for people.
     *
     * @param lines the form for people
     * @param data the same, complete, for programs
     */
    record Preformatted(List<String> lines, Report data) implements Report {
        public Preformatted {
            lines = List.copyOf(lines);
            Objects.requireNonNull(data, "data is null");
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitPreformatted(this);
        }
    }

    /**
     * A long report and a short form of it.
     *
     * @param brief shown to people by default
     * @param whole shown to people who ask for all of it, and to programs
     */
    record Abridged(Report brief, Report whole) implements Report {
        public Abridged {
            Objects.requireNonNull(brief, "brief is null");
            Objects.requireNonNull(whole, "whole is null");
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitAbridged(this);
        }
    }

    /** Several reports under one title, each with a key for JSON output. */
    record Sections(String title, List<Section> sections) implements Report {
        public Sections {
            sections = List.copyOf(sections);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.visitSections(this);
        }
    }

    record Section(String key, Report report) {}

    /** One method per kind, no defaults: a new report must be shown everywhere. */
    interface Visitor {
        void visitTable(Table report);

        void visitFields(Fields report);

        void visitTree(Tree report);

        void visitLines(Lines report);

        void visitProse(Prose report);

        void visitPreformatted(Preformatted report);

        void visitAbridged(Abridged report);

        void visitSections(Sections report);
    }
}
