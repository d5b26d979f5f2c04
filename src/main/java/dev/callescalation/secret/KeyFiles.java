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
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key and its certificates, as they lie on the disk: PEM (RFC 7468; the key in PKCS #8 and not encrypted) in
 * one file or in two, in any order and with any text around them, or one PKCS #12 file.
 *
 * @param key   RSA or elliptic curve
 * @param chain the certificate of the key first, then those that signed the one before; never empty
 */
public record KeyFiles(PrivateKey key, List<Certificate> chain) {

    private static final String IN_MEMORY = "this Java cannot keep a key in memory";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----(.+?)-----END \\1-----", Pattern.DOTALL);
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", Pattern.DOTALL);
    private static final Pattern BASE64 = Pattern.compile("MI[A-Za-z0-9+/=\\s]+");

    /**
     * @param part            part of the settings that name the files, for the message: {@code calls.<part>.key-file}
     * @param certificateFile PEM or PKCS #12, whatever its name
     * @param keyFile         PEM; blank when the key is in the first one
     * @param password        of the PKCS #12 file; empty when it has none
     * @throws IllegalArgumentException when they cannot be read; the message names the setting
     */
    public static KeyFiles read(String part, String certificateFile, String keyFile, String password) {
        Source certificates = Source.read("calls." + part + ".certificate-file", certificateFile);
        if (!certificates.isPem()) {
            return pkcs12(certificates, password);
        }
        Source source = keyFile.isBlank() ? certificates : Source.read("calls." + part + ".key-file", keyFile);
        PrivateKey key = pemKey(source);
        return new KeyFiles(key, chain(key, pemCertificates(certificates), certificates));
    }

    /**
     * The certificates of a PEM file.
     *
     * @throws IllegalArgumentException when there are none; the message names the setting
     */
    public static List<X509Certificate> certificates(String setting, String file) {
        return pemCertificates(Source.read(setting, file));
    }

    /** When the first certificate of the chain ends. */
    public Instant endsAt() {
        return chain.stream()
                .map(certificate ->
                        ((X509Certificate) certificate).getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** A key store of Java's, for {@link #takeThePlaceIn}. */
    public static KeyStore emptyKeyStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(IN_MEMORY, e);
        }
    }

    /** The store holds this key from now on, and nothing else; it is never empty meanwhile. */
    public void takeThePlaceIn(KeyStore store, char[] password) {
        try {
            List<String> before = Collections.list(store.aliases());
            // a new name: who has remembered the old one must not find another key there
            store.setKeyEntry(UUID.randomUUID().toString(), key, password, chain.toArray(new Certificate[0]));
            for (String alias : before) {
                store.deleteEntry(alias);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(IN_MEMORY, e);
        }
    }

    private static KeyFiles pkcs12(Source file, String password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file.content), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey key) {
                    Certificate[] chain = store.getCertificateChain(alias);
                    if (chain == null) {
                        throw file.wrong("holds no certificate of its key", null);
                    }
                    return new KeyFiles(key, List.of(chain));
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw file.wrong(
                    BASE64.matcher(file.text()).matches()
                            ? "is base64 text; decode it with: base64 -d"
                            : "is neither PEM nor a PKCS #12 file, or "
                                    + (password.isEmpty() ? "needs a password" : "its password is wrong"),
                    e);
        }
        throw file.wrong("is a PKCS #12 file without a private key that is encrypted", null);
    }

    private static PrivateKey pemKey(Source file) {
        Matcher pem = KEY.matcher(file.text());
        if (!pem.find()) {
            throw file.wrong("holds no PRIVATE KEY", null);
        }
        if (!pem.group(1).equals("PRIVATE KEY")) {
            throw file.wrong(
                    "holds an " + pem.group(1) + ", not a PRIVATE KEY; convert it with: openssl pkcs8 -topk8 -nocrypt",
                    null);
        }
        try {
            return key(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(2))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw file.wrong("holds a PRIVATE KEY that is no RSA or EC key", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec encoded) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        }
    }

    private static List<X509Certificate> pemCertificates(Source file) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (MatchResult pem : CERTIFICATE.matcher(file.text()).results().toList()) {
                byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded)));
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw file.wrong("holds a CERTIFICATE that cannot be read", e);
        }
        if (found.isEmpty()) {
            throw file.wrong("holds no CERTIFICATE", null);
        }
        return found;
    }

    /** Of certificates in any order: that of the key, and what leads from it to the root. */
    private static List<Certificate> chain(PrivateKey key, List<X509Certificate> given, Source file) {
        List<X509Certificate> rest = new ArrayList<>(given);
        List<Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next =
                rest.stream().filter(candidate -> isPair(key, candidate)).findFirst();
        while (next.isPresent()) {
            X509Certificate last = next.get();
            chain.add(last);
            rest.remove(last);
            next = rest.stream()
                    .filter(candidate -> candidate.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst();
        }
        if (chain.isEmpty()) {
            throw file.wrong("holds no certificate of the private key", null);
        }
        return chain;
    }

    private static boolean isPair(PrivateKey key, X509Certificate certificate) {
        byte[] text = {1};
        try {
            Signature signature = Signature.getInstance("SHA256with" + (key instanceof RSAKey ? "RSA" : "ECDSA"));
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A file, and the setting that names it. */
    private record Source(String setting, String file, byte[] content) {

        private static Source read(String setting, String file) {
            if (file.isBlank()) {
                throw new IllegalArgumentException(setting + " is missing");
            }
            try {
                return new Source(setting, file, Files.readAllBytes(Path.of(file.strip())));
            } catch (IOException | InvalidPathException e) {
                throw new IllegalArgumentException(setting + " names '" + file + "', which cannot be read: " + e, e);
            }
        }

        private String text() {
            return new String(content, StandardCharsets.US_ASCII);
        }

        private boolean isPem() {
            return text().contains("-----BEGIN ");
        }

        private IllegalArgumentException wrong(String what, Exception cause) {
            return new IllegalArgumentException(setting + " names " + file + ", which " + what, cause);
        }
    }
}
