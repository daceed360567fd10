package ckpts.format;

import java.nio.file.Path;

/**
 * What the name of a path says to a format, whatever is there.
 *
 * @param kind of the name
 * @param stem the part that all paths have in common which mean the same checkpoint; the path itself if it has no ending of
 *     the format
 */
public record PathForm(Kind kind, Path stem) {
    /** The kinds of names, from the clearest to the least clear. */
    public enum Kind {
        /** The ending belongs to this format alone: a save to such a path does not need {@code format}. */
        OWN,
        /** One of several files of a checkpoint, which is named by what they have in common. */
        PART,
        /** An ending that is usual in this format, and which other files may also have. */
        USUAL,
        /** Nothing. */
        OTHER
    }

    /** The form of a path that says nothing. */
    public static PathForm other(Path path) {
        return new PathForm(Kind.OTHER, path);
    }
}
