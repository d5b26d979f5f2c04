package dev.callescalation.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentitiesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"user":{"id":"u"},"application":{"id":"a"}}     | user                           | u
            {"user":null,"phone":{"id":"+49301"}}            | phone                          | +49301
            {"user":{"id":null},"guest":{"id":"g"}}          | guest                          | g
            {"user":{"id":"g","identityProvider":"None"}}    | guest                          | g
            {"encrypted":{"id":"e"}}                         | encrypted                      | e
            {"onPremises":{"id":"o"}}                        | onPremises                     | o
            {"acsUser":{"id":"8:acs:r_1"}}                   | acsUser                        | 8:acs:r_1
            {"azureCommunicationServicesUser":{"id":"8:a"}}  | azureCommunicationServicesUser | 8:a
            {"acsApplicationInstance":{"id":"i"}}            | acsApplicationInstance         | i
            {"@odata.type":"#x","nextYear":{"id":"n"}}       | nextYear                       | n
            {"device":{"id":"d"},"nextYear":{"id":"n"}}      | nextYear                       | n
            {"assertedIdentity":{"id":"a"},"user":{"id":"u"}}| user                           | u
            {"device":{"id":"d"}}                            | device                         | d
            {"encrypted":{"id":null,"displayName":"A"}}      | encrypted                      | ``
            {"phone":{"id":"anonymous"}}                     | phone                          | ``
            {"phone":{"id":" "}}                             | phone                          | ``
            {"nextYear":{}}                                  | nextYear                       | ``
            {"user":null}                                    | ``                             | ``
            {}                                               | ``                             | ``
            """)
    void keepsEveryKindUnderItsName(String identitySet, String kind, String id) throws JsonProcessingException {
        // when
        JsonNode identity = Identities.participant(json("{\"identity\":" + identitySet + "}"))
                .path("identity");
        // then
        assertThat(Identities.kind(identity)).isEqualTo(kind);
        assertThat(Identities.id(identity)).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value =
                    "{\"azureCommunicationServicesUser\":{\"id\":\"8:acs:r_1\",\"azureCommunicationServicesResourceId\":\"r\"}}")
    void keepsTheResourceOfAnAzureUser(String identitySet) throws JsonProcessingException {
        assertThat(Identities.read(json(identitySet))).contains((ObjectNode) json(identitySet));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
