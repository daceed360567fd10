package ckpts.diagnosis;

import ckpts.naming.LayerTemplates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Variables for which several tensors are candidates: each possibility is listed, none chosen. */
final class DoubtDiagnosis implements Diagnosis {
    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        List<Explanation> claims = new ArrayList<>();
        for (Pairing.Match match : evidence.doubtful()) {
            claim(match, evidence, open).ifPresent(claims::add);
        }
        // The best assignment leaves some out where the model has more; those may be the variable as well.
        for (Pairing.Match match : evidence.outnumbered()) {
            claim(match, evidence, open)
                    .filter(claim -> !claim.finding().alternatives().isEmpty())
                    .ifPresent(claims::add);
        }
        swapped(evidence, open).ifPresent(claims::add);
        unclear(evidence, open).ifPresent(claims::add);
        numbered(evidence, open).ifPresent(claims::add);
        return claims;
    }

    private static Optional<Explanation> claim(Pairing.Match match, Evidence evidence, Unexplained open) {
        Set<String> wanted = new LinkedHashSet<>();
        match.there().leaves().values().forEach(unit -> wanted.addAll(unit.names()));
        wanted.retainAll(open.wanted());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        if (wanted.stream().anyMatch(name -> keepsItsName(name, match, evidence))) {
            return Optional.empty();
        }
        List<List<Repair>> ways = new ArrayList<>();
        Set<String> sources = new LinkedHashSet<>();
        for (Pairing.Match candidate : evidence.candidates(match.there())) {
            List<Repair> way = renames(candidate, evidence);
            if (!way.isEmpty() && free(candidate, evidence)) {
                ways.add(way);
                sources.add(candidate.here().path());
            }
        }
        List<String> names = List.copyOf(wanted);
        String cause = sources.size() > 1
                ? "one of " + sources.size() + " here: names and shapes do not show which"
                : sources.isEmpty() ? "no certain match here" : "perhaps renamed: names and shapes do not prove it";
        Finding finding = Finding.open(
                Finding.Kind.MISSING,
                RenameDiagnosis.subject(names, path(match.there())),
                names,
                OrderCaveat.of(match.here(), match.there()).orElse(cause),
                ways);
        return Optional.of(Explanation.ofModel(finding, names));
    }

    /** Whether the likeliest tensor has the variable's own name: only its type differs. */
    private static boolean keepsItsName(String name, Pairing.Match match, Evidence evidence) {
        return evidence.checkpoint().contains(name)
                && match.here().leaves().values().stream()
                        .anyMatch(unit -> unit.names().contains(name));
    }

    /** The path without the separator before it; names without a module have none. */
    private static String path(Module module) {
        return module.path().isEmpty() ? "**" : module.path().substring(1);
    }

    /** Whether a candidate has no certain place elsewhere. */
    private static boolean free(Pairing.Match candidate, Evidence evidence) {
        return candidate.here().leaves().values().stream()
                .noneMatch(unit -> evidence.places().containsKey(unit.first()));
    }

    private static List<Repair> renames(Pairing.Match match, Evidence evidence) {
        List<ListFolding.Side> rules = new ArrayList<>();
        match.fit().relations().forEach((role, relation) -> {
            UnitPair pair = evidence.pair(
                    match.here().leaves().get(role), match.there().leaves().get(role), relation);
            boolean moved = pair.names().entrySet().stream()
                    .anyMatch(name -> !name.getKey().equals(name.getValue()));
            if (moved) {
                rules.add(new ListFolding.Side(pair.rule(true), pair.names()));
            }
        });
        List<Rule> folded =
                ListFolding.folded(rules).stream().map(ListFolding.Side::rule).toList();
        return folded.isEmpty() ? List.of() : List.of(new Repair.Rename(folded));
    }

    /** Numbered tensors of which some have the size of their counterpart and others do not. */
    private static Optional<Explanation> numbered(Evidence evidence, Unexplained open) {
        Set<String> wanted = new LinkedHashSet<>();
        evidence.numbered().forEach(pair -> wanted.addAll(pair.names().values()));
        wanted.retainAll(open.wanted());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = List.copyOf(wanted);
        Finding finding = Finding.open(
                Finding.Kind.MISSING,
                RenameDiagnosis.subject(names, names.get(0)),
                names,
                TypeChange.numberedParts(),
                List.of());
        return Optional.of(Explanation.ofModel(finding, names));
    }

    /** Names that are on both sides, each with the type of another. */
    private static Optional<Explanation> swapped(Evidence evidence, Unexplained open) {
        List<Rule> rules = new ArrayList<>();
        Set<String> wanted = new LinkedHashSet<>();
        Set<String> found = new LinkedHashSet<>();
        for (UnitPair pair : evidence.swapped()) {
            rules.add(pair.rule(true));
            wanted.addAll(pair.names().values());
            found.addAll(pair.names().keySet());
        }
        wanted.retainAll(open.wanted());
        found.retainAll(open.found());
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = List.copyOf(wanted);
        Finding finding = Finding.open(
                Finding.Kind.MISMATCHED,
                RenameDiagnosis.subject(names, names.get(0)),
                names,
                "each has the shape of another: perhaps in a different order here",
                List.of(List.of(new Repair.Rename(rules))));
        return Optional.of(new Explanation(finding, wanted, found, Map.of()));
    }

    /** Square matrices that may also be transposed. */
    private static Optional<Explanation> unclear(Evidence evidence, Unexplained open) {
        List<ListFolding.Side> rules = new ArrayList<>();
        Set<String> wanted = new LinkedHashSet<>();
        for (UnitPair pair : evidence.unclear()) {
            if (open.wanted().containsAll(pair.names().values())) {
                rules.add(new ListFolding.Side(pair.rule(true), pair.names()));
                wanted.addAll(pair.names().values());
            }
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = List.copyOf(wanted);
        List<String> patterns = LayerTemplates.of(names).stream()
                .map(LayerTemplates.Template::text)
                .toList();
        Repair rename = new Repair.Rename(
                ListFolding.folded(rules).stream().map(ListFolding.Side::rule).toList());
        Finding finding = Finding.open(
                Finding.Kind.MISSING,
                RenameDiagnosis.subject(names, patterns.get(0)),
                names,
                "renamed, and perhaps transposed: neither its shape nor any other weight shows it",
                List.of(List.of(rename), List.of(rename, new Repair.Transpose(patterns, Optional.empty()))));
        return Optional.of(Explanation.ofModel(finding, names));
    }
}
