package ckpts.inspection;

import ckpts.checkpoint.Entry;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.tensor.Origin;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** One tensor in a few fields: its type, where it comes from, its first values. */
public final class ValueCard {
    private static final int VALUES = 8;

    private ValueCard() {}

    /** Reads the first few elements. */
    public static Report.Fields of(Entry entry, Scratch scratch) throws IOException {
        Tensor tensor = entry.tensor();
        Optional<Origin> origin = tensor.origin();
        Cell derived = origin.isPresent() ? Cell.nothing() : Cell.text(tensor.describe());
        return new Report.Fields(
                "",
                List.of(
                        new Report.Field("name", "name", Cell.name(entry.name())),
                        new Report.Field(
                                "dtype",
                                "dtype",
                                Cell.text(tensor.type().dtype().text())),
                        new Report.Field(
                                "shape",
                                "shape",
                                Cell.dimensions(tensor.type().shape().dimensions())),
                        new Report.Field(
                                "parameters",
                                "parameters",
                                Cell.whole(tensor.type().shape().elementCount())),
                        new Report.Field("bytes", "bytes", Cell.bytes(tensor.byteSize())),
                        new Report.Field("role", "role", Listing.role(entry.role())),
                        new Report.Field("owner", "owner", Listing.owner(entry.role())),
                        new Report.Field(
                                "file",
                                "file",
                                cell(origin.map(from -> from.file().toString()))),
                        new Report.Field("stored_as", "stored as", cell(origin.map(Origin::name))),
                        new Report.Field("offset", "offset", number(origin.map(Origin::offset))),
                        new Report.Field("length", "stored bytes", number(origin.map(Origin::length))),
                        new Report.Field("derived", "derived", derived),
                        new Report.Field("values", "values", FirstValues.of(tensor, VALUES, scratch))));
    }

    private static Cell cell(Optional<String> text) {
        return text.map(Cell::text).orElse(Cell.nothing());
    }

    private static Cell number(Optional<Long> value) {
        return value.map(Cell::whole).orElse(Cell.nothing());
    }
}
