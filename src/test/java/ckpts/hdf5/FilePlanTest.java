package ckpts.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.format.Json;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.writing.DatasetDescription;
import ckpts.hdf5.writing.FilePlan;
import ckpts.hdf5.writing.GroupDescription;
import ckpts.hdf5.writing.Member;
import ckpts.hdf5.writing.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is read back as it was described; h5py reads it in {@code src/test/interop/check_hdf5.py}. */
class FilePlanTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures/hdf5");
    private static final Datatype BYTES = Datatype.FixedPoint.little(1, false);

    private static Stream<String> fixtures() throws IOException {
        return Json.object(FIXTURES.resolve("expected.json")).keySet().stream()
                .filter(name -> !name.equals("made with"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void whatWasReadIsWrittenWithEveryObjectAttributeAndValueInOrder(String name) throws IOException {
        Hdf5File file = Described.file(Files.readAllBytes(FIXTURES.resolve(name + ".h5")));

        byte[] written = Rewritten.of(file);

        List<Map<String, Object>> expected = Described.objects(file).stream()
                .filter(object -> !"named".equals(object.get("kind")))
                .map(FilePlanTest::withoutChunk)
                .toList();
        assertThat(Described.objects(Described.file(written))).isEqualTo(expected);
        assertThat(Rewritten.of(Described.file(written))).isEqualTo(written);
    }

    private static Map<String, Object> withoutChunk(Map<String, Object> object) {
        Map<String, Object> whole = new LinkedHashMap<>(object);
        whole.remove("chunk");
        return whole;
    }

    @Test
    void manyChildrenLongTextsAndLongNumbers() throws IOException {
        Group root = Described.file(Rewritten.everything()).root();

        assertThat(root.links())
                .extracting(link -> link.name())
                .containsExactly("many", "dense", "a", "same", "soft", "texts");
        assertThat(root.attribute("model_config").orElseThrow().strings()).containsExactly("{\"ä\": 1}".repeat(40_000));
        Group many = (Group) root.child("many").orElseThrow();
        assertThat(many.links()).hasSize(3000);
        assertThat(many.attribute("names").orElseThrow().strings())
                .hasSize(3000)
                .startsWith("layer_2999");
        assertThat(many.child("w2998")
                        .orElseThrow()
                        .attribute("number")
                        .orElseThrow()
                        .numbers())
                .containsExactly(1L);
        assertThat(root.child("same").orElseThrow().address())
                .isEqualTo(root.child("many/w5").orElseThrow().address());
        Node dense = root.child("dense").orElseThrow();
        assertThat(dense.attributes())
                .extracting(StoredAttribute::name)
                .containsExactly("few", "numbers", "model_config");
        List<Number> numbers = dense.attribute("numbers").orElseThrow().numbers();
        assertThat(numbers).hasSize(25_000).endsWith(24_999L);
    }

    @Test
    void partsFollowEachOtherAndDataIsAlignedWhateverItsSize() {
        List<Member> members = new ArrayList<>();
        for (long size : new long[] {3, 1L << 40, 0, 1}) {
            members.add(new Member.Child(
                    "d" + size, DatasetDescription.streamed(List.of(), BYTES, Dataspace.simple(size))));
        }
        FilePlan plan = FilePlan.of(new GroupDescription(List.of(), members));

        long end = 0;
        List<String> data = new ArrayList<>();
        for (Part part : plan.parts()) {
            assertThat(part.offset()).isEqualTo(end);
            end += part.length();
            if (part instanceof Part.Data each) {
                assertThat(each.offset() % 8).isZero();
                data.add(each.path() + " " + each.length());
            }
        }
        assertThat(data).containsExactly("/d3 3", "/d1099511627776 1099511627776", "/d1 1");
        assertThat(plan.size()).isEqualTo(end);
    }

    @Test
    void whatCannotBeWrittenIsRefusedBeforeAnythingIs() {
        assertThatThrownBy(() -> new Member.Soft("a/b", "x")).hasMessage("\"a/b\" cannot be the name of an object");
        Member alias = new Member.Alias("b", "/a");
        assertThatThrownBy(() -> FilePlan.of(new GroupDescription(List.of(), List.of(alias))))
                .hasMessage("\"b\" should be another name of /a, which is not described");
        assertThatThrownBy(() -> new GroupDescription(List.of(), List.of(alias, alias)))
                .hasMessage("two members are named \"b\"");
        assertThatThrownBy(() -> new GroupDescription(List.of(Attribute.of("x", 1), Attribute.of("x", 2)), List.of()))
                .hasMessage("two attributes are named \"x\"");
        assertThatThrownBy(() -> DatasetDescription.streamed(
                        List.of(), new Datatype.Refused(4, "arrays", true), Dataspace.SCALAR))
                .hasMessageStartingWith("a dataset of Refused[size=4, what=arrays, converted=true]");
        Member tooLong = new Member.Soft("n".repeat(70_000), "x");
        assertThatThrownBy(() -> FilePlan.of(new GroupDescription(List.of(), List.of(tooLong))))
                .hasMessage("a name has 70000 bytes");
    }
}
