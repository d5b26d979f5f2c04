package dev.callescalation.secret;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key and its certificates, as they lie on the disk: two PEM files (RFC 7468; the key in PKCS #8 and not
 * encrypted), or one PKCS #12 file (.p12 or .pfx).
 *
 * @param key   RSA or elliptic curve
 * @param chain the certificate of the key first; never empty
 */
public record KeyFiles(PrivateKey key, List<Certificate> chain) {

    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Pattern PKCS12 = Pattern.compile("(?i).*\\.(p12|pfx)");

    /**
     * @param part            part of the settings that name the files, for the message: {@code calls.<part>.key-file}
     * @param certificateFile PEM or PKCS #12
     * @param keyFile         PEM; blank when the first one is PKCS #12
     * @param password        of the PKCS #12 file
     * @throws IllegalArgumentException when they cannot be read; the message names the setting
     */
    public static KeyFiles read(String part, String certificateFile, String keyFile, String password) {
        if (PKCS12.matcher(certificateFile).matches()) {
            return pkcs12("calls." + part + ".certificate-file", certificateFile, password);
        }
        return new KeyFiles(
                pemKey("calls." + part + ".key-file", keyFile),
                pemChain("calls." + part + ".certificate-file", certificateFile));
    }

    /** A key store of Java's that holds this key and nothing else. */
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("key", key, password, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot keep a key in memory", e);
        }
    }

    private static KeyFiles pkcs12(String setting, String file, String password) {
        try (var in = Files.newInputStream(Path.of(file))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            for (String alias : java.util.Collections.list(store.aliases())) {
                if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
                    return new KeyFiles(key, List.of(store.getCertificateChain(alias)));
                }
            }
        } catch (GeneralSecurityException | IOException | InvalidPathException e) {
            throw unreadable(setting, file, "a PKCS #12 file, or its password is wrong", e);
        }
        throw unreadable(setting, file, "a PKCS #12 file with a private key", null);
    }

    private static PrivateKey pemKey(String setting, String file) {
        Matcher pem = PKCS8.matcher(new String(bytes(setting, file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw unreadable(
                    setting, file, "a PEM file with a PRIVATE KEY; make one with: openssl pkcs8 -topk8 -nodes", null);
        }
        try {
            return key(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(setting, file, "a PEM file with an RSA or EC key", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        }
    }

    private static List<Certificate> pemChain(String setting, String file) {
        try {
            List<Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes(setting, file))));
            if (chain.isEmpty()) {
                throw unreadable(setting, file, "a PEM file with a CERTIFICATE", null);
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw unreadable(setting, file, "a PEM file with a CERTIFICATE", e);
        }
    }

    private static byte[] bytes(String setting, String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(setting + " names '" + file + "', which cannot be read: " + e, e);
        }
    }

    private static IllegalArgumentException unreadable(String setting, String file, String needed, Exception cause) {
        return new IllegalArgumentException(setting + " names " + file + ", which is not " + needed, cause);
    }
}
