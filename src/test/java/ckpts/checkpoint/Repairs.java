package ckpts.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.NameTemplate;
import ckpts.naming.RenameRules;
import ckpts.naming.RenameRules.Rule;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the first repair of every finding on names and types, from top to bottom, as a script would: so a test can ask
 * whether what is proposed does repair.
 */
final class Repairs {
    private static final Pattern RULE = Pattern.compile("(?:\"(.*)\"|/(.*)/) -> \"(.*)\"");
    private static final Pattern ON_PATTERN = Pattern.compile("(\\w+) \"([^\"]*)\".*");

    private final Manifest manifest;
    private final Map<String, TensorType> types = new LinkedHashMap<>();
    private final Map<String, Role> roles = new LinkedHashMap<>();

    private Repairs(Checkpoint checkpoint, Manifest manifest) {
        this.manifest = manifest;
        for (Entry entry : checkpoint.entries()) {
            types.put(entry.name(), entry.tensor().type());
            roles.put(entry.name(), entry.role());
        }
    }

    /** What is still different afterwards. */
    static Difference afterAll(Checkpoint checkpoint, Manifest manifest) {
        Repairs repairs = new Repairs(checkpoint, manifest);
        for (Finding finding : Difference.between(checkpoint, manifest).findings()) {
            repairs.run(finding.repairs().get(0));
        }
        List<Entry> entries = new ArrayList<>();
        repairs.types.forEach((name, type) ->
                entries.add(Entry.read(name, Checkpoints.tensor(compact(type)), repairs.roles.get(name), 0)));
        return Difference.between(Checkpoint.of(entries, Map.of(), Optional.empty()), manifest);
    }

    private static String compact(TensorType type) {
        return type.toString().replace(" ", "");
    }

    private void run(List<String> lines) {
        List<Rule> block = new ArrayList<>();
        for (String line : lines) {
            Matcher rule = RULE.matcher(line.strip().replaceFirst("^rename ", ""));
            if (rule.matches()) {
                block.add(rule(rule));
                if (line.startsWith("rename")) {
                    rename(block);
                    block.clear();
                }
            } else if (line.equals("}")) {
                rename(block);
                block.clear();
            } else if (!line.equals("rename {")) {
                runOther(line);
            }
        }
    }

    private static Rule rule(Matcher text) {
        NamePattern pattern =
                text.group(1) != null ? NamePattern.glob(text.group(1)) : NamePattern.regex(text.group(2));
        return new Rule(pattern, NameTemplate.parse(text.group(3), pattern));
    }

    private void rename(List<Rule> rules) {
        RenameRules.Outcome outcome = new RenameRules(rules).apply(types.keySet());
        assertThat(outcome.matched()).as("names of each of " + rules).noneMatch(List::isEmpty);
        assertThat(outcome.collisions()).isEmpty();
        Map<String, String> moves = new LinkedHashMap<>(outcome.renames());
        roles.forEach((name, role) -> {
            if (role instanceof Role.Slot slot && outcome.renames().containsKey(slot.owner())) {
                moves.putIfAbsent(name, slot.nameFor(outcome.renames().get(slot.owner())));
            }
        });
        Map<String, TensorType> moved = new LinkedHashMap<>();
        Map<String, Role> movedRoles = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            String target = moves.getOrDefault(name, name);
            assertThat(moved.put(target, type)).as("collision at " + target).isNull();
            Role role = roles.get(name);
            movedRoles.put(
                    target,
                    role instanceof Role.Slot slot
                            ? slot.ownedBy(moves.getOrDefault(slot.owner(), slot.owner()))
                            : role);
        });
        types.clear();
        types.putAll(moved);
        roles.clear();
        roles.putAll(movedRoles);
    }

    private void runOther(String line) {
        if (line.equals("drop optimizer")) {
            types.keySet().removeIf(name -> roles.get(name).isOptimizer());
            return;
        }
        if (line.equals("drop averages")) {
            types.keySet().removeIf(name -> roles.get(name) instanceof Role.Average);
            return;
        }
        Matcher statement = ON_PATTERN.matcher(line);
        assertThat(statement.matches()).as(line).isTrue();
        NamePattern pattern = NamePattern.glob(statement.group(2));
        List<String> here = names(pattern.matches(types.keySet()));
        switch (statement.group(1)) {
            case "drop" -> {
                assertThat(here).as(line).isNotEmpty();
                types.keySet().removeAll(here);
            }
            case "reinit" -> {
                List<String> model = names(pattern.matches(manifest.variables().stream()
                        .map(Manifest.Expected::name)
                        .toList()));
                assertThat(model).as(line).isNotEmpty().containsAll(here);
                model.forEach(
                        name -> put(name, manifest.variable(name).orElseThrow().type()));
            }
            case "cast", "transpose", "pad", "slice", "reshape" -> {
                assertThat(here).as(line).isNotEmpty();
                here.forEach(
                        name -> put(name, manifest.variable(name).orElseThrow().type()));
            }
            default -> throw new AssertionError(line);
        }
    }

    private void put(String name, TensorType type) {
        types.put(name, type);
        roles.putIfAbsent(name, Role.VARIABLE);
    }

    private static List<String> names(List<Match> matches) {
        return matches.stream().map(Match::name).toList();
    }
}
