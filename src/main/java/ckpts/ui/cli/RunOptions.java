package ckpts.ui.cli;

import ckpts.engine.Budget;
import ckpts.language.execution.Setting;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a run, as the command line gives them.
 *
 * @param settings values of parameters, by name
 * @param dryRun whether to stop at the plan
 * @param overwrite whether saves may replace what is at their paths
 * @param budget memory, threads, work
 * @param reports the reports to write afterwards
 */
record RunOptions(
        Map<String, Setting> settings, boolean dryRun, boolean overwrite, Budget budget, List<ReportFile> reports) {
    static final Option SET = Option.repeated("NAME=VALUE", "set a parameter of the script", "--set");
    static final Option PARAMS =
            Option.valued("FILE", "set parameters from JSON, - from a pipe; --set overrides it", "--params");
    static final Option STATEMENTS = Option.valued("STATEMENTS", "run these; a ; or a newline separates them", "-c");
    static final Option DRY_RUN = Option.flag("show the plan, write nothing", "--dry-run");
    static final Option OVERWRITE = Option.flag("let saves replace existing files", "--overwrite");
    static final Option MEMORY = Option.valued("SIZE", "working memory, such as 1GiB (256MiB)", "--memory");
    static final Option THREADS = Option.valued("N", "threads (one per processor, at most 8)", "--threads");
    static final Option MAX_WORK =
            Option.valued("N", "limit on a script's work: iterations, items, names (20000000)", "--max-work");
    static final Option REPORT = Option.repeated("KIND=FILE", "write a report: json, md, junit or sarif", "--report");

    private static final int MOST_THREADS = 256;
    private static final long MOST_MEMORY = 1L << 40;

    /**
     * The options that arguments give.
     *
     * @throws UsageException if a value makes no sense
     * @throws IOException if the file of parameters cannot be read, or is none
     */
    static RunOptions of(Arguments arguments, Surroundings surroundings) throws UsageException, IOException {
        Map<String, Setting> settings = new LinkedHashMap<>();
        if (arguments.value(PARAMS).isPresent()) {
            boolean typed = arguments.value(PARAMS).get().equals(Scripts.STANDARD_INPUT);
            if (typed && arguments.operands().contains(Scripts.STANDARD_INPUT)) {
                throw new UsageException("standard input cannot be the script and its parameters");
            }
            settings.putAll(ParameterFile.read(arguments.value(PARAMS).get(), surroundings));
        }
        settings.putAll(Setting.ofCommandLine(settings(arguments)));
        List<ReportFile> reports = new ArrayList<>();
        for (String report : arguments.values(REPORT)) {
            reports.add(ReportFile.parse(report));
        }
        return new RunOptions(settings, arguments.has(DRY_RUN), arguments.has(OVERWRITE), budget(arguments), reports);
    }

    /** The same with other values of parameters. */
    RunOptions with(Map<String, Setting> others) {
        return new RunOptions(others, dryRun, overwrite, budget, reports);
    }

    private static Map<String, String> settings(Arguments arguments) throws UsageException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : arguments.values(SET)) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                throw new UsageException("--set takes NAME=VALUE, not " + setting);
            }
            if (settings.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
                throw new UsageException("--set " + setting.substring(0, equals) + " is given twice");
            }
        }
        return settings;
    }

    /** Memory, threads and work. */
    static Budget budget(Arguments arguments) throws UsageException {
        Budget standard = Budget.standard();
        long memory = standard.memory();
        int threads = standard.threads();
        if (arguments.value(MEMORY).isPresent()) {
            memory = bytes(arguments.value(MEMORY).get());
        }
        if (arguments.value(THREADS).isPresent()) {
            threads = threads(arguments.value(THREADS).get());
        }
        long work = arguments.value(MAX_WORK).isPresent()
                ? work(arguments.value(MAX_WORK).get())
                : standard.work();
        return new Budget(memory, threads, work);
    }

    private static long work(String text) throws UsageException {
        boolean number = !text.isEmpty() && text.length() <= 16 && text.chars().allMatch(Character::isDigit);
        if (!number || Long.parseLong(text) < 1) {
            throw new UsageException("--max-work must be a number of at least 1, such as 100000000, not " + text);
        }
        return Long.parseLong(text);
    }

    private static int threads(String text) throws UsageException {
        boolean number = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(Character::isDigit);
        if (!number || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_THREADS) {
            throw new UsageException("--threads must be a number from 1 to " + MOST_THREADS + ", not " + text);
        }
        return Integer.parseInt(text);
    }

    private static long bytes(String text) throws UsageException {
        SizeText size = SizeText.of(text, MEMORY, "512MiB or 2GB");
        if (size.bytes().compareTo(BigDecimal.valueOf(MOST_MEMORY)) > 0) {
            throw new UsageException("--memory must be at most 1024GiB, not " + text);
        }
        if (size.bytes().compareTo(BigDecimal.valueOf(Budget.LEAST_MEMORY)) < 0) {
            throw new UsageException(
                    "--memory " + text + " is too little: at least " + (Budget.LEAST_MEMORY >> 20) + "MiB are needed");
        }
        return size.bytes().longValue();
    }

    /** A report to write. */
    record ReportFile(ReportKind kind, Path file) {
        static ReportFile parse(String text) throws UsageException {
            int equals = text.indexOf('=');
            Optional<ReportKind> kind = equals < 0 ? Optional.empty() : ReportKind.named(text.substring(0, equals));
            if (kind.isEmpty() || equals == text.length() - 1) {
                throw new UsageException("--report takes json=FILE, md=FILE, junit=FILE or sarif=FILE, not " + text);
            }
            return new ReportFile(kind.get(), Path.of(text.substring(equals + 1)));
        }
    }
}
