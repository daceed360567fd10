package ckpts.diagnosis;

import ckpts.diagnosis.Pairing.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Raises the worth of a pair if the modules around one match those around the other. */
final class Neighbours {
    private final List<Match> matches;

    Neighbours(List<Match> matches) {
        this.matches = matches;
    }

    /** The same pairs, their worth raised by how well their stems, their parents and their blocks agree. */
    List<Match> weighted(double stem, double parent, double block) {
        Map<String, Double> stems = agreement(Module::stem);
        Map<String, Double> parents = agreement(Module::parent);
        Map<String, Double> blocks = agreement(Module::block);
        List<Match> weighted = new ArrayList<>();
        for (Match match : matches) {
            double gain = stem * stems.get(key(match, Module::stem))
                    + parent * parents.get(key(match, Module::parent))
                    + block * blocks.get(key(match, Module::block));
            weighted.add(new Match(
                    match.here(), match.there(), match.fit(), match.names(), match.worth() + gain, match.certain()));
        }
        return weighted;
    }

    private static String key(Match match, Function<Module, String> around) {
        return around.apply(match.here()) + "\n" + around.apply(match.there());
    }

    /** For two surroundings, the share of their modules that have a counterpart, each weighed by how good its best is. */
    private Map<String, Double> agreement(Function<Module, String> around) {
        Map<String, Map<Module, Double>> best = new HashMap<>();
        Map<String, Map<Module, Double>> backwards = new HashMap<>();
        Map<String, java.util.Set<Module>> here = new HashMap<>();
        Map<String, java.util.Set<Module>> there = new HashMap<>();
        for (Match match : matches) {
            String key = key(match, around);
            best.computeIfAbsent(key, any -> new HashMap<>()).merge(match.here(), match.worth(), Math::max);
            backwards.computeIfAbsent(key, any -> new HashMap<>()).merge(match.there(), match.worth(), Math::max);
            here.computeIfAbsent(around.apply(match.here()), any -> new java.util.HashSet<>())
                    .add(match.here());
            there.computeIfAbsent(around.apply(match.there()), any -> new java.util.HashSet<>())
                    .add(match.there());
        }
        Map<String, Double> agreement = new HashMap<>();
        best.forEach((key, values) -> {
            String[] sides = key.split("\n", -1);
            double sum = 0;
            for (double value : values.values()) {
                sum += value;
            }
            for (double value : backwards.get(key).values()) {
                sum += value;
            }
            agreement.put(
                    key, sum / (here.get(sides[0]).size() + there.get(sides[1]).size()));
        });
        return agreement;
    }
}
