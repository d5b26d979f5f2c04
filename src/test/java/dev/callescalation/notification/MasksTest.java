package dev.callescalation.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            on {"user":{"displayName":"Ada","id":"ada0"}} of | on {"user":{"displayName":"...","id":"..."}} of
            {"user" : { "id" : "a", "displayName" : "\\"A\\"" }} | {"user" : { "id" : "...", "displayName" : "..." }}
            {"guest":{"id":"g"},"phone":{"id":"12"}}         | {"guest":{"id":"..."},"phone":{"id":"..."}}
            {"encrypted":{"tenantId":"t","id":"e"}}          | {"encrypted":{"tenantId":"t","id":"..."}}
            {"identity":{"nextYear":{"id":"n"}}}             | {"identity":{"nextYear":{"id":"..."}}}
            {"identity":{"application":{"id":"a"}}}          | {"identity":{"application":{"id":"a"}}}
            {user={displayName=Ada Example, tenantId=t}}     | {user={displayName=..., tenantId=t}}
            {"application":{"id":"bot-1"},"id":"call-1"}     | {"application":{"id":"bot-1"},"id":"call-1"}
            No meeting for 8:orgid:550fae72, +4930123456     | No meeting for 8:orgid:... +...
            no meeting at https://t.x/meet/12?p=xY9&a=b, sorry | no meeting at https://t.x/meet/12?..., sorry
            {"toneInfo":{"sequenceId":1,"tone":"tone4"}}     | {"toneInfo":{"sequenceId":1,"tone":"..."}}
            callback https://b.x/api/calls?escalation=e-1    | callback https://b.x/api/calls?escalation=e-1
            call 0ad5c4a1-0000-4000-8000-00000000aa10 of $1 \\| call 0ad5c4a1-0000-4000-8000-00000000aa10 of $1 \\
            """)
    void takesPeopleOutAndLeavesCalls(String text, String masked) {
        assertThat(Masks.people(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"displayName", "id"})
    void takesLongOnes(String property) {
        // given
        String text = "{\"user\":{\"" + property + "\":\"" + "a\\\"".repeat(100_000) + "\"}}";
        // when
        String masked = Masks.people(text);
        // then
        assertThat(masked).isEqualTo("{\"user\":{\"" + property + "\":\"...\"}}");
    }
}
