package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.RecordedRequest;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnsweringTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.answer.prefetch-media=a1=https://cdn.example.org/a.wav, a2=https://cdn.example.org/b.wav?x=1",
            "calls.webhook.public-url=https://bot.example.org/api/calls");

    @EachPrefix
    void answersWithServiceHostedMediaAndTheConfiguredPrefetch(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.incoming();
        // then
        RecordedRequest answer = answer(call);
        assertThat(answer.body()).isEqualTo(json(call.byDialect("""
                {"callback":"https://bot.example.org/api/calls","acceptModalities":["audio"],
                 "mediaConfig":{"@odata.type":"#microsoft.graph.serviceHostedMediaConfig","preFetchMedia":[
                   {"url":"https://cdn.example.org/a.wav","resourceId":"a1"},
                   {"url":"https://cdn.example.org/b.wav?x=1","resourceId":"a2"}]}}""", """
                {"callbackUri":"https://bot.example.org/api/calls","acceptedModalities":["audio"],
                 "mediaConfig":{"@odata.type":"#microsoft.graph.serviceHostedMediaConfig","preFetchMedia":[
                   {"@odata.type":"#microsoft.graph.mediaInfo","uri":"https://cdn.example.org/a.wav","resourceId":"a1"},
                   {"@odata.type":"#microsoft.graph.mediaInfo","uri":"https://cdn.example.org/b.wav?x=1",
                    "resourceId":"a2"}]}}""")));
    }

    @EachPrefix
    void acceptsOfTheModalitiesWhatAnAnswerMay(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        TestCall dataOnly = BUNDLE.call(prefix);
        // when
        call.tell(asking(call, "[\"video\",\"data\",\"audio\",\"videoBasedScreenSharing\"]"));
        dataOnly.tell(asking(dataOnly, "[\"data\"]"));
        // then
        String property = call.byDialect("acceptModalities", "acceptedModalities");
        assertThat(answer(call).body().path(property))
                .isEqualTo(json("[\"video\",\"audio\",\"videoBasedScreenSharing\"]"));
        assertThat(answer(dataOnly).body().path(property)).isEqualTo(json("[\"audio\"]"));
    }

    private static String asking(TestCall call, String modalities) {
        return call.incomingItem("{\"user\":{\"id\":\"u\"}}").replace("[\"audio\"]", modalities);
    }

    private static RecordedRequest answer(TestCall call) {
        return call.request("POST", call.calls() + "/" + call.callerCallId() + "/answer");
    }

    @EachPrefix
    void sendsTheScenarioOfTheCallAndAnIdOfItsOwn(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.incoming();
        // then
        RecordedRequest answer = answer(call);
        assertThat(answer.headers())
                .containsEntry("scenario-id", call.scenarioId())
                .hasEntrySatisfying("client-request-id", id -> assertThat(id).matches("[0-9a-f-]{36}"));
    }
}
