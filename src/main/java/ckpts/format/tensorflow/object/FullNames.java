package ckpts.format.tensorflow.object;

/** Names of variables outside the graph, which name-based readers look for, after renames. */
final class FullNames {
    private FullNames() {}

    /**
     * A full name with the changed parts of the path replaced where they are whole parts: with
     * {@code net/dense_1/kernel} now {@code net/first/kernel}, {@code model/dense_1/kernel} is
     * {@code model/first/kernel}.
     */
    static String renamed(String fullName, String before, String now) {
        if (before.equals(now) || fullName.isEmpty()) {
            return fullName;
        }
        if (fullName.equals(before)) {
            return now;
        }
        String[] old = before.split("/", -1);
        String[] parts = now.split("/", -1);
        if (old.length != parts.length) {
            return fullName;
        }
        String[] full = fullName.split("/", -1);
        for (int i = 0; i < old.length; i++) {
            for (int j = 0; j < full.length && !old[i].equals(parts[i]); j++) {
                if (full[j].equals(old[i])) {
                    full[j] = parts[i];
                }
            }
        }
        return String.join("/", full);
    }
}
