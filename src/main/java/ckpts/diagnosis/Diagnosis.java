package ckpts.diagnosis;

import java.util.List;

/** One way to explain a part of a difference. Without state. */
interface Diagnosis {
    /**
     * Explains some of the names that are still open. A claim on a name that is not open is ignored.
     *
     * @param open the names that are still without an explanation
     */
    List<Explanation> claims(Evidence evidence, Unexplained open);
}
