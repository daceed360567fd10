package ckpts.format.keras;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which versions have which of Keras's layers, and read which of their arguments: the file {@code versions.txt}. */
final class ClassTable {
    private static final String KERAS_1 = "keras1";
    private static final ClassTable STANDARD = new ClassTable(read());

    private final Map<String, Entry> layers = new HashMap<>();
    /** By class and argument, {@code Dense.units}. */
    private final Map<String, Entry> arguments = new HashMap<>();

    /** @param ofKeras1 whether Keras 1 wrote it, and no version that is known reads it */
    record Entry(KerasVersions versions, boolean ofKeras1) {}

    private ClassTable(String text) {
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::add);
    }

    static ClassTable standard() {
        return STANDARD;
    }

    private static String read() {
        try (InputStream file = ClassTable.class.getResourceAsStream("versions.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        int colon = line.indexOf(':');
        int space = line.indexOf(' ');
        String words = line.substring(space + 1, colon);
        boolean old = words.equals(KERAS_1);
        Entry entry = new Entry(old ? KerasVersions.NONE : KerasVersions.parsed(words), old);
        String rest = line.substring(colon + 2);
        if (line.startsWith("layer")) {
            for (String name : rest.split(" ")) {
                layers.put(name, entry);
            }
        } else {
            int of = rest.indexOf(" of ");
            for (String name : rest.substring(of + " of ".length()).split(" ")) {
                arguments.put(name + "." + rest.substring(0, of), entry);
            }
        }
    }

    /** The versions that have a layer; empty if none of them has, so that it is a class of the user's. */
    Optional<Entry> layer(String name) {
        return Optional.ofNullable(layers.get(name));
    }

    /** The versions that read an argument, if not all do. */
    Optional<Entry> argument(String className, String name) {
        return Optional.ofNullable(arguments.get(className + "." + name));
    }
}
