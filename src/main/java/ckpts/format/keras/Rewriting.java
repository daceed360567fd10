package ckpts.format.keras;

import ckpts.hdf5.block.Remedy;
import ckpts.json.JsonText;
import java.nio.file.Path;

/** Advice for files that use what is not read: a line of Python that writes another file without it. */
final class Rewriting {
    private static final String VALUES =
            "[f.create_dataset(k, data=v) for k in n if isinstance(f[k], h5py.Dataset)" + " for v in [f.pop(k)[()]]]";

    private final String from;
    private final String to;

    private Rewriting(Path path) {
        String name = path.toString();
        int folder = path.getNameCount() == 0
                ? 0
                : name.length() - path.getFileName().toString().length();
        int dot = name.lastIndexOf('.');
        int end = dot > folder ? dot : name.length();
        this.from = quoted(name);
        this.to = quoted(name.substring(0, end) + "-rewritten" + name.substring(end));
    }

    /** The advice for a file. */
    static String of(Path path, Remedy remedy) {
        return new Rewriting(path).of(remedy);
    }

    private String of(Remedy remedy) {
        if (remedy instanceof Remedy.Values values) {
            String packages = values.plugins().map(name -> ", " + name).orElse("");
            return "rewrite its values in Python"
                    + values.plugins()
                            .map(name -> ", after `pip install " + name + "`")
                            .orElse("") + ": `import h5py"
                    + packages + ", shutil; " + changed("n = []; f.visit(n.append); " + VALUES);
        }
        if (remedy instanceof Remedy.Copy) {
            return "copy its objects to another file in Python: `import h5py; a, b = h5py.File(" + from
                    + "), h5py.File(" + to
                    + ", \"w\"); [a.copy(k, b, expand_soft=True, expand_external=True) for k in a];"
                    + " b.attrs.update(a.attrs); b.close()`";
        }
        if (remedy instanceof Remedy.Without object) {
            return without("del f[" + quoted(object.path()) + "]");
        }
        if (remedy instanceof Remedy.WithoutAttribute attribute) {
            return without("del f[" + quoted(attribute.path()) + "].attrs[" + quoted(attribute.name()) + "]");
        }
        return FileKind.REWRITE;
    }

    /** For a group with two names: the second becomes a group of its own. */
    static String apart(Path path, String second) {
        String name = quoted(second);
        return "make it a group of its own in Python: `import h5py, shutil; "
                + new Rewriting(path).changed("g = f[" + name + "]; del f[" + name + "]; f.copy(g, " + name + ")");
    }

    private String without(String statement) {
        return "if nothing needs it, take it away in Python: `import h5py, shutil; " + changed(statement);
    }

    private String changed(String statements) {
        return "f = h5py.File(shutil.copy(" + from + ", " + to + "), \"r+\"); " + statements + "; f.close()`";
    }

    /** A string of JSON is one of Python, too. */
    private static String quoted(String text) {
        return JsonText.quoted(text, c -> c == '`' || c == 0x7f);
    }
}
