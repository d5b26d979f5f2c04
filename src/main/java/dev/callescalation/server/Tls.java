package dev.callescalation.server;

import dev.callescalation.secret.KeyFiles;
import java.util.UUID;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The certificate that a server of ours shows, in the form that Camel's servers take it. */
final class Tls {

    private Tls() {}

    static SSLContextParameters of(KeyFiles files) {
        String inMemory = UUID.randomUUID().toString();
        KeyStoreParameters store = new KeyStoreParameters();
        store.setKeyStore(files.keyStore(inMemory.toCharArray()));
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword(inMemory);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setKeyManagers(keys);
        return tls;
    }
}
