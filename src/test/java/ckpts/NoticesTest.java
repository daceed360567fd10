package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * src/release/NOTICE names what the released jar contains, and has every licence and notice that a library brings. What is really
 * in the jar is compared with it by src/test/launcher/check_release.
 */
class NoticesTest {
    private static final Path NOTICE = Path.of("src/release/NOTICE");
    private static final Pattern LIBRARY = Pattern.compile("(?m)^  ([\\w.]+):([\\w.-]+):([\\w.]+) +\\S");
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>\\$\\{([^}]+)}</version>"
                    + "(?!\\s*<scope>)");
    private static final Pattern HEADING = Pattern.compile("(?m)^=+\n(.+)\n=+$");

    @Test
    void everyDependencyOfTheProgramIsNamedWithItsVersion() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Set<String> declared = DEPENDENCY
                .matcher(pom)
                .results()
                .map(it -> it.group(1) + ":" + it.group(2) + ":" + property(pom, it.group(3)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(declared).hasSize(7);
        assertThat(libraries().stream().map(it -> it.group(1) + ":" + it.group(2) + ":" + it.group(3)))
                .containsAll(declared);
    }

    @Test
    void everyLibraryHasItsSection() throws IOException {
        Set<String> sections = HEADING.matcher(notice())
                .results()
                .flatMap(heading -> List.of(heading.group(1).split(", ")).stream())
                .collect(Collectors.toSet());
        assertThat(sections)
                .containsAll(libraries().stream().map(it -> it.group(2)).toList());
    }

    @Test
    void whatLibrariesAskToBePassedOnIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (MatchResult library : libraries()) {
            try (JarFile jar = new JarFile(onClassPath(library.group(2) + "-" + library.group(3) + ".jar"))) {
                for (JarEntry entry : jar.stream().toList()) {
                    String name = entry.getName();
                    if (name.matches("META-INF/.*(LICENSE|NOTICE).*") && !isPassedOn(jar, entry)) {
                        missing.add(library.group(2) + ": " + name);
                    }
                    found += name.matches("META-INF/.*(LICENSE|NOTICE).*") ? 1 : 0;
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isEqualTo(5);
    }

    private static boolean isPassedOn(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r", "")
                    .strip();
            return notice().contains(text)
                    || Files.readString(Path.of("LICENSE")).strip().equals(text);
        }
    }

    private static File onClassPath(String jar) {
        return Pattern.compile(File.pathSeparator)
                .splitAsStream(System.getProperty("java.class.path"))
                .map(File::new)
                .filter(file -> file.getName().equals(jar))
                .findFirst()
                .orElseThrow(() -> new AssertionError(NOTICE + " names " + jar + ", which is not on the class path"));
    }

    private static List<MatchResult> libraries() throws IOException {
        return LIBRARY.matcher(notice()).results().toList();
    }

    private static String notice() throws IOException {
        return Files.readString(NOTICE);
    }

    private static String property(String pom, String name) {
        Matcher value =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)</").matcher(pom);
        assertThat(value.find()).as(name).isTrue();
        return value.group(1);
    }
}
