package dev.callescalation.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opening hours go by the clock on the wall of the desk. */
class OpeningHoursTest {

    /** 2026-03-29 01:00 UTC: 02:00 becomes 03:00 in Berlin; 2026-10-25 01:00 UTC: 03:00 becomes 02:00. */
    @ParameterizedTest(name = "{0} at {1} is {2}")
    @CsvSource(delimiter = '|', textBlock = """
            Mo-Fr 08:00-12:00 13:00-18:00, Sa 09:00-12:00 | 2026-01-05T06:59:59Z | false
            Mo-Fr 08:00-12:00 13:00-18:00, Sa 09:00-12:00 | 2026-01-05T07:00:00Z | true
            Mo-Fr 08:00-12:00 13:00-18:00, Sa 09:00-12:00 | 2026-01-05T11:00:00Z | false
            Mo-Fr 08:00-12:00 13:00-18:00, Sa 09:00-12:00 | 2026-01-05T12:00:00Z | true
            Mo-Fr 08:00-12:00 13:00-18:00, Sa 09:00-12:00 | 2026-01-05T17:00:00Z | false
            Mo-Fr 08:00-12:00 13:00-18:00, Sa 09:00-12:00 | 2026-01-10T10:59:59Z | true
            Mo-Fr 08:00-12:00 13:00-18:00, Sa 09:00-12:00 | 2026-01-11T10:00:00Z | false
            Mo-Fr 08:00-18:00  | 2026-03-27T06:59:59Z | false
            Mo-Fr 08:00-18:00  | 2026-03-27T07:00:00Z | true
            Mo-Fr 08:00-18:00  | 2026-03-30T05:59:59Z | false
            Mo-Fr 08:00-18:00  | 2026-03-30T06:00:00Z | true
            Mo-Fr 08:00-18:00  | 2026-10-26T06:59:59Z | false
            Mo-Fr 08:00-18:00  | 2026-10-26T07:00:00Z | true
            Su 02:00-03:00     | 2026-03-29T00:59:59Z | false
            Su 02:00-03:00     | 2026-03-29T01:00:00Z | false
            Su 01:00-03:30     | 2026-03-29T01:29:59Z | true
            Su 01:00-03:30     | 2026-03-29T01:30:00Z | false
            Su 02:00-03:00     | 2026-10-25T00:00:00Z | true
            Su 02:00-03:00     | 2026-10-25T01:59:59Z | true
            Su 02:00-03:00     | 2026-10-25T02:00:00Z | false
            Sa 22:00-06:00     | 2026-03-28T21:00:00Z | true
            Sa 22:00-06:00     | 2026-03-29T03:59:59Z | true
            Sa 22:00-06:00     | 2026-03-29T04:00:00Z | false
            Sa 22:00-06:00     | 2026-10-25T04:59:59Z | true
            Sa 22:00-06:00     | 2026-10-25T05:00:00Z | false
            Sa 22:00-06:00     | 2026-03-28T04:00:00Z | false
            Sa-Mo 10:00-11:00  | 2026-01-12T09:30:00Z | true
            Sa-Mo 10:00-11:00  | 2026-01-13T09:30:00Z | false
            Mo 00:00-24:00     | 2026-01-05T22:59:59Z | true
            Mo 00:00-24:00     | 2026-01-05T23:00:00Z | false
            We-Th 22:00-06:00  | 2026-12-25T04:00:00Z | true
            Fr 08:00-18:00     | 2026-12-25T10:00:00Z | false
            Fr 22:00-06:00     | 2026-12-26T03:00:00Z | false
            """)
    void isOpenByTheClockOnTheWall(String hours, Instant now, boolean open) {
        // given
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        OpeningHours desk = OpeningHours.of(hours, "Europe/Berlin", "2026-12-25, 2026-12-26");
        // then
        assertThat(desk.isOpen(clock.instant())).isEqualTo(open);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            Mo-Fr 8-12        | Europe/Berlin | ''         | 'Mo-Fr 8-12' is not days and times, such as Mo-Fr
            Mo-Fr 08:00-25:00 | Europe/Berlin | ''         | 'Mo-Fr 08:00-25:00' is not days
            Mon 08:00-12:00   | Europe/Berlin | ''         | 'Mon 08:00-12:00' is not days
            Mo 08:00-12:00,   | Europe/Berlin | ''         | '' is not days
            Mo 08:00-08:00    | Europe/Berlin | ''         | a whole day is 00:00-24:00
            Mo 08:00-12:00    | ''            | ''         | '' is not a time zone, such as Europe/Berlin
            Mo 08:00-12:00    | Europe/Berln  | ''         | 'Europe/Berln' is not a time zone
            Mo 08:00-12:00    | Europe/Berlin | 25.12.2026 | '25.12.2026' is not days, such as 2026-12-25
            Mo 08:00-12:00    | Europe/Berlin | 2026-02-29 | '2026-02-29' is not days
            """)
    void saysWhatCannotBeRead(String hours, String zone, String holidays, String says) {
        assertThatThrownBy(() -> OpeningHours.of(hours, zone, holidays))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }
}
