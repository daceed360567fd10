package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.syntax.Statement;

/** Finds the handler of a statement. A kind of statement without one does not compile. */
final class Dispatcher {
    State execute(Statement statement, Step step, State state, Execution execution) {
        return statement.accept(new Call(step, state, execution));
    }

    private record Call(Step step, State state, Execution execution) implements Statement.Visitor<State> {
        private <S extends Statement> State to(Handler<S> handler, S statement) {
            return handler.execute(statement, step, state, execution);
        }

        @Override
        public State visitLoad(Statement.Load node) {
            return to(new LoadHandler(), node);
        }

        @Override
        public State visitManifestFrom(Statement.ManifestFrom node) {
            return to(new ManifestHandler(), node);
        }

        @Override
        public State visitParam(Statement.Param node) {
            return to(new ParamHandler(), node);
        }

        @Override
        public State visitLet(Statement.Let node) {
            return to(new LetHandler(), node);
        }

        @Override
        public State visitUse(Statement.Use node) {
            return to(new UseHandler(), node);
        }

        @Override
        public State visitInclude(Statement.Include node) {
            return to(new IncludeHandler(), node);
        }

        @Override
        public State visitRename(Statement.Rename node) {
            return to(new RenameHandler(), node);
        }

        @Override
        public State visitDrop(Statement.Drop node) {
            return to(new DropHandler(), node);
        }

        @Override
        public State visitDropMetadata(Statement.DropMetadata node) {
            return to(new DropMetadataHandler(), node);
        }

        @Override
        public State visitKeep(Statement.Keep node) {
            return to(new KeepHandler(), node);
        }

        @Override
        public State visitCopy(Statement.Copy node) {
            return to(new CopyHandler(), node);
        }

        @Override
        public State visitTie(Statement.Tie node) {
            return to(new TieHandler(), node);
        }

        @Override
        public State visitUntie(Statement.Untie node) {
            return to(new UntieHandler(), node);
        }

        @Override
        public State visitRenumber(Statement.Renumber node) {
            return to(new RenumberHandler(), node);
        }

        @Override
        public State visitScope(Statement.Scope node) {
            return to(new ScopeHandler(), node);
        }

        @Override
        public State visitReinit(Statement.Reinit node) {
            return to(new ReinitHandler(), node);
        }

        @Override
        public State visitCast(Statement.Cast node) {
            return to(new CastHandler(), node);
        }

        @Override
        public State visitReshape(Statement.Reshape node) {
            return to(new ReshapeHandler(), node);
        }

        @Override
        public State visitTranspose(Statement.Transpose node) {
            return to(new TransposeHandler(), node);
        }

        @Override
        public State visitFlip(Statement.Flip node) {
            return to(new FlipHandler(), node);
        }

        @Override
        public State visitRearrange(Statement.Rearrange node) {
            return to(new RearrangeHandler(), node);
        }

        @Override
        public State visitSlice(Statement.Slice node) {
            return to(new SliceHandler(), node);
        }

        @Override
        public State visitSelect(Statement.Select node) {
            return to(new SelectHandler(), node);
        }

        @Override
        public State visitPad(Statement.Pad node) {
            return to(new PadHandler(), node);
        }

        @Override
        public State visitResize(Statement.Resize node) {
            return to(new ResizeHandler(), node);
        }

        @Override
        public State visitRemap(Statement.Remap node) {
            return to(new RemapHandler(), node);
        }

        @Override
        public State visitSplit(Statement.Split node) {
            return to(new SplitHandler(), node);
        }

        @Override
        public State visitLayoutOf(Statement.LayoutOf node) {
            return to(new LayoutHandler(), node);
        }

        @Override
        public State visitSplitHeads(Statement.SplitHeads node) {
            return to(new SplitHeadsHandler(), node);
        }

        @Override
        public State visitFuse(Statement.Fuse node) {
            return to(new FuseHandler(), node);
        }

        @Override
        public State visitConcat(Statement.Concat node) {
            return to(new ConcatHandler(), node);
        }

        @Override
        public State visitStack(Statement.Stack node) {
            return to(new StackHandler(), node);
        }

        @Override
        public State visitUnstack(Statement.Unstack node) {
            return to(new UnstackHandler(), node);
        }

        @Override
        public State visitSetTensor(Statement.SetTensor node) {
            return to(new SetHandler(), node);
        }

        @Override
        public State visitSetMetadata(Statement.SetMetadata node) {
            return to(new SetMetadataHandler(), node);
        }

        @Override
        public State visitSetJson(Statement.SetJson node) {
            return to(new SetJsonHandler(), node);
        }

        @Override
        public State visitUpdate(Statement.Update node) {
            return to(new UpdateHandler(), node);
        }

        @Override
        public State visitFor(Statement.For node) {
            return to(new ForHandler(), node);
        }

        @Override
        public State visitIf(Statement.If node) {
            return to(new IfHandler(), node);
        }

        @Override
        public State visitCheck(Statement.Check node) {
            return to(new CheckHandler(), node);
        }

        @Override
        public State visitShow(Statement.Show node) {
            return to(new ShowHandler(), node);
        }

        @Override
        public State visitShowAliases(Statement.ShowAliases node) {
            return to(new ShowAliasesHandler(), node);
        }

        @Override
        public State visitShowMetadata(Statement.ShowMetadata node) {
            return to(new ShowMetadataHandler(), node);
        }

        @Override
        public State visitTree(Statement.Tree node) {
            return to(new TreeHandler(), node);
        }

        @Override
        public State visitDiff(Statement.Diff node) {
            return to(new DiffHandler(), node);
        }

        @Override
        public State visitStats(Statement.Stats node) {
            return to(new StatsHandler(), node);
        }

        @Override
        public State visitShowPlan(Statement.ShowPlan node) {
            return to(new PlanHandler(), node);
        }

        @Override
        public State visitShowLedger(Statement.ShowLedger node) {
            return to(new LedgerHandler(), node);
        }

        @Override
        public State visitWhy(Statement.Why node) {
            return to(new WhyHandler(), node);
        }

        @Override
        public State visitPrint(Statement.Print node) {
            return to(new PrintHandler(), node);
        }

        @Override
        public State visitSave(Statement.Save node) {
            return to(new SaveHandler(), node);
        }
    }
}
