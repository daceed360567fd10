package ckpts.checkpoint;

import ckpts.naming.GlobElement;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NamePattern;
import ckpts.naming.NameTemplate;
import ckpts.naming.RenameRules.Rule;
import ckpts.naming.StyledName;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds names that differ by habit only: a prefix too many or too few, {@code .} for {@code /}, {@code layer.0} for
 * {@code layer_0}, {@code weight} for {@code kernel}. The proposed lines are applied to the names before they are told.
 */
final class StyleDiagnosis {
    private final Evidence evidence;
    private final Map<String, String> pairs = new LinkedHashMap<>();
    private String surplus = "";
    private String lacking = "";

    private StyleDiagnosis(Evidence evidence) {
        this.evidence = evidence;
    }

    static void explain(Evidence evidence) {
        StyleDiagnosis diagnosis = new StyleDiagnosis(evidence);
        diagnosis.pair();
        if (diagnosis.pairs.isEmpty()) {
            return;
        }
        List<Rule> steps = diagnosis.steps();
        diagnosis.keepWhatArrives(steps);
        if (!diagnosis.pairs.isEmpty()) {
            diagnosis.report(steps);
        }
    }

    /** Pairs names by their keys, under the prefix that makes most of them equal. */
    private void pair() {
        List<String> here = evidence.openUnexpected().values().stream()
                .filter(entry -> !entry.role().isOptimizer())
                .map(Entry::name)
                .toList();
        List<String> model = evidence.openMissing().values().stream()
                .filter(expected -> expected.slotOf().isEmpty())
                .map(Manifest.Expected::name)
                .toList();
        Map<String, String> none = PrefixVotes.equalKeys(here, "", model, "");
        String fromHere = PrefixVotes.mostCommon(here, model);
        String fromModel = PrefixVotes.mostCommon(model, here);
        Map<String, String> without = PrefixVotes.equalKeys(here, fromHere, model, "");
        Map<String, String> with = PrefixVotes.equalKeys(here, "", model, fromModel);
        if (without.size() > none.size() && without.size() >= with.size()) {
            surplus = fromHere;
            pairs.putAll(without);
        } else if (with.size() > none.size()) {
            lacking = fromModel;
            pairs.putAll(with);
        } else {
            pairs.putAll(none);
        }
        pairs.entrySet().removeIf(pair -> !comparable(typeHere(pair.getKey()), typeInModel(pair.getValue())));
    }

    private TensorType typeHere(String name) {
        return evidence.openUnexpected().get(name).tensor().type();
    }

    private TensorType typeInModel(String name) {
        return evidence.openMissing().get(name).type();
    }

    private static boolean comparable(TensorType left, TensorType right) {
        return left.shape().rank() == right.shape().rank();
    }

    /** The statements that turn the names here into the model's, in order. */
    private List<Rule> steps() {
        List<Rule> steps = new ArrayList<>();
        if (!surplus.isEmpty()) {
            steps.add(Rule.of(NamePattern.quote(surplus) + "**", "**"));
        }
        Map<String, String> bodies = new LinkedHashMap<>();
        pairs.forEach((from, to) -> bodies.put(from.substring(surplus.length()), to.substring(lacking.length())));
        char separator = StyledName.separator(bodies.keySet());
        char wanted = StyledName.separator(bodies.values());
        steps.addAll(new StyleSteps(separator).of(bodies));
        if (separator != wanted) {
            NamePattern pattern = NamePattern.regex(separator == '/' ? "\\/" : "\\.");
            steps.add(new Rule(pattern, NameTemplate.parse(String.valueOf(wanted), pattern)));
        }
        if (!lacking.isEmpty()) {
            steps.add(prefixed());
        }
        return steps;
    }

