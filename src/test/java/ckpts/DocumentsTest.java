package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.semantics.InitializerCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages lead to pages and headings that are there, have readable lines, and name the parameters that the code has. */
class DocumentsTest {
    private static final int LONGEST_LINE = 150;
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CALL = Pattern.compile("`([a-z_.]+)\\(([^)`]*)\\)`");

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of("docs", "src", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    private static String prose(Path page) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    }

    /** The anchors of a page, as GitHub makes them of its headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @Test
    void everyLinkLeadsToAPageOrHeadingThatIsThere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(prose(page));
            while (link.find()) {
                String target = link.group(1);
                if (target.matches("[a-z]+:.*")) {
                    continue;
                }
                links++;
                String[] parts = target.split("#", 2);
                Path linked = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
                if (!Files.exists(linked)
                        || parts.length > 1 && !anchors(linked).contains(parts[1])) {
                    broken.add(page + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    @Test
    void linesCanBeReadOutsideTables() throws IOException {
        List<String> longLines = new ArrayList<>();
        for (Path page : pages()) {
            prose(page)
                    .lines()
                    .filter(line -> line.length() > LONGEST_LINE && !line.startsWith("|"))
                    .forEach(line -> longLines.add(page + ": " + line));
        }
        assertThat(longLines).isEmpty();
    }

    @Test
    void everyDecisionIsInTheIndexUnderItsTitle() throws IOException {
        Path index = Path.of("docs/decisions/README.md");
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(index.getParent())) {
            for (Path page : files.filter(file -> !file.equals(index)).sorted().toList()) {
                String name = page.getFileName().toString();
                String title = Files.readAllLines(page).get(0).substring("# ".length());
                rows.add("| [" + name.substring(0, 4) + "](" + name + ") | " + title + " |");
            }
        }
        assertThat(Files.readAllLines(index).stream().filter(line -> line.startsWith("| [")))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void initializersAreDocumentedWithTheirParameters() throws IOException {
        Set<String> documented = new LinkedHashSet<>();
        for (String line : Files.readAllLines(Path.of("docs/initializers.md"))) {
            if (line.startsWith("## Casts")) {
                break;
            }
            if (line.startsWith("| `")) {
                documented.addAll(signatures(line.split("\\|")[1]));
            }
        }
        assertThat(documented)
                .containsAll(InitializerCalls.families().stream()
                        .map(family -> family.name()
                                + family.parameters().stream()
                                        .map(InitializerCalls.Parameter::name)
                                        .collect(Collectors.joining(", ", "(", ")")))
                        .toList());
    }

    /** The calls of a cell; parentheses at its end belong to each name before them. */
    private static Set<String> signatures(String cell) {
        Set<String> signatures = new LinkedHashSet<>();
        Matcher call = CALL.matcher(cell);
        while (call.find()) {
            signatures.add(call.group(1) + "(" + call.group(2) + ")");
        }
        Matcher shared = Pattern.compile("`(\\([a-z, ]+\\))`\\s*$").matcher(cell);
        if (shared.find()) {
            Pattern.compile("`([a-z_.]+)`")
                    .matcher(cell)
                    .results()
                    .forEach(name -> signatures.add(name.group(1) + shared.group(1)));
        }
        return signatures;
    }
}
