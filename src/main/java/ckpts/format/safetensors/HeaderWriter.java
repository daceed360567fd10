package ckpts.format.safetensors;

import ckpts.json.JsonText;
import ckpts.naming.Names;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Writes headers byte for byte as the reference writer does. */
final class HeaderWriter {
    private static final int ALIGNMENT = 8;

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
     */
    static byte[] header(Optional<Map<String, String>> metadata, List<? extends Described> tensors) {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        metadata.ifPresent(strings -> fields.add(quoted(Header.METADATA) + ":" + object(strings)));
        long begin = 0;
        for (Described tensor : tensors) {
            long end = ExactSizes.sum(begin, tensor.size());
            fields.add(quoted(tensor.name()) + ":{\"dtype\":\"" + tensor.type() + "\",\"shape\":"
                    + tensor.shape().toString().replace(" ", "") + ",\"data_offsets\":[" + begin + "," + end + "]}");
            begin = end;
        }
        byte[] json = fields.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] blanks = Arrays.copyOf(json, padded);
        Arrays.fill(blanks, json.length, padded, (byte) ' ');
        return Header.prefixed(blanks);
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
