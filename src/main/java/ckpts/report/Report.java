package ckpts.report;

import java.util.List;
import java.util.Objects;

/** A result of looking at something, as a value. */
public sealed interface Report {
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
    }

    /**
     * A node of a tree.
     *
     * @param label one segment of a name
     * @param details what is shown behind it
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
    }

    /** Lines to read: one that is too long for its place goes on in the next, further in. */
    record Prose(List<String> lines) implements Report {
        public Prose {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Something with a form of its own for people.
     *
     * @param lines the form for people
     * @param data the same, complete, for programs
     */
    record Told(List<String> lines, Report data) implements Report {
        public Told {
            lines = List.copyOf(lines);
            Objects.requireNonNull(data, "data is null");
        }
    }

    /**
     * Much, and the same in short.
     *
     * @param brief what people are shown who do not ask for all of it
     * @param whole for those who do, and for programs
     */
    record Abridged(Report brief, Report whole) implements Report {
        public Abridged {
            Objects.requireNonNull(brief, "brief is null");
            Objects.requireNonNull(whole, "whole is null");
        }
    }

    /** Several reports under one title, each with a key for JSON output. */
    record Sections(String title, List<Section> sections) implements Report {
        public Sections {
            sections = List.copyOf(sections);
        }
    }

    record Section(String key, Report report) {}
}
