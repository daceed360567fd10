package ckpts.diagnosis;

/** A comparable part of a module's name. */
sealed interface Token {
    /** The meaning of a word or phrase. */
    record Concept(String name) implements Token {}

    /** A number that distinguishes a module from its neighbours. */
    record Number(IndexList list, Index index) implements Token {}

    /** The numbers of equal blocks. */
    record Fold(IndexList list) implements Token {}
}
