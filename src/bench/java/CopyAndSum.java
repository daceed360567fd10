import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;

/**
 * Copies a file and sums it, three ways, against copying alone: is it worth two threads that read the source twice?
 * Run as {@code java CopyAndSum.java SOURCE TARGET [ROUNDS]}.
 */
public final class CopyAndSum {
    private static final int BUFFER = 1 << 20;
    private static final long STRETCH = 16L << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private CopyAndSum() {}

    private interface Way {
        /** Copies the source to the target; returns the source's CRC-32C, or 0 if it does not look. */
        long run(FileChannel source, FileChannel target) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path source = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("transferTo alone", CopyAndSum::transfer);
        ways.put("transferTo, another thread sums", CopyAndSum::overlapped);
        ways.put("transferTo, then sum", (from, to) -> transfer(from, to) + sum(from));
        ways.put("read, sum, write", CopyAndSum::loop);
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                seconds.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                        .add(timed(way.getValue(), source, target));
            }
        }
        for (Map.Entry<String, List<Double>> way : seconds.entrySet()) {
            List<Double> sorted = way.getValue();
            Collections.sort(sorted);
            System.out.printf(
                    Locale.ROOT,
                    "%-34s min %.2f  median %.2f  max %.2f s%n",
                    way.getKey(),
                    sorted.get(0),
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() - 1));
        }
    }

    /** Both end in a sync: until then a copy is a promise. */
    private static double timed(Way way, Path source, Path target) throws Exception {
        long begun;
        long ended;
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            begun = System.nanoTime();
            way.run(from, to);
            to.force(true);
            ended = System.nanoTime();
        } finally {
            Files.delete(target);
        }
        return (ended - begun) / NANOS_PER_SECOND;
    }

    private static long transfer(FileChannel source, FileChannel target) throws IOException {
        long size = source.size();
        for (long done = 0; done < size; ) {
            done += source.transferTo(done, Math.min(STRETCH, size - done), target);
        }
        return 0;
    }

    private static long overlapped(FileChannel source, FileChannel target) throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Long> sum = executor.submit(() -> sum(source));
            transfer(source, target);
            return sum.get();
        } finally {
            executor.shutdown();
        }
    }

    private static long sum(FileChannel source) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        for (long done = 0; source.read(buffer.clear(), done) > 0; ) {
            done += buffer.position();
            crc.update(buffer.flip());
        }
        return crc.getValue();
    }

    private static long loop(FileChannel source, FileChannel target) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        for (long done = 0; source.read(buffer.clear(), done) > 0; ) {
            done += buffer.position();
            buffer.flip();
            crc.update(buffer.duplicate());
            while (buffer.hasRemaining()) {
                target.write(buffer);
            }
        }
        return crc.getValue();
    }
}
