package ckpts.format.index;

/**
 * What a framework's indexes look like.
 *
 * @param indent blanks for each level
 * @param sorted whether the keys of objects are sorted, by code point
 * @param lineFeed whether the file ends in one
 * @param lists whether a tensor's place may be a list of files
 */
public record IndexStyle(int indent, boolean sorted, boolean lineFeed, boolean lists) {
    /** Of Hugging Face's libraries: {@code json.dumps(index, indent=2, sort_keys=True) + "\n"}. */
    public static final IndexStyle HUGGING_FACE = new IndexStyle(2, true, true, false);
}
