package dev.callescalation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.seda.BlockingQueueFactory;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.SimpleFunction;
import org.apache.camel.spi.Synchronization;

/** Which part may know which. */
@AnalyzeClasses(packages = "dev.callescalation", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] SANDBOX_JAR = {
        "dev.callescalation.sandbox..", "dev.callescalation.story..", "dev.callescalation.rehearsal.."
    };

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
                    "dev.callescalation.addon..",
                    "org.apache.camel..");

    /** Sandbox and stories are a jar of their own, which a production image leaves out. */
    @ArchTest
    static final ArchRule THE_PROGRAM_KNOWS_NEITHER_SANDBOX_NOR_STORIES = noClasses()
            .that()
            .resideOutsideOfPackages(SANDBOX_JAR)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SANDBOX_JAR);

    /**
     * Steps, policies, expressions, queues and endpoints of routes know the exchange, and so does what ends with it; what
     * they use is plain Java.
     */
    @ArchTest
    static final ArchRule ONLY_STEPS_AND_FUNCTIONS_KNOW_THE_EXCHANGE = noClasses()
            .that()
            .doNotImplement(Processor.class)
            .and()
            .doNotImplement(SimpleFunction.class)
            .and()
            .doNotImplement(Policy.class)
            .and()
            .doNotImplement(Expression.class)
            .and()
            .doNotImplement(AsyncCallback.class)
            .and()
            .doNotImplement(Synchronization.class)
            .and()
            .areNotAssignableTo(Component.class)
            .and()
            .areNotAssignableTo(Endpoint.class)
            .and()
            .doNotImplement(BlockingQueueFactory.class)
            .and()
            .doNotImplement(EndpointStrategy.class)
            .and()
            .areNotAssignableTo(Producer.class)
            .and()
            .areNotAssignableTo(Consumer.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Exchange.class);
}
