package ckpts.diagnosis;

/** A part of a module's name that is compared. */
sealed interface Token {
    /** What a word or phrase stands for. */
    record Concept(String name) implements Token {}

    /** A number that tells one module from its neighbours. */
    record Number(IndexList list, Index index) implements Token {}

    /** The numbers of equal blocks. */
    record Fold(IndexList list) implements Token {}
}
