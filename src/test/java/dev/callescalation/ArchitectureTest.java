package dev.callescalation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.callescalation.sandbox.Fault;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.SimpleFunction;

/** Which part may know which. */
@AnalyzeClasses(packages = "dev.callescalation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PARTS_DO_NOT_KNOW_EACH_OTHER_IN_CIRCLES =
            slices().matching("dev.callescalation.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_SANDBOX_KNOWS_NOTHING_OF_THE_BUNDLE = noClasses()
            .that()
            .resideInAPackage("..sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.callescalation.notification..",
                    "dev.callescalation.escalation..",
                    "dev.callescalation.graph..",
                    "dev.callescalation.webhook..",
                    "dev.callescalation.control..",
                    "org.apache.camel..");

    @ArchTest
    static final ArchRule ONLY_THE_PROGRAM_AND_STORIES_USE_THE_SANDBOX = classes()
            .that()
            .resideInAPackage("..sandbox..")
            .and()
            .arePublic()
            .and()
            .areNotAssignableTo(Fault.class)
            .should()
            .onlyBeAccessed()
            .byAnyPackage("dev.callescalation", "..sandbox..", "..story..");

    /** The check of stories reads faults as the sandbox does. */
    @ArchTest
    static final ArchRule FAULTS_ARE_KNOWN_TO_THE_CHECK_TOO = classes()
            .that()
            .areAssignableTo(Fault.class)
            .should()
            .onlyBeAccessed()
            .byAnyPackage("..sandbox..", "..story..", "..check..");

    /** Steps of a route, and functions of its expressions, know the exchange; what they use is plain Java. */
    @ArchTest
    static final ArchRule ONLY_STEPS_AND_FUNCTIONS_KNOW_THE_EXCHANGE = noClasses()
            .that()
            .doNotImplement(Processor.class)
            .and()
            .doNotImplement(AggregationStrategy.class)
            .and()
            .doNotImplement(SimpleFunction.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Exchange.class);
}
