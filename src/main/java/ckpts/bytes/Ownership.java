package ckpts.bytes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Who may do what with a file, for another one that is to take its place. Empty where the system knows no such thing. */
record Ownership(Optional<PosixFileAttributes> attributes) {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    static Ownership of(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return new Ownership(view == null ? Optional.empty() : Optional.of(view.readAttributes()));
    }

    /** Makes a new file that nobody else can open before it belongs to whom it should. */
    FileChannel create(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (attributes.isEmpty()) {
            return FileChannel.open(file, options);
        }
        FileAttribute<?> mine = PosixFilePermissions.asFileAttribute(PRIVATE);
        FileChannel channel = FileChannel.open(file, options, mine);
        try {
            Files.getFileAttributeView(file, PosixFileAttributeView.class)
                    .setPermissions(given(file, attributes.get()));
            return channel;
        } catch (IOException e) {
            try (channel) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
    }

    /** Gives the file away as far as the system lets it; what it may be used for then. */
    private static Set<PosixFilePermission> given(Path file, PosixFileAttributes like) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        Set<PosixFilePermission> permissions = EnumSet.copyOf(PRIVATE);
        permissions.clear();
        permissions.addAll(like.permissions());
        try {
            view.setGroup(like.group());
        } catch (IOException e) {
            // Another group may not get what that one had.
            permissions.removeAll(PosixFilePermissions.fromString("---rwx---"));
        }
        try {
            view.setOwner(like.owner());
        } catch (IOException e) {
            // Only the superuser may; it is the user's own then.
        }
        return permissions;
    }

    /** Makes a file if there is none; only its owner can open it. */
    static void makePrivate(Path file) throws IOException {
        boolean posix = Files.getFileStore(file.toAbsolutePath().getParent())
                .supportsFileAttributeView(PosixFileAttributeView.class);
        try {
            if (posix) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            if (posix && Files.isRegularFile(file)) {
                Files.setPosixFilePermissions(file, PRIVATE);
            }
        }
    }
}
