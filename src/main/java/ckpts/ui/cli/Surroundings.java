package ckpts.ui.cli;

import ckpts.bytes.ConfinedDisk;
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
 * @param callersDisk the same for what the caller alone decides: files that the command line names to be written beside the
 *     outputs of a script, and the history of the prompt
 * @param prompt the interactive prompt, made when first needed
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
        Supplier<Disk> callersDisk,
        Supplier<Prompt> prompt,
        String version) {
    /** Surroundings in which nothing is confined. */
    public Surroundings(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment,
            Terminal terminal,
            Supplier<Formats> formats,
            Supplier<Disk> disk,
            Supplier<Prompt> prompt,
            String version) {
        this(in, out, err, environment, terminal, formats, disk, disk, prompt, version);
    }

    /** The same within the folders of a disk, but for what the caller alone decides. */
    public Surroundings confined(ConfinedDisk confined) {
        return new Surroundings(
                in, out, err, environment, terminal, formats, () -> confined, confined::forCaller, prompt, version);
    }

    /** The same with another standard output. */
    Surroundings writingTo(OutputStream results) {
        return new Surroundings(in, results, err, environment, terminal, formats, disk, callersDisk, prompt, version);
    }
}
