package ckpts.language.syntax;

import java.util.List;

/** A part of a script that names files or folders. */
public interface Pathed {
    /** The paths, as they are written. */
    List<Expression> paths();
}
