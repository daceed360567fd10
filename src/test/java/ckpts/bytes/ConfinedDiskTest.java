package ckpts.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConfinedDiskTest {
    @TempDir
    private Path place;

    private Path root;
    private Path secret;
    private Disk disk;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectory(place.resolve("root"));
        secret = Files.writeString(place.resolve("secret"), "s");
        Files.writeString(root.resolve("own"), "o");
        disk = new ConfinedDisk(new RealDisk(), List.of(root));
    }

    private static void refused(ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOf(OutsideRootsException.class);
    }

    @Test
    void nothingIsDoneOutside() {
        Path own = root.resolve("own");
        refused(() -> disk.open(secret));
        refused(() -> disk.list(place));
        refused(() -> disk.create(place.resolve("new")));
        refused(() -> disk.createDirectories(place.resolve("new/deep")));
        refused(() -> disk.move(own, place.resolve("new")));
        refused(() -> disk.move(secret, root.resolve("new")));
        refused(() -> disk.link(secret, root.resolve("new")));
        refused(() -> disk.link(own, place.resolve("new")));
        refused(() -> disk.delete(secret));
        refused(() -> disk.syncDirectory(place));
        refused(() -> disk.lock(place.resolve("lock")));
        refused(() -> disk.canonical(secret));
        assertThat(place.toFile().list()).containsExactlyInAnyOrder("root", "secret");
    }

    @Test
    void itsCallerNamesWhatLiesOutsideAndLeavesByNoLink() throws IOException {
        Disk callers = ((ConfinedDisk) disk).forCaller();
        assertThat(callers.exists(secret)).isTrue();
        assertThat(callers.canonical(secret)).isEqualTo(secret.toRealPath());
        callers.open(secret).close();
        Path link = Files.createSymbolicLink(root.resolve("link"), secret);
        refused(() -> callers.exists(link));
        refused(() -> callers.open(link));
        refused(() ->
                callers.canonical(root.resolve("..").resolve(root.getFileName()).resolve("link")));
    }

    /**
     * Of every call, those included that are still to come: whichever of its paths leads outside. But for the folder of
     * a working file, which no script chooses, and in which nothing can be found by its name.
     */
    @TestFactory
    Stream<DynamicTest> noCallReachesAPathOutside() {
        return Stream.of(Disk.class.getMethods())
                .filter(call -> call.getReturnType() != WorkingFile.class)
                .flatMap(call -> IntStream.range(0, call.getParameterCount())
                        .filter(i -> call.getParameterTypes()[i] == Path.class)
                        .mapToObj(i -> DynamicTest.dynamicTest(call + ", " + i, () -> isKeptIn(call, i))));
    }

    private void isKeptIn(Method call, int outside) throws Exception {
        Disk real = new RealDisk();
        Disk wrapped = (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("canonical");
                    return real.canonical((Path) arguments[0]);
                });
        Object[] arguments = Stream.of(call.getParameterTypes())
                .map(type -> type == Path.class ? root.resolve("own") : null)
                .toArray();
        arguments[outside] = secret;
        try {
            Object nothing = call.getReturnType() == boolean.class ? false : Stamp.MISSING;
            assertThat(call.invoke(new ConfinedDisk(wrapped, List.of(root)), arguments))
                    .isEqualTo(nothing);
        } catch (InvocationTargetException e) {
            assertThat(e).hasCauseInstanceOf(OutsideRootsException.class);
        }
    }

    @Test
    void aWorkingFileMayLieElsewhere() throws IOException {
        ByteBuffer read = ByteBuffer.allocate(1);
        try (WorkingFile file = disk.working(place)) {
            file.write(ByteBuffer.wrap(new byte[] {7}));
            file.read(0, read);
        }
        assertThat(read.get(0)).isEqualTo((byte) 7);
    }

    @Test
    void whatIsOutsideIsNotThere() {
        assertThat(disk.exists(secret)).isFalse();
        assertThat(disk.isDirectory(place)).isFalse();
        assertThat(disk.exists(root.resolve("own"))).isTrue();
        assertThat(disk.isDirectory(root)).isTrue();
        assertThat(disk.exists(root.resolve("none"))).isFalse();
    }

    @Test
    void dotsAreFollowedAsTheSystemFollowsThem() throws IOException {
        Files.createDirectories(place.resolve("other/deep"));
        Files.createSymbolicLink(root.resolve("link"), place.resolve("other/deep"));
        refused(() -> disk.open(root.resolve("../secret")));
        refused(() -> disk.create(root.resolve("none/../../new")));
        // As it is spelled this is the root's own; the link's parent is another folder.
        refused(() -> disk.open(root.resolve("link/../own")));
        assertThat(disk.canonical(root.resolve("none/../own")))
                .isEqualTo(root.toRealPath().resolve("own"));
    }

    @Test
    void aLinkInARootThatLeadsOutIsRefusedByAnyLook() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), secret);
        Files.createSymbolicLink(root.resolve("chain"), root.resolve("link"));
        refused(() -> disk.exists(root.resolve("link")));
        refused(() -> disk.isDirectory(root.resolve("chain")));
        refused(() -> disk.open(root.resolve("chain")));
        assertThatThrownBy(() -> disk.open(root.resolve("link")))
                .hasMessage(root.resolve("link") + " leads, through a link, outside the folders that this run may use");
    }

    @Test
    void aLinkToWhatIsNotThereYetLeadsWhereItWouldBe() throws IOException {
        Files.createSymbolicLink(root.resolve("later"), place.resolve("new/file"));
        Files.createSymbolicLink(root.resolve("near"), Path.of("inside"));
        Files.createSymbolicLink(root.resolve("a"), root.resolve("b"));
        Files.createSymbolicLink(root.resolve("b"), root.resolve("a"));
        refused(() -> disk.lock(root.resolve("later")));
        refused(() -> disk.create(root.resolve("later")));
        assertThat(disk.canonical(root.resolve("near")))
                .isEqualTo(root.toRealPath().resolve("inside"));
        assertThat(disk.exists(root.resolve("a"))).isFalse();
        assertThatThrownBy(() -> disk.open(root.resolve("a")))
                .hasMessageContaining("too many links, or links in a circle");
    }

    @Test
    void aRootMayBeNamedThroughALink() throws IOException {
        Path alias = Files.createSymbolicLink(place.resolve("alias"), root);
        Disk other = new ConfinedDisk(new RealDisk(), List.of(alias));
        assertThat(other.exists(alias.resolve("own"))).isTrue();
        assertThat(other.exists(root.resolve("own"))).isTrue();
        assertThatThrownBy(() -> other.open(secret)).isInstanceOfSatisfying(OutsideRootsException.class, refusal -> {
            assertThat(refusal.note()).isEqualTo("it may use " + alias);
            assertThat(refusal.help()).isEqualTo("to let it use that folder, too, add --root " + place);
        });
    }

    @Test
    void severalRootsAreOneRealm() throws IOException {
        Path second = Files.createDirectory(place.resolve("second"));
        Disk both = new ConfinedDisk(new RealDisk(), List.of(root, second));
        both.move(root.resolve("own"), second.resolve("moved"));
        assertThat(second.resolve("moved")).hasContent("o");
        // A name that only begins alike is another folder.
        Files.createDirectory(place.resolve("second-too"));
        refused(() -> both.list(place.resolve("second-too")));
    }
}
