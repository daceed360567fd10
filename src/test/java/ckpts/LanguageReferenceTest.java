package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.semantics.Builtins;
import ckpts.language.semantics.InitializerCalls;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Syntax;
import ckpts.language.syntax.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference holds: every {@code ckpts} block of docs/language.md and docs/merging.md is run on the files of
 * {@code src/test/scripts/reference}, and every word of the language occurs.
 */
class LanguageReferenceTest {
    private static final Path REFERENCE = Path.of("docs/language.md");
    private static final Path FILES = Path.of("src/test/scripts/reference");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```ckpts\n(.*?)^```$");
    private static final Pattern ON = Pattern.compile("^# on (\\S+)");

    @TestFactory
    List<DynamicTest> everyExampleHolds() throws IOException {
        List<DynamicTest> tests = examples(REFERENCE);
        assertThat(tests).hasSizeGreaterThan(30);
        tests.addAll(examples(REFERENCE.resolveSibling("merging.md")));
        return tests;
    }

    private static List<DynamicTest> examples(Path page) throws IOException {
        String name = page.getFileName().toString();
        String text = Files.readString(page);
        Map<String, String> files = files();
        List<DynamicTest> tests = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            int line = (int) text.substring(0, block.start(1)).lines().count() + 1;
            String script = ON.matcher(block.group(1)).replaceFirst("load \"$1\"");
            tests.add(DynamicTest.dynamicTest(
                    name + ", line " + line, () -> ScriptTest.holds(Program.of(name, script, files))));
        }
        return tests;
    }

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> all = Files.walk(FILES)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(FILES.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    @Test
    void everyStatementOccursInAnExample() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(REFERENCE));
        StringBuilder examples = new StringBuilder();
        while (block.find()) {
            examples.append(block.group(1));
        }
        assertThat(Vocabulary.statementWords())
                .allSatisfy(word -> assertThat(examples.toString()).containsPattern("(?m)(^|[{;]) *" + word + "\\b"));
    }

    /** The verbs of the examples are all verbs, by the test above. */
    @Test
    void everyStatementOnSelectedTensorsSaysWhatBecomesOfSlots() throws IOException {
        String text = Files.readString(REFERENCE);
        String table = text.substring(text.indexOf("| statement | slots of the tensors that it selects |"));
        Matcher block = BLOCK.matcher(text);
        Set<String> verbs = new TreeSet<>();
        while (block.find()) {
            Syntax.parse(new SourceText("block", block.group(1), Optional.empty()))
                    .script()
                    .all(Statement.Head.class)
                    .forEach(head -> verbs.add(head.verb()));
        }
        assertThat(verbs).contains("transpose", "drop", "update");
        assertThat(table.substring(0, table.indexOf("\n\n")))
                .contains(verbs.stream().map(verb -> "`" + verb + "`").toList());
    }

    @Test
    void everyWordOccurs() throws IOException {
        String text = Files.readString(REFERENCE);
        Stream.of(
                        Vocabulary.reservedWords(),
                        Vocabulary.joiningWords(),
                        Vocabulary.assertWords(),
                        Vocabulary.softWords(),
                        Vocabulary.setWords())
                .flatMap(List::stream)
                .forEach(word -> assertThat(text).containsPattern("\\b" + word + "\\b"));
    }

    @Test
    void everyFunctionAndInitializerOccurs() throws IOException {
        String text = Files.readString(REFERENCE);
        assertThat(Builtins.functions()).allSatisfy(function -> assertThat(text).contains(function.name() + "("));
        assertThat(InitializerCalls.families())
                .allSatisfy(family -> assertThat(text).containsPattern("`" + Pattern.quote(family.name()) + "[`(]"));
    }
}
