package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An order to let somebody call the bot.
 *
 * @param skypeFirst true to announce the call in the format from before Graph first
 * @param presses    the digits that the caller presses after each prompt, once the bot has subscribed to them
 * @param faults     of this scenario only
 */
record CallOrder(
        Form form,
        ObjectNode caller,
        List<String> modalities,
        String tenantId,
        String scenarioId,
        boolean skypeFirst,
        List<String> presses,
        List<Fault> faults) {

    /** Longer ones would not do as a header; a GUID has 36 characters. */
    private static final String SCENARIO_ID = "[A-Za-z0-9._:-]{1,100}";

    /** Every field has a default; what cannot be read is an IllegalArgumentException of one sentence. */
    static CallOrder of(JsonNode json, String defaultTenant) {
        StrictFields fields = new StrictFields(
                "a test call",
                json,
                "form",
                "caller",
                "requestedModalities",
                "tenantId",
                "scenario",
                "skypeFirst",
                "presses",
                "faults");
        return new CallOrder(
                form(fields),
                caller(fields),
                modalities(fields),
                fields.text("tenantId", defaultTenant),
                scenarioId(fields),
                fields.yes("skypeFirst"),
                presses(fields),
                faults(fields));
    }

    private static Form form(StrictFields fields) {
        String word = fields.text("form", Form.COMMUNICATIONS.word());
        return Form.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown form '" + word + "'; possible are: communications, app, applications."));
    }

    private static ObjectNode caller(StrictFields fields) {
        if (!fields.has("caller")) {
            return IdentitySets.ada();
        }
        JsonNode caller = fields.node("caller");
        if (!caller.isObject() || IdentitySets.kind(caller).isEmpty()) {
            throw new IllegalArgumentException("The caller must be an identity set, such as "
                    + "{\"user\": {\"id\": \"…\", \"displayName\": \"…\"}}, or {\"phone\": {\"id\": null}} for a"
                    + " withheld number; possible kinds are: " + String.join(", ", IdentitySets.KINDS) + ".");
        }
        return (ObjectNode) caller;
    }

    private static List<String> modalities(StrictFields fields) {
        if (!fields.has("requestedModalities")) {
            return List.of("audio");
        }
        Optional<List<String>> modalities = Modalities.read(fields.node("requestedModalities"));
        return modalities.orElseThrow(() ->
                new IllegalArgumentException("requestedModalities must be a list of: " + Modalities.words() + "."));
    }

    private static List<String> presses(StrictFields fields) {
        List<String> presses = new ArrayList<>();
        if (fields.has("presses")) {
            if (!fields.node("presses").isArray()) {
                throw new IllegalArgumentException("Field 'presses' of a test call must be a list.");
            }
            for (JsonNode one : fields.node("presses")) {
                if (!one.isTextual() || !one.textValue().matches("[0-9*#!a-d]*")) {
                    throw new IllegalArgumentException("Field 'presses' of a test call must be a list of texts such as"
                            + " \"12#\", each pressed after a prompt; possible are 0 to 9, * # ! (flash), and a to d.");
                }
                presses.add(one.textValue());
            }
        }
        return presses;
    }

    private static String scenarioId(StrictFields fields) {
        String id = fields.text("scenario", Ids.guid());
        if (!id.matches(SCENARIO_ID)) {
            throw new IllegalArgumentException(
                    "The scenario must be 1 to 100 letters, digits, dots, underscores, colons or dashes.");
        }
        return id;
    }

    private static List<Fault> faults(StrictFields fields) {
        List<Fault> faults = new ArrayList<>();
        if (fields.has("faults")) {
            if (!fields.node("faults").isArray()) {
                throw new IllegalArgumentException("Field 'faults' of a test call must be a list.");
            }
            fields.node("faults").forEach(fault -> faults.add(FaultReader.fault(fault)));
        }
        return faults;
    }
}
