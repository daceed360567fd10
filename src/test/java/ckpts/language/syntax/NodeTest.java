package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.language.syntax.generated.CkptsLexer;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;

/** The walk over a tree, on every kind of node. */
class NodeTest {
    private static final Set<Class<?>> VALUES = Set.of(
            Span.class, SourceText.class, OptionalInt.class, String.class, long.class, double.class, boolean.class);
    private static final Set<Integer> WORDS = Set.of(
            CkptsLexer.STRING,
            CkptsLexer.REGEX,
            CkptsLexer.WORD,
            CkptsLexer.VARIABLE,
            CkptsLexer.IT,
            CkptsLexer.WHOLE,
            CkptsLexer.REAL,
            CkptsLexer.BYTES,
            CkptsLexer.TRUE,
            CkptsLexer.FALSE);

    /** The type of a component says whether it holds nodes; this looks at types, where the walk looks at values. */
    @Test
    void everyComponentThatHoldsNodesIsAmongTheChildren() throws ReflectiveOperationException {
        Set<Class<?>> kinds = new HashSet<>();
        for (int seed = 0; seed < 600; seed++) {
            SourceText source = new SourceText("random.ckpts", "", Optional.empty());
            Script script = new Script(source, OptionalInt.empty(), new Programs(seed).program());
            for (Node node : script.all().toList()) {
                kinds.add(node.getClass());
                assertThat(identities(node.children()))
                        .as("seed %d: children of %s", seed, node)
                        .isEqualTo(identities(expected(node)));
            }
        }
        assertThat(kinds).isEqualTo(Kinds.of(Node.class));
    }

    private static List<Node> expected(Node node) throws ReflectiveOperationException {
        List<Node> nodes = new ArrayList<>();
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            collect(component.getGenericType(), component.getAccessor().invoke(node), nodes);
        }
        return nodes;
    }

    private static void collect(Type type, Object value, List<Node> nodes) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                ((Optional<?>) value).ifPresent(one -> collect(inner, one, nodes));
            } else {
                assertThat(generic.getRawType()).as("a collection of nodes").isEqualTo(List.class);
                ((List<?>) value).forEach(one -> collect(inner, one, nodes));
            }
            return;
        }
        Class<?> kind = (Class<?>) type;
        if (Node.class.isAssignableFrom(kind)) {
            nodes.add((Node) value);
        } else {
            assertThat(kind.isEnum() || VALUES.contains(kind))
                    .as("%s is a value, or the walk must learn to look into it", kind)
                    .isTrue();
        }
    }

    private static List<Integer> identities(List<Node> nodes) {
        return nodes.stream().map(System::identityHashCode).toList();
    }

    @Test
    void everyStringWordAndNumberOfAScriptIsReached() throws IOException {
        for (Path file : scripts()) {
            Syntax.Parsed parsed = parsed(file);
            SourceText source = parsed.script().source();
            if (!parsed.isWhole()) {
                continue;
            }
            Set<Integer> reached = new HashSet<>();
            parsed.script().all().forEach(node -> reached.add(node.span().start()));
            // The name of a function may have dots.
            parsed.script()
                    .all(Word.class)
                    .forEach(word -> IntStream.range(
                                    word.span().start(), word.span().end())
                            .forEach(reached::add));
            for (Token token :
                    ParsedSource.tokens(source, 0, source.text().length()).getTokens()) {
                boolean version = source.text().startsWith("language") && token.getLine() == 1;
                if (WORDS.contains(token.getType()) && !version) {
                    assertThat(reached)
                            .as("%s:%d: %s", file, token.getLine(), token.getText())
                            .contains(token.getStartIndex());
                }
            }
        }
    }

    private static List<Path> scripts() throws IOException {
        List<Path> scripts = new ArrayList<>();
        for (String folder : List.of("src/test/scripts", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".ckpts")).forEach(scripts::add);
            }
        }
        assertThat(scripts).hasSizeGreaterThan(100);
        return scripts;
    }

    @Test
    void everyKindOfNodeStandsInSomeScript() throws IOException {
        Set<Class<?>> kinds = new HashSet<>();
        for (Path file : scripts()) {
            if (!file.startsWith("src/test/scripts/wrong") && file.startsWith("src/test/scripts")) {
                parsed(file).script().all().forEach(node -> kinds.add(node.getClass()));
            }
        }
        assertThat(kinds).isEqualTo(Kinds.of(Node.class));
    }

    private static Syntax.Parsed parsed(Path file) throws IOException {
        return Syntax.parse(new SourceText(file.toString(), Files.readString(file), Optional.empty()));
    }

    @Test
    void aPartIsFoundWhereverItStands() {
        Script script = parse("""
                if "${one}" == "a" { scope "b" { print [two][0] } } else if three { for i in four { save "x" } }
                set json("c.json")["${five}"] = keras.normal(std = six)
                include "d.ckpts" with k = "${count("e" where seven)}"
                check count ("f" where eight) in nine else "${ten}"
                """);

        assertThat(script.all(Expression.Bare.class).map(Expression.Bare::name))
                .containsExactly("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
        assertThat(script.all(Pathed.class).flatMap(part -> part.paths().stream()))
                .map(path -> path.span().text())
                .containsExactly("\"x\"", "\"c.json\"", "\"d.ckpts\"");
    }

    @Test
    void aConditionIsAskedOfItsOwnTensors() {
        assertThat(selector("\"a\" where [is_slot][0]").asks("is_slot")).isTrue();
        assertThat(selector("\"a\" where not \"${is_slot}\" == \"true\"").asks("is_slot"))
                .isTrue();
        assertThat(selector("\"a\" where count(\"b\" where is_slot) == 1").asks("is_slot"))
                .isFalse();
        assertThat(selector("\"a\"").asks("is_slot")).isFalse();
    }

    /** A kind of statement with a path that nothing else would miss. */
    @Test
    void whatTheGrammarCallsAPathIsOneInTheTree() throws ReflectiveOperationException, IOException {
        Matcher alternative = Pattern.compile("\\b(?:path|vocabulary)\\b.*# (\\w+)")
                .matcher(Files.readString(Path.of("grammar/CkptsParser.g4")));
        List<String> kinds = new ArrayList<>();
        while (alternative.find()) {
            kinds.add(alternative.group(1));
            assertThat(Class.forName(Statement.class.getName() + "$" + alternative.group(1)))
                    .isAssignableTo(Pathed.class);
        }
        assertThat(kinds).contains("Load", "SetJson", "Remap", "Save");
    }

    private static Selector selector(String text) {
        return parse("stats " + text).all(Selector.class).findFirst().orElseThrow();
    }

    private static Script parse(String text) {
        Syntax.Parsed parsed = Syntax.parse(new SourceText("test.ckpts", text, Optional.empty()));
        assertThat(parsed.diagnostics()).isEmpty();
        return parsed.script();
    }
}
