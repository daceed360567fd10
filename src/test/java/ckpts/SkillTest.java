package ckpts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.json.JsonDocument;
import ckpts.language.syntax.Vocabulary;
import ckpts.ui.cli.CommandLine;
import ckpts.ui.cli.Surroundings;
import ckpts.ui.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The page for coding agents holds: every statement is on it, and all that it says to type was typed, on its model. */
class SkillTest {
    private static final Path PAGE = Path.of("src/main/resources/ckpts/SKILL.md");
    private static final int LONGEST = 170;
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `ckpts ([^`]*)` \\| (.*) \\|$");
    private static final Pattern NAMED =
            Pattern.compile("\\b(?:model|donor)\\.safetensors|new_model\\.json|(?:fix|wrong)\\.ckpts|out/[\\w./]+");

    @TempDir
    private static Path folder;

    private static String page() throws IOException {
        return Files.readString(PAGE);
    }

    private static List<String> blocks(String kind) throws IOException {
        return BLOCK.matcher(page())
                .results()
                .filter(block -> block.group(1).equals(kind))
                .map(block -> block.group(2))
                .toList();
    }

    private static String script() throws IOException {
        return blocks("ckpts").get(0);
    }

    /** One a line, without the comments. */
    private static List<String> statements() throws IOException {
        return blocks("ckpts").get(1).lines().map(SkillTest::uncommented).toList();
    }

    private static String uncommented(String line) {
        int comment = line.indexOf("  #");
        return comment < 0 ? line : line.substring(0, comment).strip();
    }

    @BeforeEach
    void model() throws IOException {
        Map<String, List<Integer>> model = new LinkedHashMap<>();
        model.put("embed.weight", List.of(16, 8));
        for (int layer = 0; layer < 2; layer++) {
            for (String part : List.of("q", "k", "v")) {
                model.put("encoder." + layer + ".attn." + part + ".weight", List.of(8, 8));
            }
            model.put("encoder." + layer + ".norm.gamma", List.of(8));
            model.put("encoder." + layer + ".norm.beta", List.of(8));
        }
        Map<String, List<Integer>> head = Map.of("head.weight", List.of(4, 8), "head.bias", List.of(4));
        model.putAll(head);
        write("model.safetensors", safetensors(model));
        write("donor.safetensors", safetensors(head));
        Map<String, List<Integer>> wanted = new LinkedHashMap<>();
        model.forEach((name, shape) -> wanted.put(
                name.replace("gamma", "weight").replace("beta", "bias"),
                name.startsWith("head.")
                        ? Stream.concat(Stream.of(6), shape.stream().skip(1)).toList()
                        : shape));
        write("new.safetensors", safetensors(wanted));
        deleteOutputs();
        Files.deleteIfExists(folder.resolve("new_model.json"));
        assertThat(call("manifest", at("new.safetensors"), "-o", at("new_model.json"))
                        .status())
                .isZero();
        write("old.txt", lines(16).getBytes(UTF_8));
        write("new.txt", lines(18).getBytes(UTF_8));
        write("config.json", "{\"num_layers\": 12}".getBytes(UTF_8));
        write("common.ckpts", "param factor: float\nupdate \"head.bias\" = it * factor\n".getBytes(UTF_8));
        write("wrong.ckpts", "renam".getBytes(UTF_8));
        write("fix.ckpts", script().getBytes(UTF_8));
    }

    private static void deleteOutputs() throws IOException {
        Path out = folder.resolve("out");
        if (Files.exists(out)) {
            try (Stream<Path> all = Files.walk(out)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(line -> "word" + line + "\n").collect(Collectors.joining());
    }

    private static void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static byte[] safetensors(Map<String, List<Integer>> shapes) {
        StringBuilder header = new StringBuilder("{");
        int end = 0;
        for (Map.Entry<String, List<Integer>> tensor : shapes.entrySet()) {
            int start = end;
            end += 4 * tensor.getValue().stream().reduce(1, (a, b) -> a * b);
            header.append(start == 0 ? "" : ",")
                    .append("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(tensor.getKey(), tensor.getValue(), start, end));
        }
        byte[] bytes = header.append("}").toString().getBytes(UTF_8);
        return ByteBuffer.allocate(8 + bytes.length + end)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private record Called(int status, String out, String err) {}

    private static Called call(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new CommandLine(new Surroundings(
                        InputStream.nullInputStream(),
                        out,
                        err,
                        Map.of(),
                        Terminal.NONE,
                        StandardFormats::formats,
                        RealDisk::new,
                        () -> null,
                        "1.2.3"))
                .run(List.of(words));
        return new Called(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void isShortAndHasTheFrontMatterOfASkill() throws IOException {
        assertThat(page()).startsWith("---\nname: ckpts\ndescription: >-\n");
        assertThat(page().lines().toList()).hasSizeLessThanOrEqualTo(LONGEST);
        String shown = call("help", "--agent").out();
        assertThat(shown).startsWith("# ckpts: ").isEqualTo(page().substring(page().indexOf("# ckpts: ")));
    }

    @Test
    void everyStatementHasAnExample() throws IOException {
        List<String> words = statements().stream()
                .map(line -> line.split("\\W", 2)[0])
                .distinct()
                .toList();
        // The alias that `untie` and the gap that `renumber` need are made on their lines.
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("untie", "renumber"));
        assertThat(String.join("\n", statements())).contains("; untie ", "; renumber ");
        assertThat(all).containsExactlyInAnyOrderElementsOf(Vocabulary.statementWords());
    }

    @TestFactory
    List<DynamicTest> everyStatementRuns() throws IOException {
        return statements().stream()
                .map(line -> DynamicTest.dynamicTest(line, () -> runs(line)))
                .toList();
    }

    /** Saves included: values are computed and written. */
    private void runs(String line) throws IOException {
        model();
        String before = line.startsWith("load ")
                ? "load \"model.safetensors\"\n"
                : "load \"model.safetensors\"\nload \"donor.safetensors\" as donor\n";
        String manifest = line.startsWith("manifest ") ? "" : "manifest \"new_model.json\"\n";
        String untied = line.endsWith("-> \"lm_head.weight\"") ? "untie \"lm_head.weight\"\n" : "";
        String after = line.startsWith("save ") ? "" : untied + "save \"out/model.safetensors\"\n";
        write("x.ckpts", (before + manifest + line + "\n" + after).getBytes(UTF_8));
        Called called = call(at("x.ckpts"));
        assertThat(called.status()).as(called.err()).isZero();
        assertThat(folder.resolve("out")).isNotEmptyDirectory();
    }

    @TestFactory
    List<DynamicTest> everyCommandRuns() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : blocks("sh").get(0).lines().toList()) {
            tests.add(DynamicTest.dynamicTest(line, () -> {
                String call = uncommented(line);
                Called called = call(words(call.substring("ckpts ".length())));
                assertThat(called.status()).as(called.err()).isEqualTo(call.startsWith("ckpts diff") ? 1 : 0);
            }));
        }
        assertThat(tests).hasSizeGreaterThan(8);
        return tests;
    }

    /** The words of a call, with the files of the page where they are. */
    private static String[] words(String call) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(call);
        while (word.find()) {
            String text = Optional.ofNullable(word.group(1)).orElseGet(() -> word.group(2));
            words.add(NAMED.matcher(text).replaceAll(name -> Matcher.quoteReplacement(at(name.group()))));
        }
        return words.toArray(String[]::new);
    }

    @Test
    void theScriptIsCheckedPlannedAndRun() {
        assertThat(call("check", at("fix.ckpts"))).isEqualTo(new Called(0, "", ""));
        assertThat(call("plan", at("fix.ckpts")).status()).isZero();
        Called run = call(at("fix.ckpts"));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(call("diff", at("out/new.safetensors"), at("new_model.json")).status())
                .isZero();
    }

    @Test
    void exitStatusesAreThese() throws IOException {
        String help = call("help").out().replace('\n', ' ');
        Matcher status = Pattern.compile("(\\d+ [a-z ]+)[,.]").matcher(help.substring(help.indexOf("Exit status: ")));
        String page = page().replace('\n', ' ');
        int statuses = 0;
        while (status.find()) {
            assertThat(page).contains(status.group(1));
            statuses++;
        }
        assertThat(statuses).isEqualTo(9);
    }

    /** Exactly the commands that the page names, and the four of one line. */
    @Test
    void theseCommandsWriteJson() throws IOException {
        String named = page().substring(page().indexOf("## JSON"));
        named = named.substring(0, named.indexOf(" and the one-line"));
        List<String> words = Pattern.compile("`(\\w+)`")
                .matcher(named)
                .results()
                .map(word -> word.group(1))
                .toList();
        assertThat(words).hasSize(9);
        Map<String, List<String>> operands = Map.of(
                "ls", List.of(at("model.safetensors")),
                "show", List.of(at("model.safetensors")),
                "stats", List.of(at("model.safetensors")),
                "diff", List.of(at("model.safetensors"), at("new_model.json")),
                "verify", List.of(at("model.safetensors")),
                "run", List.of(at("fix.ckpts")),
                "plan", List.of(at("fix.ckpts"), "--overwrite"),
                "check", List.of(at("fix.ckpts")),
                "version", List.of());
        List<List<String>> calls = new ArrayList<>();
        words.forEach(word -> calls.add(
                Stream.concat(Stream.of(word), operands.get(word).stream()).toList()));
        calls.add(List.of("convert", at("model.safetensors"), at("out/a.safetensors")));
        calls.add(List.of("rename", at("model.safetensors"), at("out/b.safetensors"), "** -> x.**"));
        calls.add(List.of("cast", at("model.safetensors"), at("out/c.safetensors"), "bf16"));
        calls.add(List.of("strip", at("model.safetensors"), at("out/d.safetensors")));
        for (List<String> call : calls) {
            String json = call(Stream.concat(call.stream(), Stream.of("--format", "json"))
                            .toArray(String[]::new))
                    .out();
            assertThat(JsonDocument.of(call.get(0), json.getBytes(UTF_8)).root())
                    .as(call.toString())
                    .isNotNull();
        }
    }

    @Test
    void theErrorReadsLikeThis() throws IOException {
        String error = blocks("").get(0);
        String typed = error.lines()
                .filter(line -> line.startsWith(" 1 | "))
                .findFirst()
                .orElseThrow()
                .substring(" 1 | ".length());
        Called called = call("-c", typed.replace("model.safetensors", at("model.safetensors")));
        int longer = at("model.safetensors").length() - "model.safetensors".length();
        String shown = called.err()
                .replace(at("model.safetensors"), "model.safetensors")
                .replace(":1:" + (32 + longer), ":1:32")
                .replace(" | " + " ".repeat(31 + longer) + "^", " | " + " ".repeat(31) + "^");
        assertThat(shown).isEqualTo(error);
        assertThat(called.status()).isEqualTo(4);
    }

    @Test
    void jsonHasTheseKeys() throws IOException {
        Matcher row = ROW.matcher(page());
        int rows = 0;
        while (row.find()) {
            List<String> keys = Pattern.compile("`(\\w+)`")
                    .matcher(row.group(2))
                    .results()
                    .map(key -> key.group(1))
                    .toList();
            String json = call(words(row.group(1))).out();
            assertThat(Pattern.compile("(?m)^ {2,4}\"(\\w+)\" :")
                            .matcher(json)
                            .results()
                            .map(key -> key.group(1))
                            .toList())
                    .as(row.group(1))
                    .containsAll(keys);
            assertThat(json.startsWith("["))
                    .as(row.group(1))
                    .isEqualTo(row.group(2).startsWith("a list"));
            rows++;
        }
        assertThat(rows).isEqualTo(4);
    }
}
