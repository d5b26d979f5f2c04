package dev.callescalation.graph;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The address of a partner as an operator may set it: https, or plain http when the partner is this machine. */
public final class PartnerAddress {

    /** Names are not resolved: what a name server says today may be something else when the request is made. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]", Pattern.CASE_INSENSITIVE);

    private PartnerAddress() {}

    /**
     * @param setting named in the message when the address is refused
     * @return the address without slashes at its end
     * @throws IllegalArgumentException one sentence that names the setting
     */
    public static URI checked(String setting, String address) {
        String text = address == null ? "" : address.strip().replaceAll("/+$", "");
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean safe = scheme.equals("https") || scheme.equals("http") && isLoopback(uri.getHost());
            if (safe && uri.getHost() != null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // refused below, as everything else that is not an address
        }
        throw new IllegalArgumentException(setting + " must be an https address, or an http address of this machine"
                + " such as http://localhost:8082, not \"" + withoutUser(text) + "\"");
    }

    static boolean isLoopback(String host) {
        return host != null && LOOPBACK.matcher(host).matches();
    }

    /** A password in front of an at sign is not for the log. */
    private static String withoutUser(String text) {
        return text.replaceAll("//[^/@]*@", "//…@");
    }
}
