package ckpts.ui.repl;

import ckpts.bytes.Disk;
import ckpts.ui.render.Visible;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;

/** Files and folders that continue what is typed. */
record FileCandidates(Supplier<Disk> disk) {
    /**
     * @param typed up to the caret
     * @param quote the quote before and after it, if any
     */
    void add(String typed, String quote, List<Candidate> candidates) {
        String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
        try {
            for (String name : disk.get().list(Path.of(folder.isEmpty() ? "." : folder))) {
                if (name.startsWith(".") && typed.length() == folder.length()) {
                    continue;
                }
                boolean isFolder = disk.get().isDirectory(Path.of(folder + name));
                String value = quote + folder + name + (isFolder ? "/" : quote);
                String label = Visible.of(isFolder ? name + "/" : name);
                candidates.add(new Candidate(value, label, null, null, null, null, !isFolder));
            }
        } catch (IOException | InvalidPathException e) {
            // A folder that cannot be read has nothing to offer; running the cell will report why.
            candidates.clear();
        }
    }
}
