package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets lie in a folder beside that of somebody's scripts, in every place that a script can name. No script, whatever it
 * tries, brings one into what is printed or written: without {@code --safe} no error quotes a file that is no script, with
 * it nothing out there is read at all.
 */
class SecretsTest {
    private static final String SECRET = "hunter2-swordfish";

    @TempDir
    private Path place;

    private Path scripts;
    private Path victim;

    @BeforeEach
    void plant() throws IOException {
        scripts = Files.createDirectory(place.resolve("pr"));
        victim = Files.createDirectory(place.resolve("victim"));
        for (Map.Entry<String, String> file : secrets().entrySet()) {
            Files.createDirectories(victim.resolve(file.getKey()).getParent());
            Files.writeString(victim.resolve(file.getKey()), file.getValue());
        }
        Files.write(victim.resolve("twice.safetensors"), header("{\"__metadata__\":{\"S\":\"\",\"S\":\"\"}}"));
        Files.write(victim.resolve("number.safetensors"), header("{\"__metadata__\":{\"S\":S}}"));
        Files.write(victim.resolve("key.safetensors"), header("{\"__metadata__\":{\"S\":5}}"));
        Files.write(scripts.resolve("in.safetensors"), checkpoint());
    }

    /** Files that somebody would not have shown, S for the secret. */
    private static Map<String, String> secrets() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(".env", "PASSWORD=S\n");
        files.put("token", "S");
        files.put("notes.ipynb", "{\"cells\": [{\"source\": [\"key = 'S'\"]}]}");
        files.put("list.json", "[1, S]");
        files.put("broken.json", "{\"S\": \"S\", S");
        files.put("cut.json", "{\"S\": \"S");
        files.put("twice.json", "{\"S\": 1, \"S\": 2}");
        files.put("escape.json", "{\"a\": \"S\\q\"}");
        files.put("fields.json", "{\"auths\": {\"S\": \"S\", \"key\": \"S\"}, \"S\": \"S\"}");
        files.put("unlike.json", "{\"variables\": [\"S\"]}");
        files.put("words.txt", "S\nS\n");
        files.put("words.json", "{\"S\": 0, \"T\": 0}");
        files.put("reals.json", "{\"S\": 0.5}");
        files.put("w/model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../S\"}}");
        files.put("m/model.safetensors.index.json", "{\"metadata\": {\"S\": 1, \"S\": 1}}");
        files.put("j/model.safetensors.index.json", "{\"metadata\": S}");
        files.put("state/checkpoint", "S: S");
        files.put("state/other.index", "S");
        files.put("broken.index", "S and something behind it that is longer than a footer of a table can be, S");
        files.put("broken.data-00000-of-00001", "S");
        files.put("graph.meta", "S");
        files.put("graph.pbtxt", "S { S: S }");
        files.replaceAll((name, text) -> text.replace("S", SECRET));
        return files;
    }

    private static byte[] header(String json) {
        byte[] text = json.replace("S", SECRET).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static byte[] checkpoint() {
        byte[] json =
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    /** What a script may try on one file out there. */
    private static List<String> attempts(String file) {
        String path = "\"../victim/" + file + "\"";
        return Stream.of(
                        "include " + path,
                        "let x = json(" + path + ").S_is_none.b",
                        "let x = json(" + path + ")[7]",
                        "let x = json(" + path + ").auths.none",
                        "let x = json(" + path + ") + 1",
                        "load \"in.safetensors\"\nupdate \"w\" = json(" + path + ").auths",
                        "param p: int = json(" + path + ").auths",
                        "param p: dtype = json(" + path + ").auths.S",
                        "param p: list[int] = json(" + path + ").cells",
                        "assert json(" + path + ").auths.S == \"x\"",
                        "assert json(" + path + ").auths.S > 3",
                        "assert json(" + path + ").auths.S",
                        "let x = 1 + json(" + path + ").auths.S",
                        "load \"in.safetensors\"\ncast \"w\" to json(" + path + ").auths.S",
                        "load \"in.safetensors\"\nassert dtype \"w\" == json(" + path + ").auths.S",
                        "load \"in.safetensors\"\nupdate \"w\" = rearrange(it, json(" + path + ").auths.S)",
                        "load \"in.safetensors\"\nremap \"w\" axis 0 from vocab " + path + " to vocab " + path
                                + " else 0",
                        "load \"in.safetensors\"\nmanifest " + path + "\nassert consumed",
                        "load " + path,
                        "load " + path + " only \"**\"",
                        // What a statement sets is shown with what it was, as `print` shows what it is asked for: so
                        // not `.auths`.
                        "load \"in.safetensors\"\nset json(" + path + ").none = 3\nsave \"../victim/out.safetensors\"",
                        "load \"in.safetensors\"\nset json(" + path
                                + ").auths.b.c = 3\nsave \"../victim/out.safetensors\"")
                .map(attempt -> attempt.replace(".auths.S", ".auths.key"))
                .toList();
    }

    private static List<String> allAttempts() {
        List<String> all = new ArrayList<>();
        secrets().keySet().forEach(file -> all.addAll(attempts(file)));
        for (String other : List.of(
                "twice.safetensors", "number.safetensors", "key.safetensors", "w", "m", "j", "state", "broken")) {
            all.addAll(attempts(other));
        }
        return all;
    }

    private List<String> call(String command, Path script, String... options) {
        List<String> words = new ArrayList<>(List.of(command, script.toString()));
        words.addAll(List.of(options));
        Caller.Result result = new Caller().with("GITHUB_ACTIONS", "true").call(words.toArray());
        assertThat(result.status()).as(words + "\n" + result.err()).isNotEqualTo(70);
        return List.of(String.valueOf(result.status()), result.out(), result.err());
    }

    private String reports() throws IOException {
        try (Stream<Path> files = Files.list(scripts)) {
            return files.filter(file -> file.getFileName().toString().startsWith("report"))
                    .map(SecretsTest::text)
                    .reduce("", String::concat);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path script(String text) throws IOException {
        return Files.writeString(scripts.resolve("try.ckpts"), text + "\n");
    }

    private String[] withReports(String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        for (String kind : List.of("json", "md", "junit", "sarif")) {
            words.addAll(List.of("--report", kind + "=" + scripts.resolve("report." + kind)));
        }
        return words.toArray(new String[0]);
    }

    @Test
    void noErrorQuotesAFileThatIsNotAScript() throws IOException {
        for (String attempt : allAttempts()) {
            Path script = script(attempt);
            assertThat(call("check", script, withReports())).as(attempt).noneMatch(text -> text.contains(SECRET));
            assertThat(call("run", script, withReports("-v"))).as(attempt).noneMatch(text -> text.contains(SECRET));
            assertThat(reports()).as(attempt).doesNotContain(SECRET);
        }
    }

    @Test
    void whatLiesOutsideIsRefusedWhateverItIs() throws IOException {
        for (String attempt : allAttempts()) {
            Path script = script(attempt + "\nprint json(\"../victim/fields.json\")");
            for (String command : List.of("check", "run", "plan")) {
                assertThat(call(command, script, "--safe", "--format", "json"))
                        .as(command + " " + attempt)
                        .startsWith("6")
                        .noneMatch(text -> text.contains(SECRET));
            }
            assertThat(victim.resolve("out.safetensors")).doesNotExist();
        }
    }

    @Test
    void aLinkDoesNotLeadOut() throws IOException {
        Files.createSymbolicLink(scripts.resolve("evil.ckpts"), victim.resolve(".env"));
        Files.createSymbolicLink(scripts.resolve("evil.json"), victim.resolve("fields.json"));
        Files.createSymbolicLink(scripts.resolve("evil.txt"), victim.resolve("words.txt"));
        Files.createSymbolicLink(scripts.resolve("evil.safetensors"), victim.resolve("key.safetensors"));
        Files.createSymbolicLink(scripts.resolve("evil"), victim);
        Files.createSymbolicLink(scripts.resolve("twice"), scripts.resolve("evil"));
        Files.createDirectory(scripts.resolve("folder"));
        Files.createSymbolicLink(scripts.resolve("folder/model.safetensors"), victim.resolve("key.safetensors"));
        Files.createDirectory(scripts.resolve("bundle"));
        Files.createSymbolicLink(scripts.resolve("bundle/checkpoint"), victim.resolve("state/checkpoint"));
        Files.createSymbolicLink(scripts.resolve("later.safetensors"), place.resolve("not-there-yet.safetensors"));
        for (String attempt : List.of(
                "include \"evil.ckpts\"",
                "print json(\"evil.json\")",
                "print json(\"evil/fields.json\")",
                "print json(\"twice/fields.json\")",
                "print json(\"evil/../victim/fields.json\")",
                "load \"evil.safetensors\"",
                "load \"evil/key\"",
                "load \"folder\"",
                "load \"bundle\"",
                "manifest \"evil/unlike.json\"",
                "load \"in.safetensors\"\nremap \"w\" axis 0 from vocab \"evil.txt\" to vocab \"evil.txt\" else 0",
                "load \"in.safetensors\"\nsave \"evil/out.safetensors\"",
                "load \"in.safetensors\"\nsave \"twice/new/folder/out.safetensors\"",
                "load \"in.safetensors\"\nsave \"later.safetensors\" overwrite")) {
            Path script = script(attempt);
            assertThat(call("run", script, "--safe"))
                    .as(attempt)
                    .startsWith("6")
                    .noneMatch(text -> text.contains(SECRET));
        }
        assertThat(call("run", scripts.resolve("evil.ckpts"), "--safe")).startsWith("6");
        // Without --safe, too: what is no script by its own name is not quoted as one.
        assertThat(call("check", scripts.resolve("evil.ckpts")))
                .startsWith("5")
                .noneMatch(text -> text.contains(SECRET));
        assertThat(call("check", script("include \"evil.ckpts\""))).noneMatch(text -> text.contains(SECRET));
        assertThat(call("fmt", scripts.resolve("evil.ckpts"))).noneMatch(text -> text.contains(SECRET));
        assertThat(place.resolve("not-there-yet.safetensors")).doesNotExist();
        assertThat(victim.resolve("out.safetensors")).doesNotExist();
        assertThat(victim.resolve("new")).doesNotExist();
    }
}
