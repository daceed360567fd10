package ckpts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ckpts.bytes.Disk;
import ckpts.bytes.OutputFile;
import ckpts.engine.PlanRunner;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Only the real disk opens files for writing, and only the plan runner and its helpers ask a disk to change. */
class OnePlaceWritesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("ckpts");

    private static final Set<String> READ_ONLY = Set.of(
            "exists",
            "isDirectory",
            "isRegularFile",
            "isReadable",
            "isExecutable",
            "isSameFile",
            "readAttributes",
            "readAllBytes",
            "readString",
            "readAllLines",
            "lines",
            "list",
            "walk",
            "size",
            "getLastModifiedTime",
            "newInputStream",
            "newBufferedReader",
            "probeContentType");

    private static final Set<String> CHANGES = Set.of(
            "create",
            "working",
            "writeInto",
            "createDirectories",
            "move",
            "link",
            "delete",
            "syncDirectory",
            "lock",
            "lockOfDead");

    private static final Set<String> WRITERS = Set.of(
            "java.io.FileOutputStream",
            "java.io.FileWriter",
            "java.io.PrintStream",
            "java.io.PrintWriter",
            "java.io.RandomAccessFile");

    /** Ways of the JDK to change a file. */
    private static final DescribedPredicate<JavaAccess<?>> CHANGING_A_FILE =
            DescribedPredicate.describe("change a file", access -> {
                var owner = access.getTargetOwner();
                String name = access.getTarget().getName();
                return (owner.isEquivalentTo(Files.class) && !READ_ONLY.contains(name))
                        || (owner.isEquivalentTo(FileChannel.class) && name.equals("open"))
                        || (name.equals("<init>") && opensANamedFile(access));
            });

    private static boolean opensANamedFile(JavaAccess<?> access) {
        if (!WRITERS.contains(access.getTargetOwner().getName())
                || !(access.getTarget() instanceof CodeUnitAccessTarget constructor)
                || constructor.getRawParameterTypes().isEmpty()) {
            return false;
        }
        var first = constructor.getRawParameterTypes().get(0);
        return first.isEquivalentTo(String.class) || first.isEquivalentTo(File.class);
    }

    private static final ArchRule ONLY_THE_DISK = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("ckpts.bytes.RealDisk")
            .and()
            .doNotHaveFullyQualifiedName("ckpts.bytes.RealFile")
            .and()
            .doNotHaveFullyQualifiedName("ckpts.bytes.RealLocks")
            .and()
            .doNotHaveFullyQualifiedName("ckpts.bytes.RealWorkingFile")
            .and()
            .doNotHaveFullyQualifiedName("ckpts.bytes.Ownership")
            .should()
            .accessTargetWhere(CHANGING_A_FILE);

    private static final ArchRule ONLY_THE_RUNNER = noClasses()
            .that()
            .resideOutsideOfPackages("ckpts.bytes", "ckpts.publication", "ckpts.engine")
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "change a disk",
                    access -> (access.getTargetOwner().isAssignableTo(Disk.class)
                                    && CHANGES.contains(access.getTarget().getName()))
                            || access.getTargetOwner().isAssignableTo(OutputFile.class)));

    @Test
    void onlyTheRealDiskOpensFilesForWriting() {
        ONLY_THE_DISK.check(CLASSES);
    }

    @Test
    void onlyThePlanRunnerChangesADisk() {
        ONLY_THE_RUNNER.check(CLASSES);
        Assertions.assertThat(CLASSES.contain(PlanRunner.class)).isTrue();
    }

    @Test
    void aClassThatWritesIsFound() {
        JavaClasses writer = new ClassFileImporter().importClasses(Writer.class);
        Assertions.assertThatThrownBy(() -> ONLY_THE_DISK.check(writer)).isInstanceOf(AssertionError.class);
        Assertions.assertThatThrownBy(() -> ONLY_THE_RUNNER.check(writer)).isInstanceOf(AssertionError.class);
    }

    /** Does what nobody may. */
    static final class Writer {
        void write(Disk disk, java.nio.file.Path path) throws java.io.IOException {
            Files.writeString(path, "text");
            disk.create(path).close();
        }
    }
}
