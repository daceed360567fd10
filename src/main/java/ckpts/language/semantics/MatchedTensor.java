package ckpts.language.semantics;

import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.util.Map;
import java.util.Optional;

/**
 * The one tensor that an expression is evaluated for: {@code it}, predicates and captures refer to it.
 *
 * @param name its name
 * @param type its type now; for a variable that only the manifest has, the manifest's
 * @param role its role
 * @param tensor its value; empty for a variable that only the manifest has
 * @param expected its variable in the manifest
 * @param captures capture to matched text
 */
record MatchedTensor(
        String name,
        TensorType type,
        Role role,
        Optional<Tensor> tensor,
        Optional<Manifest.Expected> expected,
        Map<String, String> captures) {}
