package ckpts.diagnosis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Global assignment: the pairs with the greatest total worth, each member in at most one pair, and for every pair how
 * much the best total loses without it. Jonker and Volgenant's shortest augmenting paths, one component of the graph at
 * a time.
 */
final class Assignment {
    /** Above this size a component is assigned greedily, best pair first: an exact assignment would take minutes. */
    private static final int MAX_SIDE = 300;

    /** @param worth above 0; members without an edge cannot be paired */
    record Edge(int left, int right, double worth) {}

    /** @param loss how much the best total loses without this pair */
    record Pair(int left, int right, double worth, double loss) {}

    private final List<Pair> pairs = new ArrayList<>();

    private Assignment() {}

    static List<Pair> of(List<Edge> edges) {
        Assignment assignment = new Assignment();
        for (List<Edge> component : components(edges)) {
            assignment.assign(component);
        }
        return assignment.pairs;
    }

    private static List<List<Edge>> components(List<Edge> edges) {
        Map<Integer, List<Edge>> byLeft = new HashMap<>();
        Map<Integer, List<Edge>> byRight = new HashMap<>();
        for (Edge edge : edges) {
            byLeft.computeIfAbsent(edge.left(), any -> new ArrayList<>()).add(edge);
            byRight.computeIfAbsent(edge.right(), any -> new ArrayList<>()).add(edge);
        }
        List<List<Edge>> components = new ArrayList<>();
        for (Edge start : edges) {
            if (!byLeft.containsKey(start.left())) {
                continue;
            }
            List<Edge> component = new ArrayList<>();
            Deque<Integer> lefts = new ArrayDeque<>(List.of(start.left()));
            while (!lefts.isEmpty()) {
                List<Edge> own = byLeft.remove(lefts.pop());
                if (own != null) {
                    component.addAll(own);
                    for (Edge edge : own) {
                        List<Edge> sharing = byRight.remove(edge.right());
                        if (sharing != null) {
                            sharing.forEach(other -> lefts.push(other.left()));
                        }
                    }
                }
            }
            components.add(component);
        }
        return components;
    }

    private void assign(List<Edge> edges) {
        int[] lefts = edges.stream().mapToInt(Edge::left).distinct().sorted().toArray();
        int[] rights = edges.stream().mapToInt(Edge::right).distinct().sorted().toArray();
        if (Math.max(lefts.length, rights.length) > MAX_SIDE) {
            greedily(edges);
            return;
        }
        double[][] worth = new double[lefts.length][rights.length + lefts.length];
        for (Edge edge : edges) {
            worth[Arrays.binarySearch(lefts, edge.left())][Arrays.binarySearch(rights, edge.right())] = edge.worth();
        }
        int[] chosen = solve(worth);
        double total = total(worth, chosen);
        for (int i = 0; i < lefts.length; i++) {
            int j = chosen[i];
            double value = worth[i][j];
            if (j < rights.length && value > 0) {
                worth[i][j] = 0;
                double loss = total - total(worth, solve(worth));
                worth[i][j] = value;
                pairs.add(new Pair(lefts[i], rights[j], value, loss));
            }
        }
    }

    private static double total(double[][] worth, int[] chosen) {
        double total = 0;
        for (int i = 0; i < chosen.length; i++) {
            total += worth[i][chosen[i]];
        }
        return total;
    }

    /** The column of each row. Columns after the real ones, one per row, mean "no pair". */
    private static int[] solve(double[][] worth) {
        int rows = worth.length;
        int columns = worth[0].length;
        double[] rowPrice = new double[rows + 1];
        double[] columnPrice = new double[columns + 1];
        int[] rowOf = new int[columns + 1];
        int[] from = new int[columns + 1];
        for (int row = 1; row <= rows; row++) {
            rowOf[0] = row;
            int column = 0;
            double[] least = new double[columns + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[columns + 1];
            do {
                used[column] = true;
                int current = rowOf[column];
                int next = 0;
                double delta = Double.POSITIVE_INFINITY;
                for (int j = 1; j <= columns; j++) {
                    if (!used[j]) {
                        double cost = -worth[current - 1][j - 1] - rowPrice[current] - columnPrice[j];
                        if (cost < least[j]) {
                            least[j] = cost;
                            from[j] = column;
                        }
                        if (least[j] < delta) {
                            delta = least[j];
                            next = j;
                        }
                    }
                }
                for (int j = 0; j <= columns; j++) {
                    if (used[j]) {
                        rowPrice[rowOf[j]] += delta;
                        columnPrice[j] -= delta;
                    } else {
                        least[j] -= delta;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            do {
                int before = from[column];
                rowOf[column] = rowOf[before];
                column = before;
            } while (column != 0);
        }
        int[] chosen = new int[rows];
        for (int j = 1; j <= columns; j++) {
            if (rowOf[j] > 0) {
                chosen[rowOf[j] - 1] = j - 1;
            }
        }
        return chosen;
    }

    private void greedily(List<Edge> edges) {
        List<Edge> sorted = new ArrayList<>(edges);
        sorted.sort(Comparator.comparingDouble(Edge::worth).reversed());
        Map<Integer, List<Double>> left = new HashMap<>();
        Map<Integer, List<Double>> right = new HashMap<>();
        for (Edge edge : sorted) {
            left.computeIfAbsent(edge.left(), any -> new ArrayList<>()).add(edge.worth());
            right.computeIfAbsent(edge.right(), any -> new ArrayList<>()).add(edge.worth());
        }
        Map<Integer, Boolean> takenLeft = new HashMap<>();
        Map<Integer, Boolean> takenRight = new HashMap<>();
        for (Edge edge : sorted) {
            if (!takenLeft.containsKey(edge.left()) && !takenRight.containsKey(edge.right())) {
                takenLeft.put(edge.left(), true);
                takenRight.put(edge.right(), true);
                double rival = Math.max(second(left.get(edge.left())), second(right.get(edge.right())));
                pairs.add(new Pair(edge.left(), edge.right(), edge.worth(), edge.worth() - rival));
            }
        }
    }

    private static double second(List<Double> sorted) {
        return sorted.size() > 1 ? sorted.get(1) : 0;
    }
}
