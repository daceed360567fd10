package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/architecture.md} is the rule; this reads it and holds the sources to it. */
class LayeringTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path TABLE = Path.of("docs/architecture.md");
    private static final String ROOT = "ckpts";

    /** A row: {@code | `package` | duty | may import | libraries |}. */
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.]+)` \\|[^|]*\\|([^|]*)\\|([^|]*)\\|");

    private static final Map<String, String> LIBRARIES = Map.of(
            "antlr", "org.antlr.",
            "protobuf", "com.google.protobuf.",
            "jackson", "tools.jackson.",
            "re2j", "com.google.re2j.",
            "pcollections", "org.pcollections.",
            "jline", "org.jline.");

    private static final Pattern COMMENTS_AND_STRINGS =
            Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"", Pattern.DOTALL);

    /** A type by its whole name: in an import, or in the middle of the code. */
    private static final Pattern TYPE = Pattern.compile("(?<![\\w.])((?:[a-z][a-z0-9_]*\\.)+)(?=[A-Z]|\\*)");

    private record Layer(Set<String> mayImport, Set<String> libraries) {}

    private static Map<String, Layer> table(String markdown) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        Matcher row = ROW.matcher(markdown);
        while (row.find()) {
            layers.put(row.group(1), new Layer(words(row.group(2)), words(row.group(3))));
        }
        return layers;
    }

    private static Set<String> words(String cell) {
        Set<String> words = new LinkedHashSet<>(List.of(cell.trim().split("\\s*,\\s*")));
        words.remove("");
        return words;
    }

    /** What a source does that its package's row does not allow. */
    private static List<String> violations(Map<String, Layer> layers, String layer, String source) {
        Layer rule = layers.get(layer);
        if (rule == null) {
            return List.of(layer + " is not in the table");
        }
        Set<String> found = new TreeSet<>();
        Matcher type = TYPE.matcher(COMMENTS_AND_STRINGS.matcher(source).replaceAll(" "));
        while (type.find()) {
            String used = type.group(1);
            if (!isAllowed(rule, layer, used)) {
                found.add(layer + " uses " + used.substring(0, used.length() - 1));
            }
        }
        return List.copyOf(found);
    }

    private static boolean isAllowed(Layer rule, String layer, String used) {
        boolean isVariable =
                used.indexOf('.') == used.length() - 1 && !used.equals(ROOT + ".") && !LIBRARIES.containsValue(used);
        if (isVariable || used.startsWith("java.") || used.startsWith("javax.")) {
            return true;
        }
        if (used.startsWith(ROOT + ".")) {
            String other = used.equals(ROOT + ".") ? ROOT : used.substring(ROOT.length() + 1, used.length() - 1);
            return other.equals(layer)
                    || rule.mayImport().contains(other)
                    || rule.mayImport().contains("everything");
        }
        return rule.libraries().stream()
                .map(library -> LIBRARIES.getOrDefault(library, "?"))
                .anyMatch(used::startsWith);
    }

    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                sources.put(SOURCES.relativize(file), Files.readString(file));
            }
        }
        assertThat(sources).isNotEmpty();
        return sources;
    }

    /** The package of a source, as the table names it. */
    private static String layer(Path source) {
        String name = source.getParent().toString().replace('/', '.').replace('\\', '.');
        return name.equals(ROOT) ? ROOT : name.substring(ROOT.length() + 1);
    }

    @Test
    void packagesImportWhatTheTableAllowsAndNothingElse() throws IOException {
        Map<String, Layer> layers = table(Files.readString(TABLE));
        List<String> violations = new ArrayList<>();
        for (Map.Entry<Path, String> source : sources().entrySet()) {
            for (String violation : violations(layers, layer(source.getKey()), source.getValue())) {
                violations.add(source.getKey() + ": " + violation);
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void theTableHasNoCycleAndNamesOnlyItsOwnRowsAndKnownLibraries() throws IOException {
        Map<String, Layer> layers = table(Files.readString(TABLE));
        Set<String> settled = new LinkedHashSet<>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (Map.Entry<String, Layer> layer : layers.entrySet()) {
                Set<String> below = new TreeSet<>(layer.getValue().mayImport());
                below.remove("everything");
                progress |= settled.containsAll(below) && settled.add(layer.getKey());
            }
        }
        assertThat(settled)
                .as("packages that stand on settled ones")
                .containsExactlyInAnyOrderElementsOf(layers.keySet());
        layers.values().forEach(layer -> assertThat(LIBRARIES.keySet()).containsAll(layer.libraries()));
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        Map<Path, String> sources = sources();
        Set<Path> packages = new TreeSet<>();
        sources.keySet().forEach(source -> packages.add(source.getParent()));
        assertThat(packages)
                .allSatisfy(directory -> assertThat(
                                sources.getOrDefault(directory.resolve("package-info.java"), "no package-info.java"))
                        .as(directory.toString())
                        .matches(Pattern.compile("/\\*\\*.{20,}\\*/\\s*package .*", Pattern.DOTALL)));
    }

    @Test
    void aForbiddenImportIsFoundHoweverItIsWritten() {
        Map<String, Layer> layers = table("""
                | `low` | duty | | re2j |
                | `high.up` | duty | low | |
                """);
        assertThat(violations(layers, "high.up", "import ckpts.low.A; ckpts.low.B b; ckpts.high.up.C c;"))
                .isEmpty();
        assertThat(violations(layers, "low", "import ckpts.high.up.Thing;")).containsExactly("low uses ckpts.high.up");
        assertThat(violations(layers, "low", "Object o = new ckpts.high.up.Thing();"))
                .containsExactly("low uses ckpts.high.up");
        assertThat(violations(layers, "low", "import static ckpts.high.up.Thing.made;"))
                .containsExactly("low uses ckpts.high.up");
        assertThat(violations(layers, "low", "import com.google.re2j.Pattern; import java.util.*;"))
                .isEmpty();
        assertThat(violations(layers, "high.up", "import com.google.re2j.Pattern;"))
                .containsExactly("high.up uses com.google.re2j");
        assertThat(violations(layers, "low", "/** {@link ckpts.high.up.Thing} */ String s = \"ckpts.high.up.Thing\";"))
                .isEmpty();
        assertThat(violations(layers, "new", "")).containsExactly("new is not in the table");
    }
}
