package ckpts.diagnosis;

import java.util.List;

/** One way to explain a part of a difference. Without state. */
interface Diagnosis {
    /**
     * What it can explain of what nobody has explained yet. A claim that reaches beyond what is open is not heard.
     *
     * @param open the names that are still without an explanation
     */
    List<Explanation> claims(Evidence evidence, Unexplained open);
}
