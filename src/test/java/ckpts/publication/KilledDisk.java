package ckpts.publication;

import ckpts.bytes.Disk;
import java.io.Closeable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A disk whose process is killed before one of its steps: it takes no other one. Its locks are nobody's from the start. */
public final class KilledDisk {
    /** The end of the process. */
    public static final class Kill extends Error {
        private static final long serialVersionUID = 1L;

        Kill() {
            super("killed");
        }
    }

    private static final Set<String> STEPS = Set.of("create", "move", "link", "delete", "syncDirectory");

    private final Disk disk;
    private final long last;
    private long steps;

    private KilledDisk(Disk disk, long last) {
        this.disk = disk;
        this.last = last;
    }

    /** @param steps how many it takes */
    public static Disk after(long steps, Disk disk) {
        KilledDisk killed = new KilledDisk(disk, steps);
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(),
                new Class<?>[] {Disk.class},
                (proxy, method, arguments) -> killed.call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        if (STEPS.contains(method.getName())) {
            steps++;
        }
        if (steps > last) {
            throw new Kill();
        }
        if (method.getName().equals("lock")) {
            Path file = Files.createFile((Path) arguments[0]);
            return (Closeable) () -> Files.delete(file);
        }
        try {
            return method.invoke(disk, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
