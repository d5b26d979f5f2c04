package dev.callescalation.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** A key and its self-signed certificate for 127.0.0.1, made anew, as files of both kinds. */
public final class TestKeys {

    public static final String PASSWORD = "pass word";

    private final Path folder;
    private final KeyStore store;

    private TestKeys(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** @param algorithm RSA or EC */
    public static TestKeys make(String algorithm) {
        try {
            Path folder = Files.createTempDirectory("keys");
            Path file = folder.resolve("key.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "test",
                            "-keyalg",
                            algorithm,
                            "-dname",
                            "CN=127.0.0.1",
                            "-ext",
                            "SAN=ip:127.0.0.1,dns:graph.example.org,dns:login.example.org,dns:keys.example.org"
                                    + ",dns:crm.example.org",
                            "-storetype",
                            "PKCS12",
                            "-storepass",
                            PASSWORD,
                            "-keystore",
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("keytool.log").toFile())
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
            }
            TestKeys keys = new TestKeys(folder, KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            keys.writePem(
                    "certificate.pem",
                    "CERTIFICATE",
                    keys.store.getCertificate("test").getEncoded());
            keys.writePem(
                    "key.pem",
                    "PRIVATE KEY",
                    keys.store.getKey("test", PASSWORD.toCharArray()).getEncoded());
            return keys;
        } catch (Exception e) {
            throw new IllegalStateException("keytool makes no key", e);
        }
    }

    private void writePem(String name, String label, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(content);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    public KeyStore store() {
        return store;
    }

    public String pkcs12() {
        return folder.resolve("key.p12").toString();
    }

    public String certificate() {
        return folder.resolve("certificate.pem").toString();
    }

    public String key() {
        return folder.resolve("key.pem").toString();
    }

    /** A file of that content beside the others. */
    public String file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
