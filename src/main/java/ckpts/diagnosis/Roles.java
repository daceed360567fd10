package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words whose meaning depends on the words around them. In a block that is repeated, the first of two norms is the one
 * before attention, the first of two dense layers widens, and {@code w1 w2 w3} are gate, down and up, as LLaMA numbers
 * them.
 */
final class Roles {
    private static final Set<String> RECOGNIZED =
            Set.of("q", "k", "v", "qkv", Vocabulary.OUT, Vocabulary.UP, Vocabulary.DOWN, Vocabulary.GATE);

    private Roles() {}

    static Set<String> concepts(List<Token> tokens) {
        return tokens.stream()
                .filter(Token.Concept.class::isInstance)
                .map(token -> ((Token.Concept) token).name())
                .collect(Collectors.toSet());
    }

    static List<Token> inContext(List<Token> tokens) {
        boolean repeated = tokens.stream().anyMatch(Token.Fold.class::isInstance);
        if (!repeated) {
            return outside(tokens);
        }
        List<Token> read = new ArrayList<>();
        for (Token token : tokens) {
            String before =
                    read.isEmpty() || !(read.get(read.size() - 1) instanceof Token.Concept last) ? "" : last.name();
            read.add(token instanceof Token.Number number ? numbered(before, number) : token);
        }
        return parted(read);
    }

    /** Outside the blocks, {@code output} is the head. */
    private static List<Token> outside(List<Token> tokens) {
        boolean attends = concepts(tokens).contains(Vocabulary.ATTENTION);
        List<Token> read = new ArrayList<>(tokens);
        if (!attends) {
            read.replaceAll(token ->
                    token.equals(new Token.Concept(Vocabulary.OUT)) ? new Token.Concept(Vocabulary.HEAD) : token);
        }
        return read;
    }

    private static Token numbered(String word, Token.Number number) {
        int rank = number.list().rank(number.index());
        int size = number.list().entries().size();
        List<String> meanings = switch (word) {
            case Vocabulary.NORM -> size == 2 ? List.of(Vocabulary.FIRST_NORM, Vocabulary.SECOND_NORM) : List.of();
            case Vocabulary.DENSE, Vocabulary.MLP -> size == 2 ? List.of(Vocabulary.UP, Vocabulary.DOWN) : List.of();
            case "w" ->
                size == 3
                        ? List.of(Vocabulary.GATE, Vocabulary.DOWN, Vocabulary.UP)
                        : size == 2 ? List.of(Vocabulary.UP, Vocabulary.DOWN) : List.of();
            default -> List.<String>of();
        };
        return meanings.isEmpty() ? number : new Token.Concept(meanings.get(rank));
    }

    private static List<Token> parted(List<Token> tokens) {
        Set<String> concepts = concepts(tokens);
        List<Token> read = new ArrayList<>(tokens);
        if (concepts.contains(Vocabulary.NORM)) {
            read.replaceAll(token ->
                    token.equals(new Token.Concept("final")) ? new Token.Concept(Vocabulary.SECOND_NORM) : token);
            return read;
        }
        boolean attention = concepts.contains(Vocabulary.ATTENTION);
        boolean mlp = concepts.contains(Vocabulary.MLP);
        if (!attention && concepts.contains(Vocabulary.OUT)) {
            read.replaceAll(token ->
                    token.equals(new Token.Concept(Vocabulary.OUT)) ? new Token.Concept(Vocabulary.DOWN) : token);
        } else if (concepts.contains(Vocabulary.PROJECTION) && concepts.stream().noneMatch(RECOGNIZED::contains)) {
            if (attention || mlp) {
                read.add(new Token.Concept(attention ? Vocabulary.OUT : Vocabulary.DOWN));
            }
        } else if (mlp
                && concepts.contains(Vocabulary.DENSE)
                && concepts.stream().noneMatch(RECOGNIZED::contains)) {
            read.add(new Token.Concept(Vocabulary.UP));
        }
        return read;
    }
}
