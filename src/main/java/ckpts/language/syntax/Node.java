package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A part of a syntax tree. Code that looks for something in a tree asks for {@link #all}, and so misses no kind of part. */
public sealed interface Node
        permits Script,
                Statement,
                Statement.Head,
                Statement.Rule,
                Statement.Binding,
                Statement.SaveFormat,
                Statement.Expect,
                Statement.JsonStep,
                Assertion,
                Selector,
                Selector.Item,
                Expression,
                Expression.Argument,
                Expression.Argument.Value,
                Expression.Range,
                ParamType,
                StringLiteral,
                StringLiteral.Part,
                Word {
    Span span();

    /** The parts that this one is directly made of, in the order of its components. */
    default List<Node> children() {
        return Components.of(this);
    }

    /** This node and everything below it, each before its parts. */
    default Stream<Node> all() {
        return reached(node -> true);
    }

    /** As {@link #all()}, but for nodes of this kind and what is below them. */
    default Stream<Node> outside(Class<? extends Node> kind) {
        return reached(node -> !kind.isInstance(node));
    }

    private Stream<Node> reached(Predicate<Node> entered) {
        List<Node> found = new ArrayList<>();
        Deque<Node> next = new ArrayDeque<>(List.of(this));
        while (!next.isEmpty()) {
            Node node = next.pop();
            if (entered.test(node)) {
                found.add(node);
                List<Node> children = node.children();
                for (int i = children.size() - 1; i >= 0; i--) {
                    next.push(children.get(i));
                }
            }
        }
        return found.stream();
    }

    /** Everything of one kind: this node, if it is of that kind, and what is below it. */
    default <T> Stream<T> all(Class<T> kind) {
        return all().filter(kind::isInstance).map(kind::cast);
    }
}
