package dev.callescalation.kubernetes;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which documents a cluster takes: no unknown word, none that is missing, each value of its type. Those of Kubernetes
 * itself are known by its client, custom resources by custom-resources.schema.yaml.
 */
final class KubernetesTypes {

    private static final Map<String, Type> TYPES = Map.ofEntries(
            entry("v1 ConfigMap", V1ConfigMap::validateJsonElement),
            entry("v1 Namespace", V1Namespace::validateJsonElement),
            entry("v1 Secret", V1Secret::validateJsonElement),
            entry("v1 Service", V1Service::validateJsonElement),
            entry("apps/v1 Deployment", V1Deployment::validateJsonElement),
            entry("apps/v1 StatefulSet", V1StatefulSet::validateJsonElement),
            entry("networking.k8s.io/v1 Ingress", V1Ingress::validateJsonElement),
            entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement),
            entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement));

    private static final JsonSchema CUSTOM = custom();

    private KubernetesTypes() {}

    private interface Type {

        void validate(JsonElement document) throws IOException;
    }

    /** @throws IllegalArgumentException naming the word that is wrong */
    static void validate(JsonNode document) throws IOException {
        String name = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        if (TYPES.containsKey(name)) {
            TYPES.get(name).validate(JsonParser.parseString(document.toString()));
            return;
        }
        Set<ValidationMessage> wrong = CUSTOM.validate(document);
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + wrong);
        }
    }

    private static JsonSchema custom() {
        Path file = Path.of("src/test/resources/custom-resources.schema.yaml");
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with a word that no type knows, as deep as there is a place for it. */
    static JsonNode withAWordTooMany(JsonNode document) {
        ObjectNode copy = document.deepCopy();
        JsonNode place = Stream.of("/spec/template/spec/containers/0/readinessProbe", "/spec/ports/0", "/spec")
                .map(copy::at)
                .filter(JsonNode::isObject)
                .findFirst()
                .orElse(copy);
        ((ObjectNode) place).put("wordTooMany", 1);
        return copy;
    }
}
