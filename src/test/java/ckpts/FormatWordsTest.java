package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Code that is for all formats decides by what a format says, and knows the words of none. */
class FormatWordsTest {
    private static final Path SOURCES = Path.of("src/main/java/ckpts");

    /** Texts first, so that a comment in one is a part of it; then comments. */
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+'|/\\*[\\s\\S]*?\\*/|//[^\\n]*");

    /**
     * Words, and whose they are.
     *
     * @param words as a pattern, in any case
     * @param owners the folders and files that may have them
     * @param exceptions other files that have them, each with its reason
     */
    private record Rule(String words, List<String> owners, Map<String, String> exceptions) {
        boolean isBrokenBy(String code) {
            return Pattern.compile(words, Pattern.CASE_INSENSITIVE)
                    .matcher(code)
                    .find();
        }

        boolean concerns(String file) {
            return owners.stream().noneMatch(file::startsWith);
        }
    }

    private static final String FORMATS = "StandardFormats.java";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "hdf5|keras",
                    List.of("format/keras/", "hdf5/", "format/optimizer/", FORMATS),
                    Map.of(
                            "format/tensorflow/object/ObjectPaths.java",
                            "`keras_api` is the name of an edge in TensorFlow's object graphs",
                            "tensor/initializer/KerasUniform.java",
                            "an initializer that is defined by the bits that Keras draws",
                            "language/semantics/InitializerCalls.java",
                            "the names of these initializers in the language")),
            new Rule(
                    "save_counter|_model_variables_moving_average",
                    List.of("format/tensorflow/", "format/optimizer/"),
                    Map.of()));

    private static Map<String, String> code() throws IOException {
        Map<String, String> code = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String name = SOURCES.relativize(file).toString().replace('\\', '/');
                code.put(name, withoutComments(Files.readString(file)));
            }
        }
        return code;
    }

    private static String withoutComments(String source) {
        return TEXT_OR_COMMENT
                .matcher(source)
                .replaceAll(match -> match.group().startsWith("/") ? " " : Matcher.quoteReplacement(match.group()));
    }

    @Test
    void onlyTheirOwnersAndReasonedExceptionsHaveTheWordsOfAFormat() throws IOException {
        Map<String, String> code = code();
        for (Rule rule : RULES) {
            Set<String> found = code.entrySet().stream()
                    .filter(file -> rule.concerns(file.getKey()) && rule.isBrokenBy(file.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(found)
                    .as(rule.words())
                    .isEqualTo(new TreeSet<>(rule.exceptions().keySet()));
        }
    }

    @Test
    void wordsOfTextsAndNamesCountAndThoseOfCommentsDoNot() {
        Rule keras = RULES.get(0);
        assertThat(keras.isBrokenBy(withoutComments("/** Keras */ int x; // keras")))
                .isFalse();
        assertThat(keras.isBrokenBy(withoutComments("String a = \"/*\"; KerasFile b; // */")))
                .isTrue();
        assertThat(keras.isBrokenBy(withoutComments("char q = '\"'; /* keras */ char r = '\"';")))
                .isFalse();
        assertThat(keras.isBrokenBy(withoutComments("String a = \"is // Keras\";")))
                .isTrue();
        assertThat(keras.isBrokenBy(withoutComments("Hdf5File file;"))).isTrue();
        assertThat(keras.concerns("format/keras/KerasReader.java")).isFalse();
        assertThat(keras.concerns("format/CheckpointFormat.java")).isTrue();
    }
}
