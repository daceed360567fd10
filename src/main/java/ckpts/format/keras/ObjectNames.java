package ckpts.format.keras;

import ckpts.checkpoint.Entry;
import ckpts.format.keras.SavedObject.SavedVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Objects that get other names: those of which every variable that is left has another part of its name in their place, the
 * same for all.
 */
final class ObjectNames {
    private static final String NOBODYS = "\0";

    private final Map<SavedVariable, Entry> left;
    private final Map<SavedVariable, String> before;
    private final Map<SavedObject, String> renamed = new LinkedHashMap<>();
    private final Set<SavedObject> replaced = new HashSet<>();

    /**
     * @param left variables that are still there, with what they are now
     * @param before the names that variables were read under
     */
    ObjectNames(SavedObject model, Map<SavedVariable, Entry> left, Map<SavedVariable, String> before) {
        this.left = left;
        this.before = before;
        rename(model, "", "");
    }

    /** The part that an object has in names now; one that gave its name to another has none that a tensor can have. */
    Optional<String> part(SavedObject object) {
        return replaced.contains(object)
                ? object.part().map(part -> part + NOBODYS)
                : Optional.ofNullable(renamed.get(object)).or(object::part);
    }

    /** Objects with their new part of names. */
    Map<SavedObject, String> renamed() {
        return renamed;
    }

    /** @param was what names began with up to here, {@code is} what they begin with now */
    private void rename(SavedObject object, String was, String is) {
        List<SavedObject> siblings = named(object);
        Map<SavedObject, String> votes = new HashMap<>();
        // Elements of a list that is not one of layers are called by their class and number: nobody can call them
        // otherwise.
        if (!object.isList() || object.isLayers()) {
            siblings.forEach(sibling -> vote(sibling, was, is).ifPresent(part -> votes.put(sibling, part)));
        }
        Set<String> parts = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (SavedObject sibling : siblings) {
            String part = votes.getOrDefault(sibling, sibling.part().orElse(""));
            boolean shown = sibling.all().stream().anyMatch(left::containsKey);
            if (shown && !parts.add(part)) {
                twice.add(part);
            }
        }
        votes.values().removeIf(twice::contains);
        renamed.putAll(votes);
        for (SavedObject sibling : siblings) {
            boolean gone = sibling.all().stream().noneMatch(left::containsKey);
            if (gone && votes.containsValue(sibling.part().orElse(""))) {
                replaced.add(sibling);
            }
        }
        for (SavedObject sibling : siblings) {
            rename(sibling, sibling.below(was), is + part(sibling).orElse("") + "/");
        }
    }

    /** Objects whose parts of names follow right after that of this one. */
    private static List<SavedObject> named(SavedObject object) {
        List<SavedObject> named = new ArrayList<>();
        for (SavedObject member : object.members()) {
            if (SavedModel.isOptimizer(member.path())) {
                continue;
            }
            if (member.part().isPresent()) {
                named.add(member);
            } else {
                named.addAll(named(member));
            }
        }
        return named;
    }

    private Optional<String> vote(SavedObject object, String was, String is) {
        Set<String> votes = new LinkedHashSet<>();
        for (SavedVariable variable : object.all()) {
            Entry now = left.get(variable);
            if (now != null) {
                String rest = before.get(variable).substring(was.length());
                boolean alike = now.name().startsWith(is) && parts(now.name().substring(is.length())) == parts(rest);
                votes.add(alike ? now.name().substring(is.length()).split("/", 2)[0] : "");
            }
        }
        return votes.size() == 1
                        && !votes.contains("")
                        && !votes.contains(object.part().orElse(""))
                ? votes.stream().findFirst()
                : Optional.empty();
    }

    private static long parts(String name) {
        return name.chars().filter(c -> c == '/').count();
    }
}
