package ckpts.hdf5.writing;

import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import java.util.List;

/** A dataset to be written. Its extent is that of now: written files do not grow. */
public record DatasetDescription(List<Attribute> attributes, Datatype type, Dataspace space, Content content)
        implements Described {
    /** Where elements come from. */
    public sealed interface Content {
        /** From whoever writes the file: a {@link Part.Data} says where. */
        record Streamed() implements Content {}

        /** Variable strings, by their bytes. */
        record Texts(List<byte[]> texts) implements Content {
            public Texts {
                texts = List.copyOf(texts);
            }
        }
    }

    /** @throws IllegalArgumentException if type, extent and content do not go together */
    public DatasetDescription {
        attributes = List.copyOf(attributes);
        Described.requireDistinct(attributes);
        boolean texts = content instanceof Content.Texts;
        boolean fits = Dataspace.isCountable(space.dimensions(), type.size())
                && (!(content instanceof Content.Texts all) || all.texts.size() == space.count());
        if (!fits || texts != type instanceof Datatype.VariableString || type instanceof Datatype.Refused) {
            throw new IllegalArgumentException("a dataset of " + type + " " + space + " from " + content);
        }
    }

    /** Elements that whoever writes the file provides. */
    public static DatasetDescription streamed(List<Attribute> attributes, Datatype type, Dataspace space) {
        return new DatasetDescription(attributes, type, space, new Content.Streamed());
    }

    /** Bytes of all elements that the caller provides. */
    long streamedBytes() {
        return content instanceof Content.Streamed ? space.count() * type.size() : 0;
    }
}
