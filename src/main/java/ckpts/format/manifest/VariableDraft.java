package ckpts.format.manifest;

import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.NameTemplate;
import ckpts.naming.NearNames;
import ckpts.naming.PatternException;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JsonToken;

/** One object of {@code variables} while its keys are read, in any order. */
final class VariableDraft {
    private static final List<String> KEYS =
            List.of("name", "dtype", "shape", "initializer", "trainable", "optional", "aliases", "slot_of");

    private final ManifestReader reader;
    private Optional<String> name = Optional.empty();
    private Optional<DType> dtype = Optional.empty();
    private Optional<Shape> shape = Optional.empty();
    private Optional<String> initializer = Optional.empty();
    private Optional<Boolean> trainable = Optional.empty();
    private boolean optional;
    private List<String> aliases = List.of();
    private Optional<String> slotOf = Optional.empty();

    VariableDraft(ManifestReader reader) {
        this.reader = reader;
    }

    /** Reads to the end of the object; returns the variables that its name expands to. */
    List<Expected> read() throws MalformedFileException {
        while (reader.parser().nextToken() != JsonToken.END_OBJECT) {
            value(reader.parser().currentName());
        }
        if (name.isEmpty()) {
            throw reader.malformed("a variable without \"name\"");
        }
        if (dtype.isEmpty() || shape.isEmpty()) {
            String lacking = dtype.isEmpty() ? "dtype" : "shape";
            throw reader.malformed("the variable \"" + name.get() + "\" has no \"" + lacking + "\"");
        }
        return expanded();
    }

    private void value(String key) throws MalformedFileException {
        switch (key) {
            case "name" -> name = Optional.of(reader.string(key));
            case "dtype" -> dtype = Optional.of(dtype(reader.string(key)));
            case "shape" -> shape = Optional.of(shape());
            case "initializer" -> initializer = Optional.of(reader.string(key));
            case "trainable" -> trainable = Optional.of(reader.flag(key));
            case "optional" -> optional = reader.flag(key);
            case "aliases" -> aliases = reader.strings(key);
            case "slot_of" -> slotOf = Optional.of(reader.string(key));
            default -> throw reader.unknownKey(key, KEYS);
        }
    }

    private DType dtype(String word) throws MalformedFileException {
        Optional<DType> known = DType.named(word);
        if (known.isEmpty()) {
            List<String> words = Stream.of(DType.values()).map(DType::text).toList();
            String advice = NearNames.nearestWord(word, words)
                    .map(near -> ": did you mean \"" + near + "\"?")
                    .orElse("");
            throw reader.malformed("unknown dtype \"" + word + "\"" + advice);
        }
        return known.get();
    }

    private Shape shape() throws MalformedFileException {
        reader.expect(reader.parser().nextToken(), JsonToken.START_ARRAY, "\"shape\" must be a list of numbers");
        List<Long> dimensions = new ArrayList<>();
        while (reader.parser().nextToken() != JsonToken.END_ARRAY) {
            reader.expect(
                    reader.parser().currentToken(), JsonToken.VALUE_NUMBER_INT, "a dimension must be a whole number");
            long dimension = reader.parser().getLongValue();
            if (dimension < 0) {
                throw reader.malformed("a dimension must not be negative, found " + dimension);
            }
            dimensions.add(dimension);
        }
        if (!TensorType.isCountable(Shape.of(dimensions))) {
            throw reader.malformed("the shape " + dimensions + " has too many elements");
        }
        return Shape.of(dimensions);
    }

    private List<Expected> expanded() throws MalformedFileException {
        List<Match> matches = reader.expansion(name.get());
        NamePattern pattern = ManifestReader.pattern(name.get());
        List<NameTemplate> others = new ArrayList<>();
        for (String alias : aliases) {
            others.add(template("aliases", alias, pattern));
        }
        Optional<NameTemplate> owner =
                slotOf.isEmpty() ? Optional.empty() : Optional.of(template("slot_of", slotOf.get(), pattern));
        List<Expected> variables = new ArrayList<>();
        for (Match match : matches) {
            variables.add(new Expected(
                    match.name(),
                    new TensorType(dtype.orElseThrow(), shape.orElseThrow()),
                    initializer,
                    trainable,
                    optional,
                    others.stream().map(other -> other.expand(match)).toList(),
                    owner.map(template -> template.expand(match))));
        }
        return variables;
    }

    private NameTemplate template(String key, String text, NamePattern pattern) throws MalformedFileException {
        try {
            return NameTemplate.parse(text, pattern);
        } catch (PatternException e) {
            throw reader.malformed("\"" + key + "\" of \"" + name.orElseThrow() + "\": " + e.getMessage());
        }
    }
}
