package ckpts.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.RealDisk;
import ckpts.format.CheckpointFormat;
import ckpts.format.Edits;
import ckpts.format.Formats;
import ckpts.format.OpenedCheckpoint;
import ckpts.plan.SaveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which bundle a path means where that is not plain. */
class BundleLocationTest {
    private static final Disk DISK = new RealDisk();
    private static final CheckpointFormat FORMAT = new TensorFlowFormat();
    private static final Formats FORMATS = new Formats(List.of(FORMAT), List.of());

    @TempDir
    Path folder;

    /** Puts the bundle {@code v = [1, 2]} under a prefix, whose last part may be empty. */
    private void bundle(String prefix) throws IOException {
        for (String ending : List.of(".index", ".data-00000-of-00001")) {
            Path file = folder.resolve(prefix + ending);
            Files.createDirectories(file.getParent());
            Files.copy(TensorFlowFormatTest.FIXTURES.resolve("golden_v/v" + ending), file);
        }
    }

    private void state(String text) throws IOException {
        Files.writeString(folder.resolve("checkpoint"), text);
    }

    private void savedModel(String name) throws IOException {
        Path from = TensorFlowFormatTest.FIXTURES.resolve("savedmodel_module");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, folder.resolve(name).resolve(from.relativize(file).toString()));
            }
        }
    }

    private void opens(String path, String prefix, String... warnings) throws IOException {
        try (OpenedCheckpoint opened = FORMATS.open(folder.resolve(path), DISK)) {
            assertThat(opened.path()).isEqualTo(folder.resolve(prefix));
            assertThat(opened.warnings()).containsExactly(warnings);
        }
    }

    /** TensorFlow takes the prefix {@code d/}, which is a folder and nothing more. */
    @Test
    void aPrefixMayBeAFolderAlone() throws IOException {
        bundle("d/");

        for (String path : List.of("d", "d/", "d/.", "d/.index", "d/.data-00000-of-00001")) {
            opens(path, "d/.");
            assertThat(FORMAT.verify(folder.resolve(path), DISK).isSound()).isTrue();
        }
    }

    @Test
    void aFoldersOwnCheckpointComesBeforeOthersInIt() throws IOException {
        bundle("d/");
        bundle("d/ckpt-3");

        opens(
                "d",
                "d/.",
                "directory \"d\" has no state file; using its own checkpoint \".index\"; in this directory: \"./\","
                        + " \"ckpt-3\"");
    }

    @Test
    void aCheckpointIsSavedUnderAFolderAlone() throws Exception {
        bundle("v");
        try (OpenedCheckpoint opened = FORMATS.open(folder.resolve("v"), DISK)) {
            Path out = Files.createDirectory(folder.resolve("out"));
            Edits.save(opened.checkpoint(), FORMAT, out.resolve(".index"), SaveOptions.NONE, DISK);
        }

        assertThat(DISK.list(folder.resolve("out"))).containsExactly(".data-00000-of-00001", ".index");
        assertThat(folder.resolve("out/.index")).hasSameBinaryContentAs(folder.resolve("v.index"));
        opens("out", "out/.");
    }

    /** {@code tf.train.Checkpoint.read("model")} reads the bundle. */
    @Test
    void aBundleComesBeforeTheSavedModelOfItsName() throws IOException {
        bundle("model");
        savedModel("model");

        opens(
                "model",
                "model",
                "\"model\" is ambiguous, and the bundle \"model.index\" was used, as TensorFlow does; the other one is a"
                        + " SavedModel: add \"/saved_model.pb\" to the path for it");
        opens("model/saved_model.pb", "model/variables/variables");
    }

    @Test
    void aBundleComesBeforeTheFolderOfItsName() throws IOException {
        bundle("ckpt");
        Files.createDirectory(folder.resolve("ckpt"));
        opens("ckpt", "ckpt");

        Files.createFile(folder.resolve("ckpt/notes.txt"));
        opens(
                "ckpt",
                "ckpt",
                "\"ckpt\" is ambiguous, and the bundle \"ckpt.index\" was used, as TensorFlow does; the other one is a"
                        + " folder, which was not searched");

        bundle("ckpt/step-7");
        opens(
                "ckpt",
                "ckpt",
                "\"ckpt\" is ambiguous, and the bundle \"ckpt.index\" was used, as TensorFlow does; the other one is a"
                        + " folder of checkpoints: add \"/step-7\" to the path for one of them");
        opens("ckpt/step-7", "ckpt/step-7");
    }

    @Test
    void aStateFileOfWindowsFindsTheCheckpointBesideIt() throws IOException {
        bundle("model.ckpt-7");
        state("model_checkpoint_path: \"E:\\\\runs\\\\7\\\\model.ckpt-7\"\n");

        opens("", "model.ckpt-7");
    }

    @Test
    void aStateFileThatNamesWhatIsNotThere() throws IOException {
        state("model_checkpoint_path: \"model.ckpt-7\"\n");

        assertThatThrownBy(() -> FORMATS.open(folder, DISK))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.resolve("model.ckpt-7") + ": the state file \"" + folder.resolve("checkpoint")
                        + "\" names this checkpoint, which is missing; there is none in this directory");
    }

    @Test
    void aStateFileThatNamesWhatNoFileCanBeCalled() throws IOException {
        state("model_checkpoint_path: \"a\\000b\"\n");
        assertThatThrownBy(() -> FORMATS.open(folder, DISK))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(folder.resolve("checkpoint")
                        + ", byte 0: names the checkpoint \"a\0b\", which cannot be opened:"
                        + " its name is not a path; rename its files, and load it by its own path");
    }

    @Test
    void aStateFileThatNamesACheckpointOfTheFirstFormat() throws IOException {
        String problem =
                "is a table, but not the index of a bundle: a checkpoint in TensorFlow's first format (V1), which this"
                        + " version cannot read; save it again with tf.compat.v1.train.Saver(write_version=2)";
        Files.copy(TensorFlowFormatTest.FIXTURES.resolve("v1_single/model.ckpt-1"), folder.resolve("model.ckpt-1"));
        state("model_checkpoint_path: \"model.ckpt-1\"\n");
        assertThatThrownBy(() -> FORMATS.open(folder, DISK))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(folder.resolve("model.ckpt-1") + ", byte 0: " + problem);

        state("model_checkpoint_path: \"model.ckpt-?????-of-00002\"\n");
        assertThatThrownBy(() -> FORMATS.open(folder, DISK))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(folder.resolve("model.ckpt-?????-of-00002") + ", byte 0: " + problem);
    }

    @Test
    void anIndexThatIsNone() throws IOException {
        Files.writeString(folder.resolve("page.index"), "<!DOCTYPE html>");
        Files.writeString(folder.resolve("faiss.index"), "IxF2");

        assertThatThrownBy(() -> FORMATS.open(folder.resolve("page"), DISK))
                .hasMessage(
                        folder.resolve("page.index") + " is a web page, not the file that should have been downloaded");
        assertThatThrownBy(() -> FORMATS.open(folder.resolve("faiss"), DISK))
                .hasMessage(folder.resolve("faiss.index")
                        + ", byte 0: is not the index of a bundle, and there is no data file next to it");
    }

    @Test
    void aStateFileThatNamesNothingIsNotACheckpoint() throws IOException {
        state("");

        assertThatThrownBy(() -> FORMATS.open(folder, DISK))
                .hasMessage("the folder " + folder + " contains no checkpoint");
    }
}
