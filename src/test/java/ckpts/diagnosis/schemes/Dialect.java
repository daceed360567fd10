package ckpts.diagnosis.schemes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one framework, or one author, names and lays out the tensors of a family of models.
 *
 * <p>Rows of the table are {@code role -> name}, and {@code : LAYOUT} where it is not the usual one. The first list
 * {@code {a,b}} of the role goes with the first of the name, and so on. {@code {i}} counts layers; {@code {s}} and
 * {@code {b}} count stages and the blocks of a stage, {@code {g}} all blocks; {@code {i+1}} counts from 1. Rows that
 * count, one after another, are repeated together.
 *
 * @param name of the dialect
 * @param layout the usual one of its weights
 * @param home what its checkpoints are
 * @param table the rows
 */
record Dialect(String name, Layout layout, Home home, String table) {
    private static final Pattern ROW = Pattern.compile("(\\S+) +-> (\\S+)(?: +: (\\w+))?");
    private static final Pattern LIST = Pattern.compile("\\{([^{}]*,[^{}]*)}");
    private static final Pattern INDEX = Pattern.compile("\\{([isbg])(?:\\+(\\d))?}");

    /** What the checkpoints of a dialect are. */
    enum Home {
        /** Bundles that TensorFlow's Saver wrote, by name. */
        SAVER,
        /** Files of safetensors. */
        SAFETENSORS
    }

    Dialect(String name, Layout layout, String table) {
        this(name, layout, Home.SAFETENSORS, table);
    }

    /** A tensor of a model. */
    record Named(String role, String name, int[] shape, Layout layout) {
        Named called(String other) {
            return new Named(role, other, shape, layout);
        }
    }

    /** How layers are numbered. */
    record Numbering(int first, int digits) {
        static final Numbering PLAIN = new Numbering(0, 1);

        String text(int number) {
            return String.format("%0" + digits + "d", number + first);
        }
    }

    private record Row(String role, String name, Layout layout) {
        boolean counts() {
            return INDEX.matcher(role).find();
        }
    }

    /** Numbers that stand for the letters of a row. */
    private record Place(int layer, int stage, int block, int all) {
        int value(String letter) {
            return switch (letter) {
                case "i" -> layer;
                case "s" -> stage;
                case "b" -> block;
                default -> all;
            };
        }
    }

    /** All tensors of a model of these sizes, in the order of the table. */
    List<Named> tensors(Sizes sizes, Numbering numbering) {
        List<Named> tensors = new ArrayList<>();
        List<Row> counting = new ArrayList<>();
        for (Row row : rows()) {
            if (row.counts()) {
                counting.add(row);
            } else {
                repeat(counting, sizes, numbering, tensors);
                counting.clear();
                tensors.add(named(row, new Place(0, 0, 0, 0), sizes, numbering));
            }
        }
        repeat(counting, sizes, numbering, tensors);
        return tensors;
    }

    private static void repeat(List<Row> rows, Sizes sizes, Numbering numbering, List<Named> tensors) {
        if (rows.isEmpty()) {
            return;
        }
        for (Place place : places(rows.get(0).role(), sizes)) {
            for (Row row : rows) {
                if (place.block() == 0 || !row.role().contains(".shortcut.")) {
                    tensors.add(named(row, place, sizes, numbering));
                }
            }
        }
    }

    private static List<Place> places(String role, Sizes sizes) {
        List<Place> places = new ArrayList<>();
        if (!role.startsWith("stage.")) {
            for (int i = 0; i < sizes.layers(); i++) {
                places.add(new Place(i, 0, 0, 0));
            }
            return places;
        }
        for (int stage = 0; stage < sizes.blocks().size(); stage++) {
            for (int block = 0; block < sizes.blocks().get(stage); block++) {
                places.add(new Place(0, stage, block, places.size()));
            }
        }
        return places;
    }

    private static Named named(Row row, Place place, Sizes sizes, Numbering numbering) {
        String role = counted(row.role(), place, Numbering.PLAIN);
        Grid rows = Grid.counting(Roles.shape(role, sizes), 0);
        Layout layout = Roles.isLaidOut(role) ? row.layout() : Layout.ROWS;
        return new Named(
                role,
                counted(row.name(), place, numbering),
                layout.of(rows, sizes).shape(),
                layout);
    }

    private static String counted(String text, Place place, Numbering numbering) {
        return INDEX.matcher(text).replaceAll(index -> {
            int more = index.group(2) == null ? 0 : Integer.parseInt(index.group(2));
            return numbering.text(place.value(index.group(1)) + more);
        });
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String line : table.strip().split("\n")) {
            Matcher row = ROW.matcher(line.strip());
            if (!row.matches()) {
                throw new IllegalArgumentException(name + ": no row: " + line);
            }
            Layout own = row.group(3) == null ? layout : Layout.valueOf(row.group(3));
            spread(row.group(1), row.group(2), own, rows);
        }
        return rows;
    }

    private static void spread(String role, String name, Layout layout, List<Row> rows) {
        Matcher roles = LIST.matcher(role);
        Matcher names = LIST.matcher(name);
        boolean lists = roles.find();
        if (lists != names.find()) {
            throw new IllegalArgumentException("lists of " + role + " and " + name + " do not go together");
        }
        if (!lists) {
            rows.add(new Row(role, name, layout));
            return;
        }
        String[] left = roles.group(1).split(",", -1);
        String[] right = names.group(1).split(",", -1);
        if (left.length != right.length) {
            throw new IllegalArgumentException(roles.group() + " and " + names.group() + " are not equally long");
        }
        for (int i = 0; i < left.length; i++) {
            spread(replaced(role, roles, left[i]), replaced(name, names, right[i]), layout, rows);
        }
    }

    private static String replaced(String text, Matcher list, String item) {
        return text.substring(0, list.start()) + item + text.substring(list.end());
    }
}
