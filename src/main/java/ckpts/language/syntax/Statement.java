package ckpts.language.syntax;

import ckpts.language.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A statement: one record per kind, named as its alternative in the grammar.
 *
 * <p>A table: long because the language has so many statements, each a record without logic.
 *
 * <p>Those that select tensors are {@link Selecting}: all that they have in common is in their {@link Head}.
 */
public sealed interface Statement extends Node {
    <R> R accept(Visitor<R> visitor);

    /** A rule of a rename. */
    record Rule(Span span, Selector source, StringLiteral target) implements Node, Targeted {}

    /** {@code k = v}: a parameter of an included script, the size of an axis, an option of a format. */
    record Binding(Span span, Word name, Expression value) implements Node {}

    /**
     * {@code expect N}, {@code expect N each}.
     *
     * @param each whether it is the number for each group of the statement, not for the statement
     */
    record Expect(Span span, Expression count, boolean each) implements Node {}

    /** A statement's choice about the slots of the tensors that it changes. */
    enum SlotChoice {
        UNSAID,
        WITH,
        WITHOUT
    }

    /**
     * What statements that select tensors have in common: {@code VERB[?] SELECTOR ... [with slots] [expect N]}.
     *
     * @param verb the word that it begins with
     * @param optional whether {@code ?} follows the verb, so that no match is fine
     * @param slots unsaid, too, where a kind of statement leaves no choice
     * @param expect the number of tensors that must be selected
     */
    record Head(Span span, String verb, boolean optional, Selector selector, SlotChoice slots, Optional<Expect> expect)
            implements Node {
        /** {@code VERB SELECTOR} and no more. */
        public static Head of(Span span, String verb, Selector selector) {
            return new Head(span, verb, false, selector, SlotChoice.UNSAID, Optional.empty());
        }

        /** The same for other tensors, of which another number may be expected. */
        public Head selecting(Selector others) {
            return others.equals(selector) ? this : new Head(span, verb, optional, others, slots, Optional.empty());
        }

        /** The same with another choice about slots. */
        public Head with(SlotChoice choice) {
            return new Head(span, verb, optional, selector, choice, expect);
        }
    }

    /** A statement about selected tensors. */
    sealed interface Selecting extends Statement {
        Head head();

        @Override
        default Span span() {
            return head().span();
        }

        default Selector selector() {
            return head().selector();
        }
    }

    /** {@code load PATH [as A] [only SELECTOR]}. */
    record Load(Span span, Expression path, Optional<Word> name, Optional<Selector> only) implements Statement, Pathed {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitLoad(this);
        }

