package ckpts.format.manifest;

import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.NearNames;
import ckpts.naming.PatternException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Turns the tokens of one manifest file into a manifest; for one file. */
final class ManifestReader {
    static final int MAX_VARIABLES = 1_000_000;

    private static final List<String> KEYS = List.of("ckpts_manifest", "restored_by", "variables", "optimizer_order");

    private final JsonParser parser;
    private final String source;
    private final List<LoadingCall> calls;
    private final Map<String, Expected> variables = new LinkedHashMap<>();
    private final Map<String, String> namedAt = new HashMap<>();
    private final List<String> optimizerOrder = new ArrayList<>();
    private Optional<LoadingCall> restoredBy = Optional.empty();

    /** @param calls those that a manifest can name */
    ManifestReader(JsonParser parser, String source, List<LoadingCall> calls) {
        this.parser = parser;
        this.source = source;
        this.calls = List.copyOf(calls);
    }

    Manifest read() throws MalformedFileException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "a manifest must be an object");
        boolean first = true;
        boolean listed = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            if (first && !key.equals("ckpts_manifest")) {
                throw malformed("the first key is \"" + key + "\", expected \"ckpts_manifest\"");
            }
            first = false;
            listed |= key.equals("variables");
            value(key);
        }
        if (!listed) {
            throw malformed(first ? "the first key is missing, expected \"ckpts_manifest\"" : "no \"variables\"");
        }
        if (parser.nextToken() != null) {
            throw malformed("there is something after the manifest");
        }
        requireOwners();
        return new Manifest(variables.values(), restoredBy, optimizerOrder);
    }

    /** Checks that the chain from slot to variable ends. */
    private void requireOwners() throws MalformedFileException {
        Set<String> ended = new HashSet<>();
        for (String start : variables.keySet()) {
            Set<String> path = new LinkedHashSet<>();
            Optional<String> next = Optional.of(start);
            while (next.isPresent() && !ended.contains(next.get())) {
                if (!path.add(next.get())) {
                    throw malformed(
                            "\"slot_of\" of \"" + next.get() + "\" leads back to it: a slot belongs to a variable");
                }
                next = Optional.ofNullable(variables.get(next.get())).flatMap(Expected::slotOf);
            }
            ended.addAll(path);
        }
    }

    private void value(String key) throws MalformedFileException {
        switch (key) {
            case "ckpts_manifest" -> {
                expect(parser.nextToken(), JsonToken.VALUE_NUMBER_INT, "\"ckpts_manifest\" must be a version number");
                if (parser.getLongValue() != 1) {
                    throw malformed("manifest version " + parser.getLongValue() + ": this program reads version 1");
                }
            }
            case "restored_by" -> restoredBy = Optional.of(restoredBy(string(key)));
            case "variables" -> {
                expect(parser.nextToken(), JsonToken.START_ARRAY, "\"variables\" must be a list");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    expect(parser.currentToken(), JsonToken.START_OBJECT, "a variable must be an object");
                    add(new VariableDraft(this).read());
                }
            }
            case "optimizer_order" -> {
                for (String name : strings(key)) {
                    expansion(name).forEach(match -> optimizerOrder.add(match.name()));
                }
            }
            default -> throw unknownKey(key, KEYS);
        }
    }

    private void add(List<Expected> expanded) throws MalformedFileException {
        for (Expected variable : expanded) {
            String place = namedAt.put(variable.name(), "line " + line());
            if (place != null) {
                throw malformed("a second variable named \"" + variable.name() + "\", the first is in " + place);
            }
            if (variables.size() == MAX_VARIABLES) {
                throw malformed("more than " + MAX_VARIABLES + " variables");
            }
            variables.put(variable.name(), variable);
        }
    }

    private LoadingCall restoredBy(String word) throws MalformedFileException {
        LoadingCall call = new LoadingCall(word);
        if (calls.contains(call)) {
            return call;
        }
        List<String> words = calls.stream().map(LoadingCall::word).toList();
        throw malformed("\"restored_by\" is \"" + word + "\", expected one of " + String.join(", ", words));
    }

    /** The names that a string with lists and ranges expands to. */
    List<Match> expansion(String name) throws MalformedFileException {
        try {
            return pattern(name).expansion(MAX_VARIABLES);
        } catch (PatternException e) {
            throw malformed("the name \"" + name + "\": " + e.getMessage());
        }
    }

    /**
     * The names of a string of a manifest; an empty one is the empty name, which a variable at the root of a model has.
     */
    static NamePattern pattern(String text) {
        return text.isEmpty() ? NamePattern.literal(text) : NamePattern.glob(text);
    }

    JsonParser parser() {
        return parser;
    }

    String string(String key) throws MalformedFileException {
        expect(parser.nextToken(), JsonToken.VALUE_STRING, "\"" + key + "\" must be a string");
        return parser.getString();
    }

    boolean flag(String key) throws MalformedFileException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw malformed("\"" + key + "\" must be true or false, found " + found(token));
        }
        return token == JsonToken.VALUE_TRUE;
    }

    List<String> strings(String key) throws MalformedFileException {
        expect(parser.nextToken(), JsonToken.START_ARRAY, "\"" + key + "\" must be a list of strings");
        List<String> strings = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_STRING, "\"" + key + "\" must be a list of strings");
            strings.add(parser.getString());
        }
        return strings;
    }

    void expect(JsonToken token, JsonToken expected, String rule) throws MalformedFileException {
        if (token != expected) {
            throw malformed(rule + ", found " + found(token));
        }
    }

    private String found(JsonToken token) {
        if (token == null) {
            return "the end of the file";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            default -> parser.getString();
        };
    }

    MalformedFileException unknownKey(String key, List<String> keys) {
        String advice = NearNames.nearestWord(key, keys)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("expected one of " + String.join(", ", keys));
        return malformed("unknown key \"" + key + "\": " + advice);
    }

    /** An error at the current token. */
    MalformedFileException malformed(String problem) {
        long offset = Math.max(0, parser.currentTokenLocation().getByteOffset());
        return new MalformedFileException(source, offset, "line " + line() + ": " + problem);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
