package ckpts;

import ckpts.checkpoint.Checkpoint;
import ckpts.language.execution.Event;
import ckpts.language.execution.Outcome;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.ui.render.Style;
import ckpts.ui.render.TextRenderer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The results of a program and the expectations in its comments: two lists of lines that must be equal. */
final class Transcript {
    private static final Set<String> REPORTED = Set.of("error", "warning", "remark");
    private static final Set<String> MORE = Set.of("label", "help", "note", "detail", "at");
    private static final String NOTES = "save notes";
    private static final Pattern OF = Pattern.compile("(names|tensors|aliases)(?: in (\\w+))?");
    private static final Pattern ONE = Pattern.compile("(values|type) \"(.+)\"");

    private final Program program;
    private final Playground playground;
    private final Outcome outcome;
    private final List<String> expected = new ArrayList<>();
    private final List<String> found = new ArrayList<>();

    Transcript(Program program, Playground playground, Outcome outcome) throws IOException {
        this.program = program;
        this.playground = playground;
        this.outcome = outcome;
        reported();
        said();
        noted();
        for (Program.Expectation expectation : program.expectations()) {
            if (!REPORTED.contains(expectation.what())
                    && !MORE.contains(expectation.what())
                    && !expectation.what().equals(NOTES)
                    && !expectation.what().isEmpty()) {
                atTheEnd(expectation);
            }
        }
    }

    /** The expectations of the comments. */
    List<String> expected() {
        return expected;
    }

    /** The actual results. */
    List<String> found() {
        return found;
    }

    /** A diagnostic that is expected, with the line it is about. */
    private record Expected(int line, String text, List<Program.Expectation> more) {}

    private void reported() {
        List<Expected> wanted = new ArrayList<>();
        for (Program.Expectation expectation : program.expectations()) {
            if (REPORTED.contains(expectation.what())) {
                wanted.add(new Expected(
                        expectation.line(),
                        expectation.what() + " " + String.join(" ", expectation.lines()),
                        new ArrayList<>()));
            } else if (MORE.contains(expectation.what())) {
                wanted.get(wanted.size() - 1).more().add(expectation);
            }
        }
        List<Diagnostic> all = new ArrayList<>(outcome.diagnostics());
        outcome.events().stream()
                .filter(Event.Reported.class::isInstance)
                .map(event -> ((Event.Reported) event).diagnostic())
                .forEach(all::add);
        all.sort(Comparator.comparingInt(this::line));
        for (int i = 0; i < Math.max(all.size(), wanted.size()); i++) {
            if (i < wanted.size()) {
                Expected one = wanted.get(i);
                expected.add(one.line() + ": " + one.text());
                kinds(one)
                        .forEach(kind -> one.more().stream()
                                .filter(more -> more.what().equals(kind))
                                .flatMap(more -> more.lines().stream())
                                .forEach(line -> expected.add("  " + kind + ": " + line)));
            }
            if (i < all.size()) {
                Diagnostic diagnostic = all.get(i);
                found.add(line(diagnostic) + ": " + word(diagnostic) + " "
                        + diagnostic.code().text() + " " + diagnostic.message());
                List<String> kinds = i < wanted.size() ? kinds(wanted.get(i)) : List.copyOf(MORE);
                kinds.forEach(kind -> more(diagnostic, kind).forEach(line -> found.add("  " + kind + ": " + line)));
            }
        }
    }

    private static List<String> kinds(Expected one) {
        return one.more().stream().map(Program.Expectation::what).distinct().toList();
    }

    private int line(Diagnostic diagnostic) {
        return diagnostic.primary().map(this::line).orElse(0);
    }

    /** In an included script: the first line of the program. */
    private int line(Span span) {
        return span.source().name().equals(program.name()) ? span.line() : 0;
    }

    /** A statement may take several lines. */
    private static int lastLine(Span span) {
        return span.source().line(span.end());
    }

    private static String word(Diagnostic diagnostic) {
        return switch (diagnostic.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "remark";
        };
    }

