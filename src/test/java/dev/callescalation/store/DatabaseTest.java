package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseTest {

    @Test
    void namesTheSettingAndHidesThePasswordOfAnAddressThatNoDriverTakes() {
        assertThatThrownBy(() -> new Database("jdbc:postgresql://bot:hidden@store:port/calls", "", ""))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("calls.store.url jdbc:postgresql://store:port/calls is no address that its driver takes")
                .hasNoCause();
    }
}
