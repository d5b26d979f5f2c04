package dev.callescalation.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the NetworkPolicy of the program lets through. The kubelet's probes need no rule. */
class NetworkPolicyTest {

    private static final Map<String, Integer> PORTS = Map.of("webhook", 8080, "control", 8081);

    private static JsonNode policy;

    @BeforeAll
    static void render() throws Exception {
        policy = Manifests.render(Path.of(Manifests.PRODUCTION))
                .one("NetworkPolicy")
                .path("spec");
        assertThat(policy.path("policyTypes")).hasToString("[\"Ingress\",\"Egress\"]");
        assertThat(policy.at("/podSelector/matchLabels"))
                .isEqualTo(Manifests.render(Path.of(Manifests.PRODUCTION))
                        .one("Deployment")
                        .at("/spec/template/metadata/labels"));
    }

    @ParameterizedTest
    @CsvSource({
        "call-escalation/webhook=allowed, 8080, true",
        "call-escalation/control=allowed, 8081, true",
        "call-escalation/webhook=allowed, 8081, false",
        "call-escalation/control=allowed, 8080, false",
        "kubernetes.io/metadata.name=default, 8080, false",
        "kubernetes.io/metadata.name=default, 8081, false",
        "call-escalation/control=allowed, 8082, false"
    })
    void reachesThePod(String namespaceLabel, int port, boolean allowed) {
        assertThat(anyRule(
                        "ingress",
                        "from",
                        "TCP",
                        port,
                        peer -> peer.has("namespaceSelector")
                                && !peer.has("podSelector")
                                && namespaceLabel.equals(onlyLabel(peer.path("namespaceSelector")))))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        // Graph and the login host
        "20.20.32.0, TCP, 443, true",
        "2603:1006:2000::1, TCP, 443, true",
        "20.20.32.0, TCP, 80, false",
        "20.20.32.0, TCP, 5432, false",
        // other programs of the cluster, its API, and the addresses from which a cloud gives out secrets
        "10.1.2.3, TCP, 443, false",
        "172.20.0.1, TCP, 443, false",
        "169.254.169.254, TCP, 80, false",
        "169.254.169.254, TCP, 443, false",
        "fd00::1, TCP, 443, false",
        // PostgreSQL
        "10.1.2.3, TCP, 5432, true",
        "192.168.7.7, TCP, 5432, true",
        "fd00::1, TCP, 5432, true",
        // names
        "169.254.20.10, UDP, 53, true",
        "8.8.8.8, UDP, 53, false"
    })
    void reachesAnAddress(String address, String protocol, int port, boolean allowed) {
        assertThat(anyRule(
                        "egress",
                        "to",
                        protocol,
                        port,
                        peer -> peer.has("ipBlock")
                                && contains(peer.at("/ipBlock/cidr").asText(), address)
                                && StreamSupport.stream(
                                                peer.at("/ipBlock/except").spliterator(), false)
                                        .noneMatch(except -> contains(except.asText(), address))))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "k8s-app=kube-dns, kubernetes.io/metadata.name=kube-system, UDP, 53, true",
        "k8s-app=kube-dns, kubernetes.io/metadata.name=kube-system, TCP, 53, true",
        "k8s-app=kube-dns, kubernetes.io/metadata.name=kube-system, TCP, 443, false",
        "k8s-app=kube-dns, , UDP, 53, false",
        "app.kubernetes.io/name=postgresql, , TCP, 5432, true",
        "app.kubernetes.io/name=postgresql, , TCP, 22, false",
        "app.kubernetes.io/name=other, , TCP, 5432, false"
    })
    void reachesAPod(String podLabel, String namespaceLabel, String protocol, int port, boolean allowed) {
        assertThat(anyRule(
                        "egress",
                        "to",
                        protocol,
                        port,
                        peer -> peer.has("podSelector")
                                && podLabel.equals(onlyLabel(peer.path("podSelector")))
                                && (namespaceLabel == null
                                        ? !peer.has("namespaceSelector")
                                        : namespaceLabel.equals(onlyLabel(peer.path("namespaceSelector"))))))
                .isEqualTo(allowed);
    }

    private interface Peers {

        boolean include(JsonNode peer);
    }

    private static boolean anyRule(String direction, String side, String protocol, int port, Peers peers) {
        for (JsonNode rule : policy.path(direction)) {
            // without these a rule is for everybody, or for every port
            assertThat(rule.path(side)).isNotEmpty();
            assertThat(rule.path("ports")).isNotEmpty();
            boolean there = StreamSupport.stream(rule.path("ports").spliterator(), false)
                    .anyMatch(open -> open.path("protocol").asText("TCP").equals(protocol) && number(open) == port);
            if (there
                    && StreamSupport.stream(rule.path(side).spliterator(), false)
                            .anyMatch(peers::include)) {
                return true;
            }
        }
        return false;
    }

    private static int number(JsonNode port) {
        JsonNode value = port.path("port");
        return value.isTextual() ? PORTS.get(value.asText()) : value.asInt();
    }

    private static String onlyLabel(JsonNode selector) {
        assertThat(selector.path("matchLabels")).hasSize(1);
        Map.Entry<String, JsonNode> label =
                selector.path("matchLabels").properties().iterator().next();
        return label.getKey() + "=" + label.getValue().asText();
    }

    private static boolean contains(String cidr, String address) {
        try {
            String[] parts = cidr.split("/");
            byte[] block = InetAddress.getByName(parts[0]).getAddress();
            byte[] one = InetAddress.getByName(address).getAddress();
            int rest = block.length * Byte.SIZE - Integer.parseInt(parts[1]);
            return block.length == one.length
                    && new BigInteger(1, block).shiftRight(rest).equals(new BigInteger(1, one).shiftRight(rest));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(cidr + " or " + address, e);
        }
    }
}
