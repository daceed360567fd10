package ckpts.engine;

/**
 * Asked between any two pieces of work whether the run should stop. May be answered from any thread. (Interrupting the
 * running thread does not stop it cleanly: Java closes the files that an interrupted thread is using.)
 */
@FunctionalInterface
public interface Cancellation {
    Cancellation NEVER = () -> false;

    boolean requested();
}
