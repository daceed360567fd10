package ckpts;

import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.ui.cli.CommandLine;
import ckpts.ui.cli.Surroundings;
import ckpts.ui.cli.Terminal;
import ckpts.ui.repl.Repl;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Map;

/** The program: gives the command line the real world and exits with its status. */
public final class Main {
    private static final String DEVELOPMENT = "development";

    private Main() {}

    /** One for the whole process, made when it is first asked for. */
    private static final class OnlyDisk {
        private static final Disk DISK = new RealDisk();
    }

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Surroundings surroundings = new Surroundings(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                environment,
                Terminal.ofProcess(environment),
                StandardFormats::formats,
                () -> OnlyDisk.DISK,
                // Not Repl::new, which would load the class at once.
                () -> new Repl(),
                version());
        System.exit(new CommandLine(surroundings).run(List.of(arguments)));
    }

    /** From the jar's manifest; there is none while developing. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? DEVELOPMENT : version;
    }
}
