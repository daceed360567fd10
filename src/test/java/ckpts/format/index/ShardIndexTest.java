package ckpts.format.index;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.MemoryDisk;
import ckpts.format.index.ShardIndex.Place;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indexes of Hugging Face's kind, and of one whose places may be lists. */
class ShardIndexTest {
    private static final Path FILE = Path.of("folder/m.index.json");

    /** {@code json.dumps(index, indent=4)}. */
    private static final IndexStyle WITH_LISTS = new IndexStyle(4, false, false, true);

    private static final String INDEX = """
            {"metadata": {"total_size": 56.0, "who": "é\u007f😀", "more": {"b": [], "a": [1, {"x": null}], "c": {}}},
             "weight_map": {"/layers/dense": ["m_0.h5", "m_1.h5"], "/layers/b": ["m_0.h5"], "/vars": "m_1.h5"},
             "version": [1, 2]}
            """;

    private static ShardIndex read(String text, IndexStyle style) throws IOException {
        try (ByteSource source =
                new MemoryDisk().put(FILE, text.getBytes(UTF_8)).open(FILE)) {
            return ShardIndex.read(source, style).index();
        }
    }

    private static String written(ShardIndex index, IndexStyle style) {
        return new String(index.encoded(style), US_ASCII);
    }

    @Test
    void aPlaceIsAFileOrAListOfFiles() throws IOException {
        ShardIndex index = read(INDEX, WITH_LISTS);

        assertThat(index.weightMap())
                .containsExactly(
                        Map.entry("/layers/dense", new Place(List.of("m_0.h5", "m_1.h5"), true)),
                        Map.entry("/layers/b", new Place(List.of("m_0.h5"), true)),
                        Map.entry("/vars", Place.in("m_1.h5")));
        assertThat(index.shards()).containsExactly("m_0.h5", "m_1.h5");
    }

    @Test
    void everythingIsWrittenAsPythonWritesItWithUnknownFields() throws IOException {
        String text = """
                {
                    "metadata": {
                        "total_size": 56.0,
                        "who": "\\u00e9\\u007f\\ud83d\\ude00",
                        "more": {
                            "b": [],
                            "a": [
                                1,
                                {
                                    "x": null
                                }
                            ],
                            "c": {}
                        }
                    },
                    "weight_map": {
                        "/layers/dense": [
                            "m_0.h5",
                            "m_1.h5"
                        ],
                        "/layers/b": [
                            "m_0.h5"
                        ],
                        "/vars": "m_1.h5"
                    },
                    "version": [
                        1,
                        2
                    ]
                }""";

        assertThat(written(read(INDEX, WITH_LISTS), WITH_LISTS)).isEqualTo(text);
        assertThat(read(text, WITH_LISTS)).isEqualTo(read(INDEX, WITH_LISTS));
    }

    @Test
    void keysAreSortedAndTotalsCountedAgain() throws IOException {
        ShardIndex index = read("""
                {"weight_map": {"b": "1.bin", "a": "2.bin"}, "extra": "\\ud800",
                 "metadata": {"total_size": 1, "total_parameters": 1, "dtype": "\\/"}}
                """, IndexStyle.HUGGING_FACE);

        assertThat(written(index.placing(Map.of("a", Place.in("x"))).totalling(8, 2), IndexStyle.HUGGING_FACE))
                .isEqualTo("""
                        {
                          "extra": "\\ud800",
                          "metadata": {
                            "dtype": "/",
                            "total_parameters": 2,
                            "total_size": 8
                          },
                          "weight_map": {
                            "a": "x"
                          }
                        }
                        """);
        assertThat(written(new ShardIndex(Map.of()).totalling(0, 0), IndexStyle.HUGGING_FACE))
                .isEqualTo("""
                {
                  "metadata": {
                    "total_size": 0
                  },
                  "weight_map": {}
                }
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            {} ~ the index has no "weight_map"
            {"weight_map": {}, "weight_map": {}} ~ "weight_map" appears twice
            {"weight_map": {"a": "x", "a": "x"}} ~ "a" appears twice in "weight_map"
            {"metadata": {"a": 1, "a": 1}} ~ a key appears twice in "metadata"
            {"weight_map": {"a": 1}} ~ "weight_map" must have the name of a file for each tensor, or a list of names, found a number
            {"weight_map": {"a": ["x", 1]}} ~ "weight_map" must have the name of a file for each tensor, or a list of names, found a number
            {"weight_map": {"a": []}} ~ the list of files of "a" is empty
            {"weight_map": {"a": ["x", "../y"]}} ~ the file of "a" is not a plain name: shards are in the folder of their index
            {"weight_map": {"a": "x", "b": ".."}} ~ the file of "b" is not a plain name: shards are in the folder of their index
            {"weight_map": {}} 1 ~ there is something after the object
            """)
    void refusesWhatIsNoIndex(String text, String problem) {
        assertThatThrownBy(() -> read(text, WITH_LISTS))
                .isInstanceOfSatisfying(
                        MalformedFileException.class,
                        refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    @Test
    void aListIsRefusedWhereAFrameworkHasNone() {
        assertThatThrownBy(() -> read("{\"weight_map\": {\"a\": [\"x\"]}}", IndexStyle.HUGGING_FACE))
                .hasMessageContaining("\"weight_map\" must have the name of a file for each tensor, found a list");
    }

    @Test
    void aMissingShardIsNamedWithItsIndex() throws IOException {
        MemoryDisk disk = new MemoryDisk().put(Path.of("folder/there.bin"), new byte[0]);

        assertThat(ShardIndex.shard(FILE, "there.bin", disk)).isEqualTo(Path.of("folder/there.bin"));
        assertThatThrownBy(() -> ShardIndex.shard(FILE, "gone.bin", disk))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage("folder/gone.bin: folder/m.index.json names it");
    }
}
