package ckpts.ui.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RelocationTest {
    private static final Relocation DOWN = new Relocation(Path.of("/models"), Path.of("/models/scripts"));

    @Test
    void relativePathsLeadFromTheNewFolder() throws IllegalOperandException {
        assertThat(DOWN.of("""
                load "in/model"
                scope "a" { manifest "m.json" }
                for i in 0..1 { include "s$i.ckpts" }
                if exists("x") { save "/out" } else { save "out" }
                remap "w" axis 0 from vocab "old.txt" to vocab "/new.txt" else zeros()
                """)).isEqualTo("""
                load "../in/model"
                scope "a" { manifest "../m.json" }
                for i in 0..1 { include "../s$i.ckpts" }
                if exists("x") { save "/out" } else { save "../out" }
                remap "w" axis 0 from vocab "../old.txt" to vocab "/new.txt" else zeros()
                """);
    }

    @Test
    void jsonFilesAreFoundWhereverTheyAreNamed() throws IllegalOperandException {
        assertThat(DOWN.of("""
                # json("in a comment")
                let n = json("c.json").layers
                if n == 1 { print "json(" } else { print "${json("d.json").name}" }
                set json("c.json").layers = json("/e.json").layers
                """)).isEqualTo("""
                # json("in a comment")
                let n = json("../c.json").layers
                if n == 1 { print "json(" } else { print "${json("../d.json").name}" }
                set json("../c.json").layers = json("/e.json").layers
                """);
    }

    @Test
    void aPathThatIsComputedStaysWhereItIs() {
        assertThatThrownBy(() -> DOWN.of("load $p\n"))
                .hasMessage("the paths of a script are relative to its folder, and $p is not a path in quotes: "
                        + "save it in the working directory");
        assertThatThrownBy(() -> DOWN.of("load \"$p/x\"\n")).hasMessageContaining("\"$p/x\" is not a path in quotes");
        assertThatThrownBy(() -> DOWN.of("let n = json($p).layers\n"))
                .hasMessageContaining("$p is not a path in quotes");
    }
}
