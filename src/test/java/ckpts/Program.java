package ckpts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script whose comments say what it works on and what it comes to.
 *
 * <pre>
 * # given model.sketch                 a file beside the script; its text follows, each line after `#   `
 * #   a/kernel  float32[2]
 * # given fixture saver_adam           the real files of src/test/fixtures/tensorflow/saver_adam, in a folder of that name
 * # given setting rate=3               as --set rate=3
 * # given overwrite                    as --overwrite
 * # damage F truncated to 20           or: `# damage F bit 3 of byte 40 flipped`, `# damage F deleted`
 * rename "a/*" -> "b/*"                # expect: renamed 1 tensor
 * show                                 what a statement prints: the lines of an empty `expect:`
 * # expect:
 * #   name      dtype    shape  bytes
 * drop "c"
 * # expect error: E0201 no tensor matches "c"
 * # expect label: 0 of 1 name          and help, note, detail: each that is named must then be complete
 * # expect warning: W0001 ...          or remark
 * # expect names: b/kernel             at the end, in the checkpoint's order; or tensors, aliases, `names in donor`
 * # expect values "b/kernel": 1 2
 * # expect saved out.sketch:           what is read back, one {@link SketchLine} for each tensor
 * #   b/kernel  float32[2]  = 1 2
 * # expect metadata of out.safetensors: format = pt
 * # expect text of out/config.json:    a file as it is then
 * #   {"layers": 12}
 * # expect files: out.sketch out.sketch.data
 * # expect save notes: ...             what the formats do beside what the script says
 * </pre>
 *
 * <p>An expectation is about the last line of code above it, or the one it stands on. Every error, warning and note of a save
 * must be expected; what a statement prints is looked at where something is expected of it.
 */
final class Program {
    private static final Pattern DIRECTIVE = Pattern.compile("# (given|damage|expect)\\b(.*)");
    private static final Pattern TRAILING = Pattern.compile("\\s# (expect\\b.*)");
    private static final String BLOCK = "#   ";

    private final String name;
    private final String text;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> fixtures = new ArrayList<>();
    private final List<String> damages = new ArrayList<>();
    private final Map<String, String> settings = new TreeMap<>();
    private boolean overwrite;
    private final List<Expectation> expectations = new ArrayList<>();

    /**
     * Something a comment expects.
     *
     * @param line the line of code it is about, 0 before the first
     * @param what what stands between `expect` and the colon
     * @param lines what is expected
     */
    record Expectation(int line, String what, List<String> lines) {}

    private Program(String name, String text) {
        this.name = name;
        this.text = text;
    }

    static Program read(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readString(file, UTF_8));
    }

    static Program parse(String name, String text) {
        Program program = new Program(name, text);
        List<String> lines = List.of(text.split("\n", -1));
        int code = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            Matcher directive = DIRECTIVE.matcher(line);
            if (directive.matches()) {
                List<String> block = block(lines, i + 1);
                program.take(directive.group(1), directive.group(2).strip(), block, code);
                continue;
            }
            if (!line.isEmpty() && !line.startsWith("#")) {
                code = i + 1;
            }
            Matcher trailing = TRAILING.matcher(line);
            if (!line.startsWith("#") && trailing.find()) {
                program.take(
                        "expect", trailing.group(1).substring("expect".length()).strip(), List.of(), code);
            }
        }
        return program;
    }

    /** A program that works on these files: name to contents. */
    static Program of(String name, String text, Map<String, String> files) {
        Program program = parse(name, text);
        program.files.putAll(files);
        return program;
    }

    private static List<String> block(List<String> lines, int from) {
        List<String> block = new ArrayList<>();
        for (int i = from; i < lines.size() && lines.get(i).strip().startsWith(BLOCK.strip()); i++) {
            String line = lines.get(i).strip();
            if (!line.startsWith(BLOCK) && !line.equals(BLOCK.strip())) {
                break;
            }
            block.add(line.length() > BLOCK.length() ? line.substring(BLOCK.length()) : "");
        }
        return block;
    }

    private void take(String word, String rest, List<String> block, int code) {
        switch (word) {
            case "given" -> given(rest, block);
            case "damage" -> damages.add(rest);
            default -> {
                int colon = colon(rest);
                String what = rest.substring(0, colon).strip();
                String inline = rest.substring(colon + 1).strip();
                expectations.add(new Expectation(code, what, inline.isEmpty() ? block : List.of(inline)));
            }
        }
    }

    /** The first colon that is not in quotes. */
    private int colon(String rest) {
        boolean quoted = false;
        for (int i = 0; i < rest.length(); i++) {
            quoted ^= rest.charAt(i) == '"';
            if (rest.charAt(i) == ':' && !quoted) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + ": no colon in `expect " + rest + "`");
    }

    private void given(String rest, List<String> block) {
        if (rest.startsWith("fixture ")) {
            fixtures.add(rest.substring("fixture ".length()));
        } else if (rest.startsWith("setting ")) {
            String[] setting = rest.substring("setting ".length()).split("=", 2);
            settings.put(setting[0], setting[1]);
        } else if (rest.equals("overwrite")) {
            overwrite = true;
        } else {
            files.put(rest, String.join("\n", block) + "\n");
        }
    }

    /** The file's name, as messages show it. */
    String name() {
        return name;
    }

    String text() {
        return text;
    }

    /** File name to contents. */
    Map<String, String> files() {
        return files;
    }

    /** Folders of real checkpoints. */
    List<String> fixtures() {
        return fixtures;
    }

    /** What is done to files before the script runs, as written. */
    List<String> damages() {
        return damages;
    }

    Map<String, String> settings() {
        return settings;
    }

    boolean overwrite() {
        return overwrite;
    }

    List<Expectation> expectations() {
        return expectations;
    }
}
