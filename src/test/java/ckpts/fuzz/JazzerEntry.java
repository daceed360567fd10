package ckpts.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where Jazzer calls in: {@code --target_class=ckpts.fuzz.JazzerEntry --target_args=bundle_index}. See {@code
 * src/test/fuzz/campaign}.
 */
public final class JazzerEntry {
    private static FuzzTarget target;

    private JazzerEntry() {}

    /** Called once; does a round with every class, which are instrumented as they are loaded, before time counts. */
    public static void fuzzerInitialize(String[] arguments) throws IOException {
        target = FuzzTarget.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        target.accept(Corpus.seeds(target).get(0));
    }

    /** Called with each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.accept(input);
    }

    /** Writes the seeds of every target below a folder, for a campaign to begin with; prints the targets' words. */
    public static void main(String[] arguments) throws IOException {
        for (FuzzTarget each : FuzzTarget.values()) {
            Path folder = Files.createDirectories(Path.of(arguments[0], each.word()));
            List<byte[]> seeds = Corpus.seeds(each);
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(folder.resolve("seed-" + i), seeds.get(i));
            }
            System.out.println(each.word());
        }
    }
}
