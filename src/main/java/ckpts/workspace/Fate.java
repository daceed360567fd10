package ckpts.workspace;

import ckpts.checkpoint.Step;
import java.util.Optional;

/** What became of a loaded tensor. Every one has exactly one fate. */
public sealed interface Fate {
    Fate KEPT = new Kept();

    /** One word for tables: {@code kept}, {@code dropped}, {@code replaced}, {@code consumed}. */
    String word();

    /** The statement that decided, if one did. */
    Optional<Step> step();

    /** Still in its checkpoint, under some name, in some shape. */
    record Kept() implements Fate {
        @Override
        public String word() {
            return "kept";
        }

        @Override
        public Optional<Step> step() {
            return Optional.empty();
        }
    }

    /**
     * Taken away by a statement that says so.
     *
     * @param blanket whether the statement did not name it: {@code drop unexpected}
     */
    record Dropped(Step by, boolean blanket) implements Fate {
        @Override
        public String word() {
            return "dropped";
        }

        @Override
        public Optional<Step> step() {
            return Optional.of(by);
        }
    }

    /** Its name now holds a value that a statement made. */
    record Replaced(Step by) implements Fate {
        @Override
        public String word() {
            return "replaced";
        }

        @Override
        public Optional<Step> step() {
            return Optional.of(by);
        }
    }

    /** Became part of other tensors and left. */
    record Consumed(Step by) implements Fate {
        @Override
        public String word() {
            return "consumed";
        }

        @Override
        public Optional<Step> step() {
            return Optional.of(by);
        }
    }
}
