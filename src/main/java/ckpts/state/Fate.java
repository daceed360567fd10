package ckpts.state;

import ckpts.checkpoint.Step;
import java.util.Optional;

/** The fate of a loaded tensor: kept, dropped, replaced or consumed. Every one has exactly one. */
public sealed interface Fate {
    Fate KEPT = new Kept();

    /** One word for tables: {@code kept}, {@code dropped}, {@code replaced}, {@code consumed}. */
    String word();

    /** The statement that decided, if one did. */
    Optional<Step> step();

    /** Its name when that was decided; empty for one that is kept. */
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
     * Removed by a statement that says so.
     *
     * @param name its name then
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
     * Its name now has a value that a statement computed.
     *
     * @param name its name then
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
     * @param name its name then
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
