package ckpts.workspace;

import java.nio.file.Path;

/** Names of files that are only there while a run works. */
interface Spares {
    /** Where no file can be made. */
    Spares NONE = new Spares() {
        @Override
        public Path take() {
            throw new IllegalStateException("no place for files was said");
        }

        @Override
        public void giveBack(Path file) {
            throw new IllegalStateException(file + " was not taken here");
        }
    };

    /** A name that is free. */
    Path take();

    /** The file is gone. */
    void giveBack(Path file);
}
