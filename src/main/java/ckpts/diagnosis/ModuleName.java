package ckpts.diagnosis;

import ckpts.naming.NamePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A unit's name split into parts: the tokens of its module, and the tensor's role in it.
 *
 * <pre>
 *   bert/encoder/layer_#/attention/self/query/kernel    bert encoder layer # attention self q      weight
 *   transformer.h.#.attn.in_proj_weight                 model layer # attention qkv                weight
 * </pre>
 *
 * @param module the folded name without the word for the tensor, equal for the tensors of one module
 * @param role as {@link LeafRole} has it
 */
record ModuleName(String module, String role, List<Token> tokens) {
    /** Words before {@code mean}, {@code variance} and {@code tracked} that say nothing. */
    private static final Set<String> RUNNING = Set.of("moving", "running", "num", "batches");

    /** The collections of Flax: the same modules are in each. */
    private static final Set<String> COLLECTIONS = Set.of("params", "batch_stats");

    /** Names of tables, which also say what a table holds. */
    private static final Set<String> MEANINGFUL = Set.of("embedding", "embeddings");

    ModuleName {
        tokens = List.copyOf(tokens);
    }

    /** A word, or the number of a place; {@code segment} counts separators before it. */
    private record Piece(Optional<String> word, int place, int segment) {
        static Piece word(String text, int segment) {
            return new Piece(Optional.of(text), -1, segment);
        }

        static Piece number(int place, int segment) {
            return new Piece(Optional.empty(), place, segment);
        }
    }

    static ModuleName of(Unit unit) {
        List<Piece> pieces = pieces(unit);
        int rank = unit.type().shape().rank();
        int at = leaf(pieces, rank);
        String role = at < 0
                ? LeafRole.unnamed(rank)
                : LeafRole.of(pieces.get(at).word().orElseThrow(), rank).orElseThrow();
        List<Piece> rest = new ArrayList<>(pieces);
        if (at >= 0 && !MEANINGFUL.contains(pieces.get(at).word().orElseThrow().toLowerCase(Locale.ROOT))) {
            rest.remove(at);
        }
        for (int before = at - 1; before >= 0 && rest.size() > before && isRunning(rest.get(before)); before--) {
            rest.remove(before);
        }
        List<Token> tokens = tokens(unit, rest);
        return new ModuleName(text(unit, pieces, at), role, Roles.inContext(tokens));
    }

    private static boolean isRunning(Piece piece) {
        return piece.word()
                .map(word -> RUNNING.contains(word.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    private static List<Piece> pieces(Unit unit) {
        List<Piece> pieces = new ArrayList<>();
        int segment = 0;
        int last = unit.fragments().size() - 1;
        for (int i = 0; i <= last; i++) {
            String text = unit.fragments().get(i);
            boolean output = i == last - 1
                    && text.endsWith(":")
                    && unit.fragments().get(last).isEmpty();
            NamePath path = NamePath.of(output ? text.substring(0, text.length() - 1) : text);
            for (int s = 0; s < path.depth(); s++) {
                int current = segment + s;
                boolean collection = current == 0
                        && path.depth() > 1
                        && COLLECTIONS.contains(path.segments().get(s));
                if (!collection) {
                    words(path.segments().get(s)).forEach(word -> pieces.add(Piece.word(word, current)));
                }
            }
            segment += path.depth() - 1;
            if (output) {
                break;
            }
            if (i < last) {
                pieces.add(Piece.number(i, segment));
            }
        }
        return pieces;
    }

    /** {@code LayerNorm_a} is Layer, Norm, a. */
    private static List<String> words(String segment) {
        List<String> words = new ArrayList<>();
        for (String part : segment.split("[^\\p{L}\\p{N}]+")) {
            for (String word : part.split("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})")) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    /** The last word of the last segment, apart from a number after it, if it names a tensor of a module; else -1. */
    private static int leaf(List<Piece> pieces, int rank) {
        int at = pieces.size() - 1;
        if (at > 0
                && pieces.get(at).word().isEmpty()
                && pieces.get(at - 1).segment() == pieces.get(at).segment()) {
            at--;
        }
        boolean named = at >= 0
                && pieces.get(at)
                        .word()
                        .flatMap(word -> LeafRole.of(word, rank))
                        .isPresent();
        return named ? at : -1;
    }

    private static List<Token> tokens(Unit unit, List<Piece> pieces) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < pieces.size()) {
            Piece piece = pieces.get(at);
            if (piece.word().isEmpty()) {
                Unit.Place place = unit.places().get(piece.place());
                tokens.add(
                        place.isFolded()
                                ? new Token.Fold(place.list())
                                : new Token.Number(place.list(), place.values().get(0)));
                at++;
            } else {
                at += phrase(pieces, at, tokens);
            }
        }
        return tokens;
    }

    /** Adds the meaning of the longest known phrase, else the word; returns the number of pieces used. */
    private static int phrase(List<Piece> pieces, int at, List<Token> tokens) {
        StringBuilder joined = new StringBuilder();
        int taken = 1;
        List<String> concepts = List.of(pieces.get(at).word().orElseThrow().toLowerCase(Locale.ROOT));
        for (int i = at; i < Math.min(pieces.size(), at + Vocabulary.LONGEST); i++) {
            Piece piece = pieces.get(i);
            if (piece.word().isEmpty() || piece.segment() != pieces.get(at).segment()) {
                break;
            }
            joined.append(i == at ? "" : "_").append(piece.word().get());
            Optional<List<String>> known = Vocabulary.concepts(joined.toString());
            if (known.isPresent()) {
                concepts = known.get();
                taken = i - at + 1;
            }
        }
        concepts.forEach(concept -> tokens.add(new Token.Concept(concept)));
        return taken;
    }

    /**
     * The folded name without the piece at an index: pieces are compared as strings, so that kernel and bias give the
     * same result.
     */
    private static String text(Unit unit, List<Piece> pieces, int leaf) {
        StringBuilder text = new StringBuilder();
        int segment = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean skipped = i == leaf || isBefore(pieces, i, leaf);
            if (!skipped) {
                text.append(piece.segment() > segment || i == 0 ? "/" : "_");
                text.append(piece.word().orElseGet(() -> number(unit.places().get(piece.place()))));
            }
            segment = piece.segment();
        }
        return text.toString();
    }

    /** Whether a piece belongs to the word for the tensor: {@code running} of {@code running_mean}. */
    private static boolean isBefore(List<Piece> pieces, int at, int leaf) {
        for (int i = at; i < leaf; i++) {
            if (!isRunning(pieces.get(i))) {
                return false;
            }
        }
        return at < leaf;
    }

    private static String number(Unit.Place place) {
        return place.isFolded() ? "#" : place.values().get(0).digits();
    }
}
