package ckpts.bytes;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A path leads outside the folders that a run may use. Not a failure of the disk: code that can do without an
 * unreadable file must not do without this one, so it is unchecked and passes all handlers of
 * {@link java.io.IOException}.
 */
public final class OutsideRootsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path path;
    private final transient List<Path> roots;
    private final boolean byLink;

    OutsideRootsException(Path path, List<Path> roots, boolean byLink) {
        super(path + (byLink ? " leads, through a link," : " lies") + " outside the folders that this run may use");
        this.path = path;
        this.roots = List.copyOf(roots);
        this.byLink = byLink;
    }

    /** Lists the folders as they were given. */
    public String note() {
        return "it may use "
                + roots.stream()
                        .map(root -> root.toString().isEmpty() ? "the working directory" : root.toString())
                        .collect(Collectors.joining(", "));
    }

    /** Says how to let the run use it. The target of a link is not shown: that lies outside, too. */
    public String help() {
        Optional<Path> folder = byLink ? Optional.empty() : Optional.ofNullable(path.getParent());
        return folder.map(parent -> "to let it use that folder, too, add --root " + parent)
                .orElse("to let it use another folder, too, add --root FOLDER");
    }
}
