package ckpts.format.tensorflow.object;

import ckpts.checkpoint.LoadingCall;
import java.util.List;

/** The calls by which TensorFlow's programs load checkpoints. */
public final class TensorFlowCalls {
    public static final LoadingCall RESTORE = new LoadingCall("restore");
    public static final LoadingCall READ = new LoadingCall("read");
    /** The only one that finds tensors by name; all others need an object graph. */
    public static final LoadingCall SAVER = new LoadingCall("saver");

    public static final LoadingCall LOAD_WEIGHTS = new LoadingCall("load_weights");

    public static final List<LoadingCall> ALL = List.of(RESTORE, READ, SAVER, LOAD_WEIGHTS);

    private TensorFlowCalls() {}
}
