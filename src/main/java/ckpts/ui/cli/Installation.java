package ckpts.ui.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * The program as it is installed and started.
 *
 * @param jar the file that it runs from; empty while developing
 * @param commit of its sources, if it was known when it was built
 * @param archive the file of loaded classes that Java was told to start from
 * @param archiveUsed whether Java found that it fits, and used it
 */
record Installation(Optional<Path> jar, Optional<String> commit, Optional<Path> archive, boolean archiveUsed) {
    private static final String UNKNOWN = "unknown";

    /** This process. */
    static Installation current() {
        Optional<Path> jar = jarOf(Installation.class);
        Optional<Path> archive =
                option("AOTCache").or(() -> option("SharedArchiveFile")).map(Path::of);
        // Where the archive does not fit, Java says no word, and shares nothing.
        boolean used =
                archive.isPresent() && System.getProperty("java.vm.info", "").contains("sharing");
        return new Installation(jar, jar.flatMap(Installation::commitOf), archive, used);
    }

    private static Optional<Path> jarOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> commitOf(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(file.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map(attributes -> attributes.getValue("Build-Commit"))
                    .filter(commit -> !commit.equals(UNKNOWN));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The value of an option of this Java; empty if it has none. */
    private static Optional<String> option(String name) {
        try {
            Object found = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "getVMOption",
                            new Object[] {name},
                            new String[] {String.class.getName()});
            return Optional.ofNullable(((CompositeData) found).get("value"))
                    .map(Object::toString)
                    .filter(value -> !value.isEmpty());
        } catch (JMException | RuntimeException e) {
            // Another Java, or an older one, which has no such option.
            return Optional.empty();
        }
    }
}
