package ckpts.tensor.op;

/** What an elementwise operation of one argument does to an array of numbers, in place. */
enum UnaryOperation {
    NEGATE("negate"),
    ABS("abs"),
    SQRT("sqrt"),
    EXP("exp"),
    LOG("log");

    private final String verb;

    UnaryOperation(String verb) {
        this.verb = verb;
    }

    String verb() {
        return verb;
    }

    /** Whether integers stay integers. */
    boolean keepsWholes() {
        return this == NEGATE || this == ABS;
    }

    void apply(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = this == NEGATE || values[i] < 0 ? -values[i] : values[i];
        }
    }

    void apply(double[] values, int count) {
        switch (this) {
            case NEGATE -> {
                for (int i = 0; i < count; i++) {
                    values[i] = -values[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Math.abs(values[i]);
                }
            }
            case SQRT -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Math.sqrt(values[i]);
                }
            }
            case EXP -> {
                for (int i = 0; i < count; i++) {
                    values[i] = StrictMath.exp(values[i]);
                }
            }
            case LOG -> {
                for (int i = 0; i < count; i++) {
                    values[i] = StrictMath.log(values[i]);
                }
            }
        }
    }
}
