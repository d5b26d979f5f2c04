package dev.callescalation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs a test for each way in which Graph may speak of a call: both prefixes of the old dialect, and today's. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ValueSource(strings = {"/app", "/applications/8A34A46B-3D17-4ADC-8DCE-DC4E7D572698", "/communications"})
public @interface EachPrefix {}
