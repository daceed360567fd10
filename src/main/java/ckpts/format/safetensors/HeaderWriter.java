package ckpts.format.safetensors;

import ckpts.json.JsonText;
import ckpts.naming.Names;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** Writes headers byte for byte as the reference writer does. */
final class HeaderWriter {
    private HeaderWriter() {}

    /** A tensor of a header to be written. */
    interface Described {
        String name();

        StoredType type();

        Shape shape();

        /** Bytes of its data. */
        long size();
    }

    /** The order of the reference writer: types descending, then names by their bytes. */
    static <T extends Described> List<T> ordered(List<T> tensors) {
        Comparator<T> byType = Comparator.comparing(Described::type);
        return tensors.stream()
                .sorted(byType.reversed().thenComparing(tensor -> Names.encode(tensor.name()), Arrays::compareUnsigned))
                .toList();
    }

    /**
     * Everything before the data.
     *
     * @param tensors in the order of their data
     * @param alignment the data begin at a multiple of this
     */
    static byte[] header(Optional<Map<String, String>> metadata, List<? extends Described> tensors, long alignment) {
        long[] length = {0};
        fields(metadata, tensors, field -> length[0] += field.length);
        long begin = (Header.PREFIX + length[0] + alignment - 1) / alignment * alignment;
        int padded = Math.toIntExact(begin - Header.PREFIX);
        // Written in place: a header of a million names is too large to be held twice.
        ByteBuffer header = ByteBuffer.allocate(Header.PREFIX + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded);
        fields(metadata, tensors, header::put);
        Arrays.fill(header.array(), header.position(), header.limit(), (byte) ' ');
        return header.array();
    }

    /** The JSON piece by piece. */
    private static void fields(
            Optional<Map<String, String>> metadata, List<? extends Described> tensors, Consumer<byte[]> json) {
        String before = "{";
        if (metadata.isPresent()) {
            json.accept(utf8(before + quoted(Header.METADATA) + ":" + object(metadata.get())));
            before = ",";
        }
        long begin = 0;
        for (Described tensor : tensors) {
            long end = ExactSizes.sum(begin, tensor.size());
            json.accept(utf8(before + quoted(tensor.name()) + ":{\"dtype\":\"" + tensor.type() + "\",\"shape\":"
                    + tensor.shape().toString().replace(" ", "") + ",\"data_offsets\":[" + begin + "," + end + "]}"));
            begin = end;
            before = ",";
        }
        json.accept(utf8(before.equals("{") ? "{}" : "}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String object(Map<String, String> strings) {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        strings.forEach((key, text) -> fields.add(quoted(key) + ":" + quoted(text)));
        return fields.toString();
    }

    private static String quoted(String text) {
        return JsonText.quoted(text, c -> false);
    }
}
