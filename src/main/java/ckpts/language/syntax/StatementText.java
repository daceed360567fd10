package ckpts.language.syntax;

import ckpts.language.syntax.Statement.SlotChoice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Statements as text on one line. */
final class StatementText implements Statement.Visitor<String> {
    private final ExpressionText expressions = new ExpressionText();
    private final AssertionText assertions = new AssertionText(expressions);
    private final boolean bodies;

    /**
     * @param bodies whether the statements of a block are written out, or replaced by {@code ...}
     */
    StatementText(boolean bodies) {
        this.bodies = bodies;
    }

    String of(Statement statement) {
        return statement.accept(this);
    }

    private String body(List<Statement> statements) {
        if (statements.isEmpty()) {
            return " { }";
        }
        return bodies ? statements.stream().map(this::of).collect(Collectors.joining("; ", " { ", " }")) : " { ... }";
    }

    private String of(Expression expression) {
        return expressions.of(expression);
    }

    private String option(String word, Optional<Expression> value) {
        return value.map(expression -> " " + word + " " + of(expression)).orElse("");
    }

    private String expect(Optional<Statement.Expect> expect) {
        return expect.map(given -> " expect " + of(given.count()) + (given.each() ? " each" : ""))
                .orElse("");
    }

    /** {@code VERB[?] SELECTOR ... [with slots] [expect N]}, with what is between for each kind of statement. */
    private String open(Statement.Selecting node, String between) {
        return of(node.head(), expressions.selector(node.selector()), between);
    }

    /** The same where the selector ends before a sign that may also be in a condition. */
    private String closed(Statement.Selecting node, String between) {
        return of(node.head(), expressions.closedSelector(node.selector()), between);
    }

    private String of(Statement.Head head, String selector, String between) {
        return marked(head.verb(), head.optional()) + selector + between + slots(head.slots()) + expect(head.expect());
    }

    private String along(Statement.Selecting node, Expression axis, String between) {
        return closed(node, " axis " + of(axis) + between);
    }

    private String target(Statement.Targeted node) {
        return " -> " + expressions.text(node.target());
    }

    private static String named(String word, Optional<Word> name) {
        return name.map(given -> " " + word + " " + given.text()).orElse("");
    }

    private static String marked(String verb, boolean optional) {
        return optional ? verb + "? " : verb + " ";
    }

    private static String slots(SlotChoice choice) {
        return switch (choice) {
            case UNSAID -> "";
            case WITH -> " with slots";
            case WITHOUT -> " without slots";
        };
    }

    @Override
    public String visitLoad(Statement.Load node) {
        return "load " + of(node.path()) + named("as", node.name())
                + node.only().map(only -> " only " + expressions.selector(only)).orElse("");
    }

    @Override
    public String visitManifestFrom(Statement.ManifestFrom node) {
        return "manifest " + of(node.path()) + named("as", node.name());
    }

    @Override
    public String visitParam(Statement.Param node) {
        return "param " + node.name().text()
                + node.type().map(type -> ": " + expressions.paramType(type)).orElse("")
                + option("=", node.defaultValue());
    }

    @Override
    public String visitLet(Statement.Let node) {
        return "let " + node.name().text() + " = " + of(node.value());
    }

    @Override
    public String visitUse(Statement.Use node) {
        return "use " + node.checkpoint().text();
    }

    @Override
    public String visitInclude(Statement.Include node) {
        return "include " + of(node.path()) + with(node.bindings());
    }

    private String with(List<Statement.Binding> bindings) {
        return bindings.isEmpty() ? "" : " with " + joined(bindings);
    }

