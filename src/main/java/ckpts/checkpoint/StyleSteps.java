package ckpts.checkpoint;

import ckpts.naming.NamePattern;
import ckpts.naming.NumberedName;
import ckpts.naming.RenameRules.Rule;
import ckpts.naming.StyledName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rules for pairs of names that differ by habit: the names are laid side by side, and each stretch that is
 * spelled otherwise becomes one rule for all names.
 *
 * <pre>
 *   bert  encoder  layer_0    query  kernel
 *   bert  encoder  layer 0    query  weight     "**{@literal /}layer_{i:int}/**" -> "**{@literal /}layer/{i}/**", "**{@literal /}kernel" -> "**{@literal /}weight"
 * </pre>
 */
final class StyleSteps {
    private final String separator;
    private final Map<String, String> middle = new LinkedHashMap<>();
    private final Map<String, String> last = new LinkedHashMap<>();

    /** @param separator that of the names here; the rules keep it */
    StyleSteps(char separator) {
        this.separator = String.valueOf(separator);
    }

    /** The rules, those within names before those at their ends. */
    List<Rule> of(Map<String, String> pairs) {
        pairs.forEach(this::compare);
        List<Rule> rules = new ArrayList<>();
        middle.forEach((from, to) -> rules.add(Rule.of(from, to)));
        last.forEach((from, to) -> rules.add(Rule.of(from, to)));
        return rules;
    }

    private void compare(String from, String to) {
        List<String> here = StyledName.segments(from);
        List<String> model = StyledName.segments(to);
        int i = 0;
        int j = 0;
        while (i < here.size() && j < model.size()) {
            int[] ends = stretch(here, i, model, j);
            boolean rest = model.size() - ends[1] > 0 && here.size() == ends[0];
            if (rest) {
                ends[1] = model.size();
            }
            write(here.subList(i, ends[0]), model.subList(j, ends[1]), ends[0] == here.size());
            i = ends[0];
            j = ends[1];
        }
    }

    /** The ends of the shortest stretches from here that are alike; of all the rest if none are. */
    private static int[] stretch(List<String> here, int from, List<String> model, int to) {
        int i = from + 1;
        int j = to + 1;
        String left = StyledName.bare(here.get(from));
        String right = StyledName.bare(model.get(to));
        while (!left.equals(right)) {
            if (right.startsWith(left) && i < here.size()) {
                left += StyledName.bare(here.get(i++));
            } else if (left.startsWith(right) && j < model.size()) {
                right += StyledName.bare(model.get(j++));
            } else {
                return new int[] {here.size(), model.size()};
            }
        }
        return new int[] {i, j};
    }

    private void write(List<String> here, List<String> model, boolean end) {
        String from = String.join(separator, here);
        String to = String.join(separator, model);
        if (from.equals(to)) {
            return;
        }
        NumberedName source = NumberedName.parse(from);
        NumberedName target = NumberedName.parse(to);
        boolean counted =
                source.numbers().equals(target.numbers()) && source.numbers().size() <= NumberedName.MAX_CAPTURES;
        String pattern = counted ? source.captured(":int") : NamePattern.quote(from);
        String template = counted ? target.captured("") : NamePattern.quote(to);
        if (end) {
            last.putIfAbsent("**" + separator + pattern, "**" + separator + template);
        } else {
            String around = separator + "**";
            middle.putIfAbsent("**" + separator + pattern + around, "**" + separator + template + around);
        }
    }
}
