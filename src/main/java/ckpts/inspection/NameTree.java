package ckpts.inspection;

import ckpts.checkpoint.Entry;
import ckpts.naming.NamePath;
import ckpts.naming.NaturalOrder;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.ExactSizes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The hierarchy of names with counts and bytes. Neighbours that differ in one number and hold the same tensors are one
 * node, its label written as a pattern would be: {@code layer_{0..11}/}.
 */
public final class NameTree {
    /** Names in unknown files may nest without end; below this the rest of a name is one label. */
    private static final int DEEPEST = 64;

    private final Map<String, Integer> signatures = new HashMap<>();

    private NameTree() {}

    /** The tree of these tensors; segments end with the separator that follows them. */
    public static Report.Tree of(Collection<Entry> entries) {
        Branch root = new Branch();
        entries.forEach(root::put);
        return new Report.Tree(
                "", new NameTree().fold(root).stream().map(Folded::node).toList());
    }

    /** Part of the tree while names are put in: children by label, tensors at the ends. */
    private static final class Branch {
        private final Map<String, Branch> branches = new TreeMap<>(NaturalOrder.INSTANCE);
        private final Map<String, Entry> leaves = new TreeMap<>(NaturalOrder.INSTANCE);

        void put(Entry entry) {
            Branch branch = this;
            String name = entry.name();
            int start = 0;
            int depth = 0;
            int end = NamePath.end(name, start);
            for (; end < name.length() - 1 && depth < DEEPEST; end = NamePath.end(name, start)) {
                depth++;
                branch = branch.branches.computeIfAbsent(name.substring(start, end + 1), label -> new Branch());
                start = end + 1;
            }
            branch.leaves.put(name.substring(start), entry);
        }
    }

    /**
     * A finished node.
     *
     * @param signature equal for subtrees that hold the same names and types
     * @param type of a leaf, blank for a branch
     */
    private record Folded(
            String label, int signature, long tensors, long bytes, List<Report.Field> type, List<Folded> children) {
        Report.Node node() {
            List<Report.Field> details = new ArrayList<>();
            if (type.isEmpty() || tensors > 1) {
                details.add(new Report.Field("tensors", "tensors", Cell.whole(tensors)));
            }
            details.add(new Report.Field("bytes", "bytes", Cell.bytes(bytes)));
            details.addAll(type);
            return new Report.Node(
                    label, details, children.stream().map(Folded::node).toList());
        }
    }

    private List<Folded> fold(Branch branch) {
        Map<String, Folded> folded = new TreeMap<>(NaturalOrder.INSTANCE);
        branch.leaves.forEach((label, entry) -> folded.put(label, leaf(label, entry)));
        branch.branches.forEach((label, child) -> folded.put(label, branch(label, fold(child))));
        List<Folded> merged = new ArrayList<>();
        Optional<Run> run = Optional.empty();
        for (Folded node : folded.values()) {
            Run next = Run.startingWith(node);
            Optional<Run> continued = run.flatMap(before -> before.with(next));
            if (continued.isEmpty()) {
                run.ifPresent(ended -> merged.add(ended.folded()));
            }
            run = continued.or(() -> Optional.of(next));
        }
        run.ifPresent(ended -> merged.add(ended.folded()));
        return merged;
    }

    private Folded leaf(String label, Entry entry) {
        List<Report.Field> type = List.of(
                new Report.Field(
                        "dtype",
                        "dtype",
                        Cell.text(entry.tensor().type().dtype().text())),
                new Report.Field(
                        "shape",
                        "shape",
                        Cell.dimensions(entry.tensor().type().shape().dimensions())));
        int signature = signature(entry.tensor().type().toString());
        return new Folded(label, signature, 1, entry.tensor().byteSize(), type, List.of());
    }

    private Folded branch(String label, List<Folded> children) {
        StringBuilder content = new StringBuilder();
        long tensors = 0;
        long bytes = 0;
        for (Folded child : children) {
            content.append(child.label()).append('\0').append(child.signature()).append('\0');
            tensors += child.tensors();
            bytes = ExactSizes.sum(bytes, child.bytes());
        }
        return new Folded(label, signature(content.toString()), tensors, bytes, List.of(), children);
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private int signature(String content) {
        return signatures.computeIfAbsent(content, unseen -> signatures.size());
    }

    /**
     * Neighbours that may become one node: labels of one form with numbers that count up by one.
     *
     * @param node the first of them
     * @param bytes of all of them
     * @param before the label up to its last number
     * @param first that number; -1 if there is none or it is not written plainly
     */
    private record Run(Folded node, int count, long bytes, String before, long first, String after) {
        static Run startingWith(Folded node) {
            String label = node.label();
            int end = label.length();
            while (end > 0 && !isDigit(label.charAt(end - 1))) {
                end--;
            }
            int start = end;
            while (start > 0 && isDigit(label.charAt(start - 1))) {
                start--;
            }
            boolean plain = end > start && end - start <= 18 && (end - start == 1 || label.charAt(start) != '0');
            long number = plain ? Long.parseLong(label.substring(start, end)) : -1;
            return new Run(node, 1, node.bytes(), label.substring(0, start), number, label.substring(end));
        }

        /** This run with another node at its end; empty if it does not belong there. */
        Optional<Run> with(Run next) {
            boolean continues = first >= 0
                    && next.first == first + count
                    && next.before.equals(before)
                    && next.after.equals(after)
                    && next.node.signature() == node.signature()
                    && next.node.type().equals(node.type());
            return continues
                    ? Optional.of(new Run(node, count + 1, ExactSizes.sum(bytes, next.bytes), before, first, after))
                    : Optional.empty();
        }

        Folded folded() {
            if (count == 1) {
                return node;
            }
            String label = before + "{" + first + ".." + (first + count - 1) + "}" + after;
            long tensors = ExactSizes.product(node.tensors(), count);
            return new Folded(label, node.signature(), tensors, bytes, node.type(), node.children());
        }
    }
}