    /** Puts the prefix before everything, or before the outermost segments if that would move what fits. */
    private Rule prefixed() {
        String prefix = NamePattern.quote(lacking);
        if (evidence.placed().isEmpty()
                && pairs.keySet().containsAll(evidence.openUnexpected().keySet())) {
            return Rule.of("**", prefix + "**");
        }
        Set<String> tops = new LinkedHashSet<>();
        boolean deep = true;
        for (String target : pairs.values()) {
            String body = target.substring(lacking.length());
            List<String> segments = StyledName.segments(body);
            deep &= segments.size() > 1;
            tops.add(segments.size() > 1 ? body.substring(0, segments.get(0).length() + 1) : body);
        }
        String list = tops.stream()
                .map(NamePattern::quote)
                .map(top -> deep(top) ? top.substring(0, top.length() - 1) : top)
                .collect(Collectors.joining(",", tops.size() > 1 ? "{" : "", tops.size() > 1 ? "}" : ""));
        String rest =
                deep ? tops.iterator().next().substring(tops.iterator().next().length() - 1) + "**" : "";
        return Rule.of(list + rest, prefix + list + rest);
    }

    private static boolean deep(String top) {
        return GlobElement.isSeparator(top.charAt(top.length() - 1));
    }

    /** Drops the pairs that the steps do not bring together, and all if a step moves what fits already. */
    private void keepWhatArrives(List<Rule> steps) {
        Map<String, String> arrivals = new TreeMap<>();
        pairs.keySet().forEach(name -> arrivals.put(name, name));
        Collection<String> placed = evidence.placed();
        for (Rule step : steps) {
            for (Map.Entry<String, String> arrival : arrivals.entrySet()) {
                step.pattern()
                        .match(arrival.getValue())
                        .ifPresent(match -> arrival.setValue(step.target().expand(match)));
            }
            boolean harms = placed.stream()
                    .anyMatch(name -> step.pattern()
                            .match(name)
                            .map(match -> !step.target().expand(match).equals(name))
                            .orElse(false));
            if (harms) {
                pairs.clear();
            }
        }
        pairs.entrySet().removeIf(pair -> !pair.getValue().equals(arrivals.get(pair.getKey())));
    }

    private void report(List<Rule> steps) {
        List<String> targets = evidence.inModelOrder(pairs.values());
        List<String> lines = new ArrayList<>();
        steps.forEach(step -> lines.add("rename " + step.pattern() + " -> " + step.target()));
        squares();
        evidence.add(
                new Finding(Finding.Kind.MISSING, subject(targets), targets, cause(steps.size()), List.of(lines)),
                steps.stream().map(Rule::pattern).toList(),
                pairs);
    }

    private String cause(int steps) {
        if (!surplus.isEmpty()) {
            return "the names here begin with " + surplus + (steps > 1 ? " and are spelled otherwise" : "");
        }
        if (!lacking.isEmpty()) {
            return "the names here lack " + lacking + (steps > 1 ? " and are spelled otherwise" : "");
        }
        return "the names here are spelled otherwise";
    }

    private static String subject(List<String> names) {
        List<LayerTemplates.Template> templates = LayerTemplates.of(names);
        if (templates.size() == 1) {
            return templates.get(0).text();
        }
        String prefix = names.get(0);
        for (String name : names) {
            while (!name.startsWith(prefix)) {
                prefix = prefix.substring(0, prefix.length() - 1);
            }
        }
        int end = Math.max(prefix.lastIndexOf('/'), prefix.lastIndexOf('.')) + 1;
        return NamePattern.quote(prefix.substring(0, end)) + "**";
    }

    /** A square matrix beside transposed ones is transposed as well, and its shape cannot show it. */
    private void squares() {
        Set<String> turned = new LinkedHashSet<>();
        List<String> squares = new ArrayList<>();
        pairs.forEach((from, to) -> {
            if (Transposition.isTransposed(
                    typeHere(from).shape(), typeInModel(to).shape())) {
                turned.add(leaf(from) + " " + leaf(to));
            }
        });
        pairs.forEach((from, to) -> {
            var shape = typeInModel(to).shape();
            boolean square = shape.rank() == 2 && shape.dimension(0) == shape.dimension(1);
            if (square && typeHere(from).shape().equals(shape) && turned.contains(leaf(from) + " " + leaf(to))) {
                squares.add(to);
            }
        });
        for (LayerTemplates.Template template : LayerTemplates.of(squares, name -> "")) {
            evidence.add(Finding.of(
                    Finding.Kind.MISMATCHED,
                    template.text(),
                    template.names(),
                    "square, so no shape shows it, but their kind is transposed here",
                    "transpose \"" + template.text() + "\""));
        }
    }

    private static String leaf(String name) {
        List<String> segments = StyledName.segments(name);
        return segments.get(segments.size() - 1);
    }
}
