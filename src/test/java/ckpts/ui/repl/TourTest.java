package ckpts.ui.repl;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.ui.cli.CommandLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/tour.md happens as it says: its {@code $ ./ckpts} lines are run, its {@code In [n]:} lines are typed into one
 * prompt, and all that is shown is what stands below them.
 */
class TourTest {
    private static final String FOLDER = "/tmp/tour";
    private static final String SHELL = "$ ./ckpts ";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\n(.*?)^```$");
    private static final Pattern INPUT = Pattern.compile("(?:In \\[\\d+\\*?]| +\\.\\.\\.): (.*)");
    private static final Pattern SECONDS = Pattern.compile("in \\d+\\.\\d\\d s");

    @TempDir
    private Path folder;

    @Test
    void everyLineHappens() throws IOException {
        List<String> told = told();
        List<String> happened = new ArrayList<>();
        for (String line : told) {
            if (line.startsWith(SHELL)) {
                happened.add(line);
                happened.addAll(line.equals(SHELL + "repl") ? conversation(told) : output(line));
            }
        }
        assertThat(happened).isEqualTo(told);
    }

    private static List<String> told() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(Path.of("docs/tour.md")));
        List<String> lines = new ArrayList<>();
        while (block.find()) {
            block.group(1).lines().map(TourTest::timeless).forEach(lines::add);
        }
        return lines;
    }

    private List<String> conversation(List<String> told) throws IOException {
        List<String> typed = told.stream()
                .map(INPUT::matcher)
                .filter(Matcher::matches)
                .map(input -> input.group(1).replace(FOLDER, folder.toString()))
                .toList();
        return new Typist()
                .columns(160).enters(typed.toArray(String[]::new)).stream()
                        .map(this::shown)
                        .toList();
    }

    private List<String> output(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> words = List.of(line.substring(SHELL.length())
                .replace(FOLDER, folder.toString())
                .split(" "));
        new CommandLine(new Typist().surroundings(new ByteArrayInputStream(new byte[0]), out)).run(words);
        return out.toString(StandardCharsets.UTF_8).lines().map(this::shown).toList();
    }

    private String shown(String line) {
        return timeless(line.replace(folder.toString(), FOLDER)).stripTrailing();
    }

    private static String timeless(String line) {
        return SECONDS.matcher(line).replaceAll("in 0.01 s");
    }
}
