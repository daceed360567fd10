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

/**
 * Owner, group and permissions of a file, for another one that is to take its place. Empty where the system has none.
 */
record Ownership(Optional<PosixFileAttributes> attributes) {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    static Ownership of(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return new Ownership(view == null ? Optional.empty() : Optional.of(view.readAttributes()));
    }

    /** Creates a new file that no other user can open before its owner is set. */
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

    /** Changes owner and group as far as the system lets it; returns the permissions to set then. */
    private static Set<PosixFilePermission> given(Path file, PosixFileAttributes like) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        Set<PosixFilePermission> permissions = EnumSet.copyOf(PRIVATE);
        permissions.clear();
        permissions.addAll(like.permissions());
        try {
            view.setGroup(like.group());
        } catch (IOException e) {
            // Another group must not get the permissions of that one.
            permissions.removeAll(PosixFilePermissions.fromString("---rwx---"));
        }
        try {
            view.setOwner(like.owner());
        } catch (IOException e) {
            // Only the superuser can; otherwise the file stays the user's own.
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
