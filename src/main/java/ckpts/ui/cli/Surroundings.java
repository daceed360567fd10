package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.format.Formats;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything that the command line gets from outside, so that tests can be the outside.
 *
 * @param in standard input
 * @param out standard output; not closed
 * @param err standard error; not closed
 * @param environment variables by name
 * @param terminal which of the streams are a terminal
 * @param formats the formats, made when first needed
 * @param disk the disk, made when first needed
 * @param prompt where somebody types statements, made when first needed
 * @param version of this program
 */
public record Surroundings(
        InputStream in,
        OutputStream out,
        OutputStream err,
        Map<String, String> environment,
        Terminal terminal,
        Supplier<Formats> formats,
        Supplier<Disk> disk,
        Supplier<Prompt> prompt,
        String version) {
    /** The same with another disk. */
    Surroundings on(Supplier<Disk> other) {
        return new Surroundings(in, out, err, environment, terminal, formats, other, prompt, version);
    }

    /** The same with another standard output. */
    Surroundings writingTo(OutputStream results) {
        return new Surroundings(in, results, err, environment, terminal, formats, disk, prompt, version);
    }
}
