package ckpts.checkpoint;

/**
 * One tensor that was loaded: the unit of the ledger.
 *
 * @param checkpoint the name of its checkpoint in scripts
 * @param name its name then
 */
public record InputId(String checkpoint, String name) implements Comparable<InputId> {
    @Override
    public int compareTo(InputId other) {
        int byCheckpoint = checkpoint.compareTo(other.checkpoint);
        return byCheckpoint != 0 ? byCheckpoint : name.compareTo(other.name);
    }

    /** Written out, like the hash: every ledger lookup needs both, and those of records are generated at run time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof InputId input && name.equals(input.name) && checkpoint.equals(input.checkpoint);
    }

    @Override
    public int hashCode() {
        return checkpoint.hashCode() * 31 + name.hashCode();
    }

    @Override
    public String toString() {
        return checkpoint + "[\"" + name + "\"]";
    }
}
