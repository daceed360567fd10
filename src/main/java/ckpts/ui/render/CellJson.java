package ckpts.ui.render;

import ckpts.report.Cell;
import tools.jackson.core.JsonGenerator;

/** Single values in JSON: raw numbers, null for none. */
record CellJson(JsonGenerator json) implements Cell.Visitor<JsonGenerator> {
    @Override
    public JsonGenerator visitText(Cell.Text cell) {
        return json.writeString(cell.text());
    }

    @Override
    public JsonGenerator visitName(Cell.Name cell) {
        return json.writeString(cell.name());
    }

    @Override
    public JsonGenerator visitWhole(Cell.Whole cell) {
        return json.writeNumber(cell.value());
    }

    @Override
    public JsonGenerator visitReal(Cell.Real cell) {
        return Double.isFinite(cell.value())
                ? json.writeNumber(cell.value())
                : json.writeString(Double.toString(cell.value()));
    }

    @Override
    public JsonGenerator visitBytes(Cell.Bytes cell) {
        return json.writeNumber(cell.count());
    }

    @Override
    public JsonGenerator visitDimensions(Cell.Dimensions cell) {
        json.writeStartArray();
        cell.sizes().forEach(json::writeNumber);
        return json.writeEndArray();
    }

    @Override
    public JsonGenerator visitFlag(Cell.Flag cell) {
        return json.writeBoolean(cell.value());
    }

    @Override
    public JsonGenerator visitMany(Cell.Many cell) {
        json.writeStartArray();
        cell.cells().forEach(one -> one.accept(this));
        return json.writeEndArray();
    }

    @Override
    public JsonGenerator visitNothing(Cell.Nothing cell) {
        return json.writeNull();
    }
}
