package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that says which test shows which behaviour of TensorFlow names tests that are there. */
class BehavioursTest {
    private static final Path PAGE = Path.of("docs/formats/tensorflow-behaviours.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path SCRIPTS = Path.of("src/test/scripts");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");
    private static final Pattern SCRIPT = Pattern.compile("`(\\w+/\\w+\\.ckpts)`");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> sources = sources();
        TreeSet<String> absent = new TreeSet<>();
        Matcher test = TEST.matcher(page);
        while (test.find()) {
            String source = sources.get(test.group(1));
            if (source == null || test.group(2) != null && !source.contains("void " + test.group(2) + "(")) {
                absent.add(test.group());
            }
        }
        Matcher script = SCRIPT.matcher(page);
        while (script.find()) {
            if (!Files.exists(SCRIPTS.resolve(script.group(1)))) {
                absent.add(script.group());
            }
        }
        assertThat(absent).isEmpty();
    }

    /** Simple class name to text, with what a class inherits from the contract of all formats. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        sources.replaceAll(
                (name, text) -> text.contains("extends FormatContract") ? text + sources.get("FormatContract") : text);
        return sources;
    }
}