        @Override
        public List<Expression> paths() {
            return List.of(path);
        }
    }

    /** {@code manifest PATH [as M]}. */
    record ManifestFrom(Span span, Expression path, Optional<Word> name) implements Statement, Pathed {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitManifestFrom(this);
        }

        @Override
        public List<Expression> paths() {
            return List.of(path);
        }
    }

    /** {@code param name[: type] [= default]}. */
    record Param(Span span, Word name, Optional<ParamType> type, Optional<Expression> defaultValue)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitParam(this);
        }
    }

    /** {@code let x = EXPR}. */
    record Let(Span span, Word name, Expression value) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitLet(this);
        }
    }

    /** {@code use A}. */
    record Use(Span span, Word checkpoint) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUse(this);
        }
    }

    /** {@code include "other.ckpts" [with k = v, ...]}. */
    record Include(Span span, Expression path, List<Binding> bindings) implements Statement, Pathed {
        public Include {
            bindings = List.copyOf(bindings);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitInclude(this);
        }

        @Override
        public List<Expression> paths() {
            return List.of(path);
        }
    }

    /** {@code rename S -> T} or, as a block, {@code rename { S -> T; ... }}: rules apply at once, the first that matches wins. */
    record Rename(Span span, boolean optional, List<Rule> rules, boolean block, Optional<Expect> expect)
            implements Statement {
        public Rename {
            rules = List.copyOf(rules);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRename(this);
        }
    }

    /** {@code drop SELECTOR}. */
    record Drop(Head head) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDrop(this);
        }
    }

    /**
     * {@code drop metadata.field}: a value beside the tensors.
     *
     * @param steps from the metadata to the value, at least one
     */
    record DropMetadata(Span span, boolean optional, List<JsonStep> steps) implements Statement {
        public DropMetadata {
            steps = List.copyOf(steps);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDropMetadata(this);
        }
    }

    /** {@code keep SELECTOR}: drops all else. */
    record Keep(Head head) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitKeep(this);
        }
    }

    /** {@code copy SELECTOR -> T [with slots]}. */
    record Copy(Head head, StringLiteral target) implements Selecting, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCopy(this);
        }
    }

    /** {@code tie "a" -> "b"}: b becomes an alias of a. */
    record Tie(Span span, StringLiteral name, StringLiteral alias) implements Statement, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTie(this);
        }

        @Override
        public StringLiteral target() {
            return alias;
        }
    }

    /** {@code untie "b"}: b becomes a tensor of its own. */
    record Untie(Span span, StringLiteral alias) implements Statement, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUntie(this);
        }

        @Override
        public StringLiteral target() {
            return alias;
        }
    }

    /** {@code renumber "h.{i:int}.**" [from n]}. */
    record Renumber(Head head, Optional<Expression> from) implements Selecting {
        /** The one pattern that it selects by. */
        public Selector.Glob pattern() {
            return (Selector.Glob) selector().include().get(0);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRenumber(this);
        }
    }

    /** {@code scope "a/b" { ... }}. */
    record Scope(Span span, StringLiteral prefix, List<Statement> body) implements Statement {
        public Scope {
            body = List.copyOf(body);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitScope(this);
        }
    }

    /** {@code reinit S [with INIT] [shape [...]] [dtype D]}. */
    record Reinit(Head head, Optional<Expression> initializer, Optional<Expression> shape, Optional<Expression> dtype)
            implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitReinit(this);
        }
    }

    /** {@code cast S to D}. */
    record Cast(Head head, Expression dtype) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCast(this);
        }
    }

    /** {@code reshape S to [...]}. */
    record Reshape(Head head, Expression shape) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitReshape(this);
        }
    }

    /** {@code transpose S [by [...]]}. */
    record Transpose(Head head, Optional<Expression> permutation) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTranspose(this);
        }
    }

    /** {@code flip S axis k}: the positions of an axis in reverse order. */
    record Flip(Head head, Expression axis) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFlip(this);
        }
    }

    /** {@code rearrange S by "h w -> w h" [with SIZE = n, ...]}. */
    record Rearrange(Head head, Expression pattern, List<Binding> sizes) implements Selecting {
        public Rearrange {
            sizes = List.copyOf(sizes);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRearrange(this);
        }
    }

    /** {@code slice S [0:128, :]}. */
    record Slice(Head head, List<Expression.Range> ranges) implements Selecting {
        public Slice {
            ranges = List.copyOf(ranges);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSlice(this);
        }
    }

    /** {@code select S axis k [0:4, 9] [except [...]]}; no kept ranges mean all. */
    record Select(Head head, Expression axis, List<Expression.Range> kept, List<Expression.Range> without)
            implements Selecting {
        public Select {
            kept = List.copyOf(kept);
            without = List.copyOf(without);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSelect(this);
        }
    }

    /** {@code pad S to [...] with EXPR}. */
    record Pad(Head head, Expression shape, Expression fill) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitPad(this);
        }
    }

    /** {@code resize S to [...] with METHOD(...)}. */
    record Resize(Head head, Expression shape, Expression method) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitResize(this);
        }
    }

    /** {@code remap S axis k from vocab OLD to vocab NEW else EXPR}. */
    record Remap(Head head, Expression axis, Expression from, Expression to, Expression otherwise)
            implements Selecting, Pathed {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRemap(this);
        }

        @Override
        public List<Expression> paths() {
            return List.of(from, to);
        }
    }

    /** {@code layout S is SPEC}, or {@code to SPEC}: declared, or changed. */
    record LayoutOf(Head head, boolean declared, Expression layout) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitLayoutOf(this);
        }
    }

    /** {@code split S qkv -> T}. */
    record SplitHeads(Head head, StringLiteral target) implements Selecting, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSplitHeads(this);
        }
    }

    /** {@code fuse S as qkv(...) -> T}. */
    record Fuse(Head head, Expression layout, StringLiteral target) implements Selecting, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFuse(this);
        }
    }

    /** {@code split S axis k into [sizes] -> T}. */
    record Split(Head head, Expression axis, Expression sizes, StringLiteral target) implements Selecting, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSplit(this);
        }
    }

    /** {@code concat S axis k -> T}. */
    record Concat(Head head, Expression axis, StringLiteral target) implements Selecting, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitConcat(this);
        }
    }

    /** {@code stack S axis k -> T}: along a new axis. */
    record Stack(Head head, Expression axis, StringLiteral target) implements Selecting, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitStack(this);
        }
    }

    /** {@code unstack S axis k -> T}: one axis less. */
    record Unstack(Head head, Expression axis, StringLiteral target) implements Selecting, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUnstack(this);
        }
    }

    /** {@code set T = EXPR}: makes or replaces one tensor. */
    record SetTensor(Span span, StringLiteral target, Expression value, SlotChoice slots)
            implements Statement, Targeted {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSetTensor(this);
        }
    }

    /**
     * {@code set metadata.field = EXPR}: a value beside the tensors.
     *
     * @param steps from the metadata to the value, at least one
     */
    record SetMetadata(Span span, List<JsonStep> steps, Expression value) implements Statement {
        public SetMetadata {
            steps = List.copyOf(steps);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSetMetadata(this);
        }
    }

    /**
     * {@code set json(PATH).field = EXPR}: a value of a JSON file.
     *
     * @param steps from the whole file to the value, at least one
     */
    record SetJson(Span span, Expression path, List<JsonStep> steps, Expression value) implements Statement, Pathed {
        public SetJson {
            steps = List.copyOf(steps);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSetJson(this);
        }

        @Override
        public List<Expression> paths() {
            return List.of(path);
        }
    }

    /** From a value of a JSON file to one in it. */
    sealed interface JsonStep extends Node {
        <R> R either(Function<Word, R> ofField, Function<Expression, R> ofEntry);

        /** {@code .field}. */
        record Field(Span span, Word name) implements JsonStep {
            @Override
            public <R> R either(Function<Word, R> ofField, Function<Expression, R> ofEntry) {
                return ofField.apply(name);
            }
        }

        /** {@code ["field"]}, {@code [0]}. */
        record Entry(Span span, Expression key) implements JsonStep {
            @Override
            public <R> R either(Function<Word, R> ofField, Function<Expression, R> ofEntry) {
                return ofEntry.apply(key);
            }
        }
    }

    /**
     * {@code update S [to TYPE] = EXPR} with {@code it} the matched tensor.
     *
     * @param type the new element type, sizes or both, where they change
     */
    record Update(Head head, Optional<Expression> type, Expression value) implements Selecting {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUpdate(this);
        }
    }

    /** {@code for i in 0..11 { }} (both ends included) or {@code for e in LIST { }} (no end). */
    record For(Span span, Word variable, Expression start, Optional<Expression> end, List<Statement> body)
            implements Statement {
        public For {
            body = List.copyOf(body);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFor(this);
        }
    }

    /** {@code if C { } else { }}; {@code else if} is an else body that holds one {@code if}. */
    record If(Span span, Expression condition, List<Statement> thenBody, Optional<List<Statement>> elseBody)
            implements Statement {
        public If {
            thenBody = List.copyOf(thenBody);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitIf(this);
        }
    }

    /** {@code assert ... [else "message"]}; {@code check} only warns. */
    record Check(Span span, boolean warning, Assertion assertion, Optional<StringLiteral> message)
            implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCheck(this);
        }
    }

    /** {@code show [S]}. */
    record Show(Span span, Optional<Selector> selector) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitShow(this);
        }
    }

    /** {@code show aliases}. */
    record ShowAliases(Span span) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitShowAliases(this);
        }
    }

    /** {@code show metadata}. */
    record ShowMetadata(Span span) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitShowMetadata(this);
        }
    }

    /** {@code tree [S]}. */
    record Tree(Span span, Optional<Selector> selector) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTree(this);
        }
    }

    /** {@code diff [A B]}; both words or none. */
    record Diff(Span span, Optional<Word> left, Optional<Word> right) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDiff(this);
        }
    }

    /** {@code stats S}. */
    record Stats(Span span, Selector selector) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitStats(this);
        }
    }

    /** {@code plan}: the plan of all saves. */
    record ShowPlan(Span span) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitShowPlan(this);
        }
    }

    /** {@code ledger}. */
    record ShowLedger(Span span) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitShowLedger(this);
        }
    }

    /** {@code why "name"}. */
    record Why(Span span, StringLiteral name) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitWhy(this);
        }
    }

    /** {@code print EXPR}. */
    record Print(Span span, Expression value) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitPrint(this);
        }
    }

    /** {@code safetensors(alignment = 4096)} after {@code format}: a format and its options. */
    record SaveFormat(Span span, Word name, List<Binding> options) implements Node {
        public SaveFormat {
            options = List.copyOf(options);
        }
    }

    /** {@code save PATH [format F(k = v)] [only S] [shards n | shard size 5GB] [latest] [overwrite] [by link]}. */
    record Save(
            Span span,
            Expression path,
            Optional<SaveFormat> format,
            Optional<Selector> only,
            Optional<Expression> shards,
            Optional<Expression> shardSize,
            boolean latest,
            boolean overwrite,
            boolean byLink)
            implements Statement, Pathed {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSave(this);
        }

        @Override
        public List<Expression> paths() {
            return List.of(path);
        }
    }

    /** A statement, or a rule of one, that makes tensors of the names that its target gives. */
    interface Targeted {
        StringLiteral target();
    }

    /** One method per kind, none with a default: a statement without a handler does not compile. */
    interface Visitor<R> {
        R visitLoad(Load node);

        R visitManifestFrom(ManifestFrom node);

        R visitParam(Param node);

        R visitLet(Let node);

        R visitUse(Use node);

        R visitInclude(Include node);

        R visitRename(Rename node);

        R visitDrop(Drop node);

        R visitDropMetadata(DropMetadata node);

        R visitKeep(Keep node);

        R visitCopy(Copy node);

        R visitTie(Tie node);

        R visitUntie(Untie node);

        R visitRenumber(Renumber node);

        R visitScope(Scope node);

        R visitReinit(Reinit node);

        R visitCast(Cast node);

        R visitReshape(Reshape node);

        R visitTranspose(Transpose node);

        R visitFlip(Flip node);

        R visitRearrange(Rearrange node);

        R visitSlice(Slice node);

        R visitSelect(Select node);

        R visitPad(Pad node);

        R visitResize(Resize node);

        R visitRemap(Remap node);

        R visitLayoutOf(LayoutOf node);

        R visitSplit(Split node);

        R visitSplitHeads(SplitHeads node);

        R visitFuse(Fuse node);

        R visitConcat(Concat node);

        R visitStack(Stack node);

        R visitUnstack(Unstack node);

        R visitSetTensor(SetTensor node);

        R visitSetMetadata(SetMetadata node);

        R visitSetJson(SetJson node);

        R visitUpdate(Update node);

        R visitFor(For node);

        R visitIf(If node);

        R visitCheck(Check node);

        R visitShow(Show node);

        R visitShowAliases(ShowAliases node);

        R visitShowMetadata(ShowMetadata node);

        R visitTree(Tree node);

        R visitDiff(Diff node);

        R visitStats(Stats node);

        R visitShowPlan(ShowPlan node);

        R visitShowLedger(ShowLedger node);

        R visitWhy(Why node);

        R visitPrint(Print node);

        R visitSave(Save node);
    }
}
