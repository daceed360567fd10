package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Attribute.Items;
import ckpts.checkpoint.Attribute.Text;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Remark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Code that a configuration holds, or names: Keras runs the one, and needs the other. It is neither run nor decoded here. */
final class NeededCode {
    private static final String CLASS = "class_name";

    private NeededCode() {}

    /**
     * What there is, in its order.
     *
     * @param at where the configuration is
     */
    static List<Remark.Place> in(AttributePath at, Attribute config) {
        List<Remark.Place> found = new ArrayList<>();
        for (ConfiguredObject object : ConfiguredObject.in(at, config)) {
            if (object.className().equals("Lambda")) {
                lambda(object).ifPresent(found::add);
            } else {
                named(object).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Remark.Place> lambda(ConfiguredObject layer) {
        Attribute function = layer.arguments().get("function");
        boolean ofKeras3 = function instanceof Fields fields
                && fields.values().get(CLASS) instanceof Text kind
                && kind.value().equals("__lambda__");
        if (ofKeras3 || function instanceof Items) {
            return Optional.of(new Remark.Place(
                    layer.argument("function"),
                    "bytecode of Python, which runs when the model does: Keras loads it with safe_mode=False"));
        }
        return function instanceof Text name
                ? Optional.of(new Remark.Place(layer.argument("function"), "needs the function " + name.value()))
                : Optional.empty();
    }

    private static Optional<Remark.Place> named(ConfiguredObject object) {
        Optional<String> module = object.text("module");
        if (object.className().equals("function")) {
            return object.text("config")
                    .filter(any -> module.filter(NeededCode::isOfKeras).isEmpty())
                    .map(name -> new Remark.Place(
                            object.at(),
                            "needs the function "
                                    + object.text("registered_name")
                                            .filter(registered -> registered.contains(">"))
                                            .map(NeededCode::registered)
                                            .orElse(name)));
        }
        return ownClass(object, module).map(name -> new Remark.Place(object.field(CLASS), "needs the class " + name));
    }

    private static Optional<String> ownClass(ConfiguredObject object, Optional<String> module) {
        String registered = object.text("registered_name").orElse(object.className());
        if (module.isPresent()) {
            return module.filter(NeededCode::isOfKeras).isPresent()
                    ? Optional.empty()
                    : Optional.of(registered.contains(">") ? registered(registered) : object.className());
        }
        if (registered.contains(">")) {
            boolean optimizer = object.at().text().contains("optimizer_config") && registered.startsWith("Custom>");
            return optimizer ? Optional.empty() : Optional.of(registered(registered));
        }
        boolean unknown = object.isLayer()
                && object.arguments().containsKey("name")
                && object.arguments().size() > 1
                && ClassTable.standard().layer(object.className()).isEmpty();
        return unknown ? Optional.of(object.className()) : Optional.empty();
    }

    /** {@code Scale, package mine}, as Keras registers classes. */
    private static String registered(String name) {
        int end = name.indexOf('>');
        return name.substring(end + 1) + ", package " + name.substring(0, end);
    }

    private static boolean isOfKeras(String module) {
        return module.equals("keras")
                || module.startsWith("keras.")
                || module.equals("tf_keras")
                || module.startsWith("tf_keras.");
    }
}
