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

    /** The name under which it stood when that was decided; empty for one that stands. */
    Optional<String> lastName();

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

        @Override
        public Optional<String> lastName() {
            return Optional.empty();
        }
    }

    /**
     * Taken away by a statement that says so.
     *
     * @param name under which it stood then
     */
    record Dropped(Step by, String name) implements Fate {
        @Override
        public String word() {
            return "dropped";
        }

        @Override
        public Optional<Step> step() {
            return Optional.of(by);
        }

        @Override
        public Optional<String> lastName() {
            return Optional.of(name);
        }
    }

    /**
     * Its name now holds a value that a statement made.
     *
     * @param name under which it stood then
     */
    record Replaced(Step by, String name) implements Fate {
        @Override
        public String word() {
            return "replaced";
        }

        @Override
        public Optional<Step> step() {
            return Optional.of(by);
        }

        @Override
        public Optional<String> lastName() {
            return Optional.of(name);
        }
    }

    /**
     * Became part of other tensors and left.
     *
     * @param name under which it stood then
     */
    record Consumed(Step by, String name) implements Fate {
        @Override
        public String word() {
            return "consumed";
        }

        @Override
        public Optional<Step> step() {
            return Optional.of(by);
        }

        @Override
        public Optional<String> lastName() {
            return Optional.of(name);
        }
    }
}
