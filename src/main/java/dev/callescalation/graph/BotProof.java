package dev.callescalation.graph;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.X509CertUtils;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import dev.callescalation.secret.KeyFiles;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;

/** How the bot proves to the login host who it is: with a secret that both know, or with a key that it alone has. */
interface BotProof {

    /** @param tokenEndpoint whom it is shown to; it holds there only */
    ClientAuthentication at(URI tokenEndpoint);

    /** The text without what must not get out. */
    default String hideIn(String text) {
        return text;
    }

    static BotProof secret(ClientID bot, String secret) {
        ClientSecretPost proof = new ClientSecretPost(bot, new Secret(secret));
        return new BotProof() {
            @Override
            public ClientAuthentication at(URI tokenEndpoint) {
                return proof;
            }

            @Override
            public String hideIn(String text) {
                return text.replace(secret, "***");
            }
        };
    }

    /**
     * An assertion that lives five minutes, signed PS256 and with the certificate's thumbprint {@code x5t#S256}
     * (Microsoft identity platform: application authentication certificate credentials; RFC 7523).
     *
     * @throws IllegalArgumentException when the key is not RSA
     */
    static BotProof certificate(ClientID bot, KeyFiles files, Clock clock) {
        if (!"RSA".equals(files.key().getAlgorithm())) {
            throw new IllegalArgumentException(
                    "the key of calls.bot.certificate-file is not RSA, as the login host needs");
        }
        JWSSigner signer = new RSASSASigner(files.key());
        Base64URL thumbprint = X509CertUtils.computeSHA256Thumbprint(
                (X509Certificate) files.chain().get(0));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.PS256)
                .x509CertSHA256Thumbprint(thumbprint)
                .build();
        return tokenEndpoint -> {
            Date now = Date.from(clock.instant());
            Date end = Date.from(clock.instant().plusSeconds(300));
            JWTAuthenticationClaimsSet claims = new JWTAuthenticationClaimsSet(
                    bot, new Audience(tokenEndpoint).toSingleAudienceList(), end, now, now, new JWTID());
            try {
                SignedJWT assertion = new SignedJWT(header, claims.toJWTClaimsSet());
                assertion.sign(signer);
                return new PrivateKeyJWT(assertion);
            } catch (JOSEException e) {
                throw new IllegalStateException("the key of calls.bot.certificate-file cannot sign", e);
            }
        };
    }
}
