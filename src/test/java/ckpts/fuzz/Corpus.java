package ckpts.fuzz;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What fuzzing begins with: fixtures, and what has once been found, in {@code src/test/fixtures/fuzz}. */
final class Corpus {
    private static final Path FIXTURES = Path.of("src/test");
    private static final Path FOUND = Path.of("src/test/fixtures/fuzz");
    private static final int MOST_BYTES = 8192;

    private Corpus() {}

    /** Small fixtures, in the order of their names. */
    static List<byte[]> seeds(FuzzTarget target) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher(target.seeds());
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] file : files(FIXTURES, matcher)) {
            target.input(file).filter(input -> input.length <= MOST_BYTES).ifPresent(seeds::add);
        }
        return seeds;
    }

    /** Inputs that were mended after they had been found. */
    static List<byte[]> found(FuzzTarget target) throws IOException {
        Path folder = FOUND.resolve(target.word());
        return Files.isDirectory(folder) ? files(folder, path -> true) : List.of();
    }

    private static List<byte[]> files(Path folder, PathMatcher matcher) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile)
                    .filter(matcher::matches)
                    .sorted()
                    .toList()) {
                contents.add(Files.readAllBytes(path));
            }
        }
        return contents;
    }
}
