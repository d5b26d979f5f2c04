package dev.callescalation.load.faults;

import dev.callescalation.load.BundleProcess;
import dev.callescalation.story.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * HAProxy in front of several nodes, set up to do what a Service of Kubernetes does: it passes on connections, not
 * requests, and new ones to nodes that are ready only.
 */
final class HaProxy implements AutoCloseable {

    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/haproxy"), Path.of("/usr/bin/haproxy"));

    private final List<BundleProcess> nodes;
    private final int port;
    private final int controlPort = FreePort.next();
    private final Process process;

    /** @param nodes of which some may not be there yet */
    HaProxy(Path folder, int port, List<BundleProcess> nodes) throws IOException {
        this.port = port;
        this.nodes = nodes;
        Path configuration = folder.resolve("haproxy.cfg");
        Files.write(configuration, configuration());
        process = new ProcessBuilder(program().orElseThrow().toString(), "-db", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("haproxy.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** What is missing, and how to get it; empty when it is there. */
    static String lacks() {
        return program().isPresent() ? "" : "there is no HAProxy: apt-get install haproxy";
    }

    private static Optional<Path> program() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    private List<String> configuration() {
        List<String> lines = new ArrayList<>(List.of(
                "global",
                "  stats socket ipv4@127.0.0.1:" + controlPort + " level admin",
                "defaults",
                "  mode tcp",
                "  timeout connect 1s",
                "  timeout client 60s",
                "  timeout server 60s",
                "frontend webhook",
                "  bind 127.0.0.1:" + port,
                "  default_backend nodes",
                "backend nodes",
                "  option httpchk",
                "  http-check send meth GET uri /observe/health/ready ver HTTP/1.1 hdr Host 127.0.0.1",
                "  http-check expect status 200"));
        for (int i = 0; i < nodes.size(); i++) {
            BundleProcess node = nodes.get(i);
            lines.add("  server node" + i + " 127.0.0.1:"
                    + URI.create(node.webhookUrl()).getPort() + " check inter 500ms fall 1 rise 1 port "
                    + URI.create(node.controlUrl()).getPort());
        }
        return lines;
    }

    /** Of the webhook. */
    String url() {
        return "http://127.0.0.1:" + port + "/api/calls";
    }

    /** Whether new connections may go to that one. */
    boolean isReady(int node) throws IOException {
        // columns by https://docs.haproxy.org/2.6/management.html#9.1: the second is the name, the 18th the status
        return say("show stat").lines()
                .map(line -> line.split(",", -1))
                .anyMatch(row -> row.length > 17 && row[1].equals("node" + node) && row[17].startsWith("UP"));
    }

    /** From now on no new connection goes to that one. */
    void takeOut(int node) throws IOException {
        say("set server nodes/node" + node + " state drain");
    }

    private String say(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), controlPort)) {
            socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