    private static List<String> more(Diagnostic diagnostic, String kind) {
        return switch (kind) {
            case "label" -> diagnostic.label().isEmpty() ? List.of() : List.of(diagnostic.label());
            case "help" -> diagnostic.helps();
            case "note" -> diagnostic.notes();
            case "at" ->
                diagnostic.primary().map(span -> List.of(span.toString())).orElse(List.of());
            default -> diagnostic.details();
        };
    }

    private void said() {
        Map<Integer, List<String>> wanted = program.expectations().stream()
                .filter(expectation -> expectation.what().isEmpty())
                .collect(Collectors.groupingBy(
                        Program.Expectation::line,
                        java.util.TreeMap::new,
                        Collectors.flatMapping(expectation -> expectation.lines().stream(), Collectors.toList())));
        wanted.forEach((line, lines) -> {
            lines.forEach(text -> expected.add(line + "| " + text));
            for (Event event : outcome.events()) {
                if (line >= line(event.span()) && line <= lastLine(event.span())) {
                    printed(event).forEach(text -> found.add(line + "| " + text));
                }
            }
        });
    }

    private void noted() {
        program.expectations().stream()
                .filter(expectation -> expectation.what().equals(NOTES))
                .forEach(expectation -> expectation.lines().forEach(line -> expected.add(NOTES + ": " + line)));
        if (outcome.holds()) {
            outcome.plan().notes().forEach(note -> found.add(NOTES + ": " + note));
        }
    }

    static List<String> printed(Event event) {
        if (event instanceof Event.Done done) {
            return List.of(done.summary());
        }
        if (event instanceof Event.Held held) {
            return List.of(held.text());
        }
        if (event instanceof Event.Shown shown) {
            return new TextRenderer(Style.PLAIN)
                    .render(shown.report())
                    .lines()
                    .map(String::stripTrailing)
                    .toList();
        }
        return List.of();
    }

    private void atTheEnd(Program.Expectation expectation) throws IOException {
        String what = expectation.what();
        expected.add(what + ":");
        if (!outcome.holds() && playground.session().workspace().subject().isEmpty()) {
            expected.addAll(expectation.lines());
            found.add("nothing: the program does not hold");
            return;
        }
        found.add(what + ":");
        Matcher of = OF.matcher(what);
        Matcher one = ONE.matcher(what);
        if (of.matches()) {
            List<String> lines = all(of.group(1), checkpoint(of.group(2)));
            boolean inline = of.group(1).equals("names") && expectation.lines().size() == 1;
            expected.addAll(expectation.lines());
            found.addAll(inline ? List.of(String.join(" ", lines)) : lines);
        } else if (one.matches()) {
            var tensor = checkpoint(null).entry(one.group(2)).orElseThrow().tensor();
            expected.addAll(expectation.lines());
            found.add(one.group(1).equals("type") ? tensor.type().toString() : Numbers.text(tensor));
        } else if (what.startsWith("saved ")) {
            expected.addAll(expectation.lines());
            found.addAll(playground.stored(what.substring("saved ".length())));
        } else if (what.startsWith("metadata of ")) {
            expected.addAll(expectation.lines());
            found.addAll(playground.metadata(what.substring("metadata of ".length())));
        } else if (what.startsWith("text of ")) {
            expected.addAll(expectation.lines());
            found.addAll(
                    playground.text(what.substring("text of ".length())).lines().toList());
        } else if (what.equals("files")) {
            expected.addAll(expectation.lines());
            found.add(String.join(" ", playground.written().keySet()));
        } else {
            throw new IllegalArgumentException(program.name() + " expects `" + what + "`, which is unknown");
        }
    }

    private static List<String> all(String what, Checkpoint checkpoint) {
        return switch (what) {
            case "names" ->
                checkpoint.entries().stream().map(entry -> entry.name()).toList();
            case "tensors" -> Playground.lines(checkpoint);
            default ->
                checkpoint.aliases().entrySet().stream()
                        .map(alias -> alias.getKey() + " = " + alias.getValue())
                        .toList();
        };
    }

    private Checkpoint checkpoint(String alias) {
        var workspace = playground.session().workspace();
        return alias == null
                ? workspace.subject().orElseThrow().current()
                : workspace.checkpoint(alias).orElseThrow().current();
    }
}
