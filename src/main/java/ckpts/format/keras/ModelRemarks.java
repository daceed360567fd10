package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Remark;
import ckpts.format.Verification;
import ckpts.naming.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the configurations in a file's metadata mean for those who load the model. */
final class ModelRemarks {
    private ModelRemarks() {}

    /** Empty for a file of weights alone. */
    static List<Remark> of(Attribute.Fields metadata, LoadableVersions.Container container) {
        if (!(metadata.values().get(RootAttributes.MODEL) instanceof Attribute.Fields model)) {
            return List.of();
        }
        AttributePath at = AttributePath.of(RootAttributes.MODEL);
        LoadableVersions loadable = LoadableVersions.of(at, model, container);
        List<Remark.Place> code = new ArrayList<>(NeededCode.in(at, model));
        if (metadata.values().get(RootAttributes.TRAINING) instanceof Attribute.Fields training) {
            AttributePath there = AttributePath.of(RootAttributes.TRAINING);
            loadable = loadable.and(LoadableVersions.ofTraining(there, training));
            code.addAll(NeededCode.in(there, training));
        }
        return of(loadable, code);
    }

    /** @param code that the configuration holds or names */
    static List<Remark> of(LoadableVersions loadable, List<Remark.Place> code) {
        List<Remark> remarks = new ArrayList<>();
        remarks.add(new Remark(
                "loads_in",
                "loads in",
                loadable.versions().fullText(),
                loadable.requirements().stream()
                        .map(one -> new Remark.Place(one.at(), one.text()))
                        .toList()));
        if (!code.isEmpty()) {
            remarks.add(new Remark("code", "code in the configuration", summary(code), code));
        }
        return remarks;
    }

    private static String summary(List<Remark.Place> code) {
        String all = code.stream().map(Remark.Place::text).distinct().collect(Collectors.joining("; "));
        return code.size() == 1 ? all : Counted.of(code.size(), "place") + ": " + all;
    }

    /** The same as findings, each place on its own. */
    static List<Verification.Finding> findings(List<Remark> remarks, String file) {
        List<Verification.Finding> findings = new ArrayList<>();
        for (Remark remark : remarks) {
            findings.add(new Verification.Finding(Verification.Kind.NOTE, file, remark.label() + ": " + remark.text()));
            for (Remark.Place place : remark.places()) {
                findings.add(new Verification.Finding(
                        Verification.Kind.NOTE, "metadata" + place.at().written(), place.text()));
            }
        }
        return findings;
    }
}
