package dev.callescalation.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.escalation.Listings.Place;
import dev.callescalation.notification.MalformedMessageException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which page of a list a request asks for, and where the next one is.
 *
 * @param parameters of the request, without the cursor and what is empty
 */
record Paging(Map<String, String> parameters, Place after, int limit) {

    static final int MOST = 100;

    private static final String CURSOR = "cursor";
    private static final String LIMIT = "limit";

    /**
     * Reads the parameters of those names, besides {@code cursor} and {@code limit}.
     *
     * @throws MalformedMessageException when one cannot be read
     */
    static Paging of(Map<String, Object> headers, List<String> names) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : names) {
            put(parameters, name, text(headers, name));
        }
        put(parameters, LIMIT, text(headers, LIMIT));
        String limit = parameters.getOrDefault(LIMIT, String.valueOf(MOST));
        if (!limit.matches("[1-9][0-9]?|100")) {
            throw new MalformedMessageException("limit must be a number from 1 to 100.");
        }
        return new Paging(parameters, place(text(headers, CURSOR)), Integer.parseInt(limit));
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static String text(Map<String, Object> headers, String name) {
        return String.valueOf(headers.getOrDefault(name, "")).strip();
    }

    /** Empty where it is not given. */
    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    /**
     * The page, with the address of the next one if there is one.
     *
     * @param found one more than the page has, if there are as many
     */
    <T> ObjectNode page(
            String path, String name, List<T> found, Function<T, ObjectNode> shown, Function<T, Place> place) {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        ArrayNode list = view.putArray(name);
        found.stream().limit(limit).map(shown).forEach(list::add);
        if (found.size() > limit) {
            view.put("next", next(path, place.apply(found.get(limit - 1))));
        }
        return view;
    }

    private String next(String path, Place last) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put(
                CURSOR,
                Base64.getUrlEncoder().withoutPadding().encodeToString((last.at() + ":" + last.id()).getBytes(UTF_8)));
        return path + "?"
                + all.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
    }

    private static Place place(String cursor) {
        if (cursor.isEmpty()) {
            return Place.TOP;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(":", 2);
            return new Place(Long.parseLong(parts[0]), parts[1]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new MalformedMessageException("cursor must be one that a page has named as the next.");
        }
    }
}
