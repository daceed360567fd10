package ckpts.language.semantics;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.naming.NamePattern;
import ckpts.naming.SegmentIndex;
import ckpts.state.Loaded;
import ckpts.state.RemovedNames;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that a selector is matched against, and what is known about each. */
interface Universe {
    /** A superset of the names that begin and end so. Sorted. */
    Collection<String> namesLike(String prefix, String suffix);

    /** A superset of the names that match the pattern after {@code base}. Sorted. */
    default Collection<String> candidates(String base, NamePattern pattern) {
        return namesLike(base + pattern.literalPrefix(), pattern.literalSuffix());
    }

    boolean contains(String name);

    int size();

    /** Whether only its exact name selects it. */
    boolean isBookkeeping(String name);

    MatchedTensor matched(String name, Map<String, String> captures);

    /** The fate of names that are no longer among them. */
    RemovedNames departures();

    /** The tensors of a checkpoint, with their variables in the manifest, if there is one. */
    record OfCheckpoint(Checkpoint checkpoint, Optional<Manifest> manifest, RemovedNames departures)
            implements Universe {
        static OfCheckpoint of(Loaded loaded, Context context) {
            return new OfCheckpoint(loaded.current(), context.manifest(Optional.empty()), loaded.departures());
        }

        @Override
        public Collection<String> namesLike(String prefix, String suffix) {
            return checkpoint.namesLike(prefix, suffix);
        }

        @Override
        public boolean contains(String name) {
            return checkpoint.contains(name);
        }

        @Override
        public int size() {
            return checkpoint.size();
        }

        @Override
        public boolean isBookkeeping(String name) {
            return checkpoint
                    .entry(name)
                    .filter(entry -> entry.role().equals(Role.BOOKKEEPING))
                    .isPresent();
        }

        @Override
        public MatchedTensor matched(String name, Map<String, String> captures) {
            Entry entry = checkpoint.entry(name).orElseThrow();
            return new MatchedTensor(
                    name,
                    entry.tensor().type(),
                    entry.role(),
                    Optional.of(entry.tensor()),
                    manifest.flatMap(known -> known.variable(name)),
                    captures);
        }
    }

    /** The tensors of a checkpoint and the variables of the manifest: those that {@code reinit} can name. */
    record WithManifest(OfCheckpoint tensors, Manifest manifest) implements Universe {
        @Override
        public Collection<String> namesLike(String prefix, String suffix) {
            TreeSet<String> names = new TreeSet<>(tensors.namesLike(prefix, suffix));
            for (Manifest.Expected variable : manifest.variables()) {
                if (variable.name().startsWith(prefix) && variable.name().endsWith(suffix)) {
                    names.add(variable.name());
                }
            }
            return names;
        }

        @Override
        public boolean contains(String name) {
            return tensors.contains(name) || manifest.variable(name).isPresent();
        }

        @Override
        public int size() {
            return namesLike("", "").size();
        }

        @Override
        public RemovedNames departures() {
            return tensors.departures();
        }

        @Override
        public boolean isBookkeeping(String name) {
            return tensors.isBookkeeping(name);
        }

        @Override
        public MatchedTensor matched(String name, Map<String, String> captures) {
            if (tensors.contains(name)) {
                return tensors.matched(name, captures);
            }
            Manifest.Expected expected = manifest.variable(name).orElseThrow();
            Role role = Role.VARIABLE;
            return new MatchedTensor(name, expected.type(), role, Optional.empty(), Optional.of(expected), captures);
        }
    }

    /** The tensors of a checkpoint under all their names. */
    record WithAliases(OfCheckpoint tensors) implements Universe {
        @Override
        public Collection<String> namesLike(String prefix, String suffix) {
            if (tensors.checkpoint().aliases().isEmpty()) {
                return tensors.namesLike(prefix, suffix);
            }
            TreeSet<String> names = new TreeSet<>(tensors.namesLike(prefix, suffix));
            names.addAll(tensors.checkpoint().aliases().keySet());
            return names;
        }

        @Override
        public boolean contains(String name) {
            return tensors.contains(name) || tensors.checkpoint().aliases().containsKey(name);
        }

        @Override
        public int size() {
            return tensors.size() + tensors.checkpoint().aliases().size();
        }

        @Override
        public RemovedNames departures() {
            return tensors.departures();
        }

        @Override
        public boolean isBookkeeping(String name) {
            return tensors.isBookkeeping(name);
        }

        @Override
        public MatchedTensor matched(String name, Map<String, String> captures) {
            return tensors.matched(tensors.checkpoint().aliases().getOrDefault(name, name), captures);
        }
    }

    /** Names that are asked for again and again: indexed by segment once that pays off. For one thread. */
    final class Indexed implements Universe {
        /** Up to this number of patterns costs less than the index. */
        private static final int CHEAPER = 8;
        /** Fewer names than this are searched faster without it. */
        private static final int FEW = 64;

        private final Universe names;
        private Optional<SegmentIndex> index = Optional.empty();
        private int asked;

        Indexed(Universe names) {
            this.names = names;
        }

        @Override
        public Collection<String> candidates(String base, NamePattern pattern) {
            Collection<String> like = names.candidates(base, pattern);
            Set<String> segments = pattern.literalSegments();
            if (!base.isEmpty() || like.size() <= FEW || segments.isEmpty() || asked++ < CHEAPER) {
                return like;
            }
            SegmentIndex bySegment = index.orElseGet(() -> new SegmentIndex(names.namesLike("", "")));
            index = Optional.of(bySegment);
            return bySegment
                    .having(segments)
                    .filter(having -> having.size() < like.size())
                    .orElse(like);
        }

        @Override
        public Collection<String> namesLike(String prefix, String suffix) {
            return names.namesLike(prefix, suffix);
        }

        @Override
        public boolean contains(String name) {
            return names.contains(name);
        }

        @Override
        public int size() {
            return names.size();
        }

        @Override
        public RemovedNames departures() {
            return names.departures();
        }

        @Override
        public boolean isBookkeeping(String name) {
            return names.isBookkeeping(name);
        }

        @Override
        public MatchedTensor matched(String name, Map<String, String> captures) {
            return names.matched(name, captures);
        }
    }
}
