package ckpts.format.index;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.format.PlannedFile;
import ckpts.format.index.IndexedPath.Form;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of the files of a checkpoint, for any ending. */
class IndexedFilesTest {
    private static final FileNames BIN = new FileNames(".bin");

    private static IndexedFiles at(String path, String... siblings) {
        return new IndexedFiles(BIN.of(Path.of(path)), List.of(siblings));
    }

    @ParameterizedTest
    @CsvSource({
        "a/m.bin, FILE, a/m",
        "a/m.bin.index.json, INDEX, a/m",
        "a/m, STEM, a/m",
        "a/.bin, STEM, a/.bin",
        ".bin.index.json, STEM, .bin.index.json",
        "m.safetensors, STEM, m.safetensors",
        "m-00001-of-00002.bin, FILE, m-00001-of-00002",
    })
    void aPathIsAFileAnIndexOrTheirStem(String path, Form form, String stem) {
        assertThat(BIN.of(Path.of(path))).isEqualTo(new IndexedPath(BIN, Path.of(stem), form));
    }

    @Test
    void allFilesShareTheStem() {
        IndexedPath path = BIN.ofStem(Path.of("a/m.x"));

        assertThat(path.file()).isEqualTo(Path.of("a/m.x.bin"));
        assertThat(path.index()).isEqualTo(Path.of("a/m.x.bin.index.json"));
        assertThat(path.shard(0, 12)).isEqualTo(Path.of("a/m.x-00001-of-00012.bin"));
        assertThat(BIN.shard("m.x-00001-of-00012.bin")).contains(new FileNames.ShardName("m.x", 12));
        assertThat(BIN.shard("m-1-of-2.bin")).isEmpty();
        assertThat(BIN.shard("m-00001-of-00002.safetensors")).isEmpty();
        assertThat(path.shards(List.of("m.x-00002-of-00002.bin", "m-00002-of-00002.bin", "m.x.bin")))
                .containsExactly("m.x-00002-of-00002.bin");
    }

    @Test
    void shardsAreNumberedAsNoneThatIsThere() {
        assertThat(at("m").numberedAs(2)).isEqualTo(2);
        assertThat(at("m", "m-00001-of-00002.bin", "m-00002-of-00003.bin").numberedAs(2))
                .isEqualTo(4);
        assertThat(at("m", "other-00001-of-00002.bin").numberedAs(2)).isEqualTo(2);
    }

    @Test
    void theIndexIsTheCommitAndOldFilesOfTheStemGo() {
        String[] there = {"m.bin", "m.bin.index.json", "m-00001-of-00001.bin", "n.bin"};
        ShardIndex index = new ShardIndex(Map.of("w", ShardIndex.Place.in("m-00001-of-00002.bin")));
        PlannedFile commit = at("m", there).commit(index, Optional.empty(), IndexStyle.HUGGING_FACE);

        assertThat(commit.path()).isEqualTo(Path.of("m.bin.index.json"));
        assertThat(commit.stage()).isEqualTo(PlannedFile.Stage.COMMIT);
        assertThat(at("m", there).obsolete(List.of(commit)))
                .containsExactly(Path.of("m-00001-of-00001.bin"), Path.of("m.bin"));
        assertThat(at("m.bin", "m-00001-of-00001.bin").obsolete(List.of())).isEmpty();
    }
}