    private String joined(List<Statement.Binding> bindings) {
        return bindings.stream()
                .map(binding -> binding.name().text() + " = " + of(binding.value()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public String visitRename(Statement.Rename node) {
        String rules = node.rules().stream()
                .map(rule -> expressions.selector(rule.source()) + " -> " + expressions.text(rule.target()))
                .collect(Collectors.joining("; "));
        return marked("rename", node.optional()) + (node.block() ? "{ " + rules + " }" : rules) + expect(node.expect());
    }

    @Override
    public String visitDrop(Statement.Drop node) {
        return open(node, "");
    }

    @Override
    public String visitDropMetadata(Statement.DropMetadata node) {
        return marked("drop", node.optional()) + "metadata" + steps(node.steps());
    }

    @Override
    public String visitKeep(Statement.Keep node) {
        return open(node, "");
    }

    @Override
    public String visitCopy(Statement.Copy node) {
        return open(node, target(node));
    }

    @Override
    public String visitTie(Statement.Tie node) {
        return "tie " + expressions.text(node.name()) + " -> " + expressions.text(node.alias());
    }

    @Override
    public String visitUntie(Statement.Untie node) {
        return "untie " + expressions.text(node.alias());
    }

    @Override
    public String visitRenumber(Statement.Renumber node) {
        return open(node, option("from", node.from()));
    }

    @Override
    public String visitScope(Statement.Scope node) {
        return "scope " + expressions.text(node.prefix()) + body(node.body());
    }

    @Override
    public String visitReinit(Statement.Reinit node) {
        return open(
                node,
                option("with", node.initializer()) + option("shape", node.shape()) + option("dtype", node.dtype()));
    }

    @Override
    public String visitCast(Statement.Cast node) {
        return open(node, " to " + of(node.dtype()));
    }

    @Override
    public String visitReshape(Statement.Reshape node) {
        return open(node, " to " + of(node.shape()));
    }

    @Override
    public String visitTranspose(Statement.Transpose node) {
        return open(node, option("by", node.permutation()));
    }

    @Override
    public String visitFlip(Statement.Flip node) {
        return along(node, node.axis(), "");
    }

    @Override
    public String visitRearrange(Statement.Rearrange node) {
        return open(node, " by " + of(node.pattern()) + with(node.sizes()));
    }

    @Override
    public String visitSlice(Statement.Slice node) {
        return closed(node, " " + expressions.ranges(node.ranges()));
    }

    @Override
    public String visitSelect(Statement.Select node) {
        return along(
                node,
                node.axis(),
                (node.kept().isEmpty() ? "" : " " + expressions.ranges(node.kept()))
                        + (node.without().isEmpty() ? "" : " except " + expressions.ranges(node.without())));
    }

    @Override
    public String visitPad(Statement.Pad node) {
        return open(node, " to " + of(node.shape()) + " with " + of(node.fill()));
    }

    @Override
    public String visitResize(Statement.Resize node) {
        return open(node, " to " + of(node.shape()) + " with " + of(node.method()));
    }

    @Override
    public String visitRemap(Statement.Remap node) {
        return along(
                node,
                node.axis(),
                " from vocab " + of(node.from()) + " to vocab " + of(node.to()) + " else " + of(node.otherwise()));
    }

    @Override
    public String visitSplit(Statement.Split node) {
        return along(node, node.axis(), " into " + of(node.sizes()) + target(node));
    }

    @Override
    public String visitLayoutOf(Statement.LayoutOf node) {
        return open(node, (node.declared() ? " is " : " to ") + of(node.layout()));
    }

    @Override
    public String visitSplitHeads(Statement.SplitHeads node) {
        return closed(node, " qkv" + target(node));
    }

    @Override
    public String visitFuse(Statement.Fuse node) {
        return closed(node, " as " + of(node.layout()) + target(node));
    }

    @Override
    public String visitConcat(Statement.Concat node) {
        return along(node, node.axis(), target(node));
    }

    @Override
    public String visitStack(Statement.Stack node) {
        return along(node, node.axis(), target(node));
    }

    @Override
    public String visitUnstack(Statement.Unstack node) {
        return along(node, node.axis(), target(node));
    }

    @Override
    public String visitSetTensor(Statement.SetTensor node) {
        return "set " + expressions.text(node.target()) + " = " + of(node.value()) + slots(node.slots());
    }

    @Override
    public String visitSetMetadata(Statement.SetMetadata node) {
        return "set metadata" + steps(node.steps()) + " = " + of(node.value());
    }

    @Override
    public String visitSetJson(Statement.SetJson node) {
        return "set json(" + of(node.path()) + ")" + steps(node.steps()) + " = " + of(node.value());
    }

    private String steps(List<Statement.JsonStep> steps) {
        return steps.stream()
                .map(step -> step.either(field -> "." + field.text(), key -> "[" + of(key) + "]"))
                .collect(Collectors.joining());
    }

    @Override
    public String visitUpdate(Statement.Update node) {
        String type = node.type().map(to -> " to " + expressions.arithmetic(to)).orElse("");
        return closed(node, type + " = " + of(node.value()));
    }

    @Override
    public String visitFor(Statement.For node) {
        String end = node.end().map(last -> ".." + expressions.arithmetic(last)).orElse("");
        return "for " + node.variable().text() + " in " + expressions.arithmetic(node.start()) + end
                + body(node.body());
    }

    @Override
    public String visitIf(Statement.If node) {
        String otherwise = node.elseBody().map(this::otherwise).orElse("");
        return "if " + of(node.condition()) + body(node.thenBody()) + otherwise;
    }

    private String otherwise(List<Statement> statements) {
        boolean chained = statements.size() == 1 && statements.get(0) instanceof Statement.If;
        return " else" + (chained ? " " + of(statements.get(0)) : body(statements));
    }

    @Override
    public String visitCheck(Statement.Check node) {
        String message =
                node.message().map(text -> " else " + expressions.text(text)).orElse("");
        return (node.warning() ? "check " : "assert ") + node.assertion().accept(assertions) + message;
    }

    @Override
    public String visitShow(Statement.Show node) {
        return "show" + selected(node.selector());
    }

    private String selected(Optional<Selector> selector) {
        return selector.map(given -> " " + expressions.selector(given)).orElse("");
    }

    @Override
    public String visitShowAliases(Statement.ShowAliases node) {
        return "show aliases";
    }

    @Override
    public String visitShowMetadata(Statement.ShowMetadata node) {
        return "show metadata";
    }

    @Override
    public String visitTree(Statement.Tree node) {
        return "tree" + selected(node.selector());
    }

    @Override
    public String visitDiff(Statement.Diff node) {
        return "diff" + node.left().map(word -> " " + word.text()).orElse("")
                + node.right().map(word -> " " + word.text()).orElse("");
    }

    @Override
    public String visitStats(Statement.Stats node) {
        return "stats " + expressions.selector(node.selector());
    }

    @Override
    public String visitShowPlan(Statement.ShowPlan node) {
        return "plan";
    }

    @Override
    public String visitShowLedger(Statement.ShowLedger node) {
        return "ledger";
    }

    @Override
    public String visitWhy(Statement.Why node) {
        return "why " + expressions.text(node.name());
    }

    @Override
    public String visitPrint(Statement.Print node) {
        return "print " + of(node.value());
    }

    @Override
    public String visitSave(Statement.Save node) {
        return "save " + of(node.path())
                + node.format().map(this::format).orElse("")
                + node.only().map(only -> " only " + expressions.selector(only)).orElse("")
                + option("shards", node.shards())
                + option("shard size", node.shardSize())
                + (node.latest() ? " latest" : "")
                + (node.overwrite() ? " overwrite" : "")
                + (node.byLink() ? " by link" : "");
    }

    private String format(Statement.SaveFormat format) {
        String options = format.options().isEmpty() ? "" : "(" + joined(format.options()) + ")";
        return " format " + format.name().text() + options;
    }
}
