package ckpts.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What tests of layouts ask for, and what they ask of one. */
public final class Layouts {
    private Layouts() {}

    /** A path in a folder without files. */
    public static Target target(String path) {
        return target(path, OptionalInt.empty(), OptionalLong.empty());
    }

    public static Target target(String path, OptionalInt shards, OptionalLong size) {
        return new Target(Path.of(path), List.of(), shards, size, false);
    }

    /** The files, by their names. */
    public static List<String> names(Layout layout) {
        return layout.files().stream()
                .map(file -> file.path().getFileName().toString())
                .toList();
    }

    /** The tensors of a file. */
    public static List<String> contents(Layout layout, int file) {
        List<String> names = new ArrayList<>();
        for (Segment segment : layout.files().get(file).segments()) {
            if (segment instanceof Segment.Values values) {
                names.add(values.name());
            }
        }
        return names;
    }
}
