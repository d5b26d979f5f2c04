package dev.callescalation.editing;

import dev.callescalation.editing.SourceFile.Kind;
import dev.callescalation.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A Camel context that holds the routes of one set of files, and nothing else: servers, health and whatever there is
 * once in a program belong to the context of the program.
 */
class RoutesContext extends SimpleMain {

    /** Settings of what there is once in a program, and places of files, which are in memory already. */
    private static final Pattern OF_THE_PROGRAM = Pattern.compile(
            "camel\\.(metrics|opentelemetry2?|startupcondition)\\..*|camel\\.main\\.routes(includepattern|reload.*)");

    private final FileSet files;

    RoutesContext(FileSet files, Properties settings, Properties overrides, BeanRepository... beans) {
        super(new DefaultCamelContext(new DefaultRegistry(beans)));
        this.files = files;
        getCamelContext().getPropertiesComponent().addPropertiesFunction(new Secrets(getCamelContext()));
        // the files have been read, and they count as they were then
        setDefaultPropertyPlaceholderLocation("false");
        setInitialProperties(without(settings, OF_THE_PROGRAM));
        setOverrideProperties(without(overrides, OF_THE_PROGRAM));
        addOverrideProperty("camel.main.startup-summary-level", "off");
        addOverrideProperty("camel.server.enabled", "false");
        addOverrideProperty("camel.management.enabled", "false");
    }

    static Properties without(Properties settings, Pattern keys) {
        Properties rest = new Properties();
        settings.stringPropertyNames().stream()
                .filter(key -> !keys.matcher(key.replace("-", "").toLowerCase(Locale.ROOT))
                        .matches())
                .forEach(key -> rest.setProperty(key, settings.getProperty(key)));
        return rest;
    }

    /** In place of Camel's own search for files. */
    @Override
    protected void configureRoutes(CamelContext context) throws Exception {
        List<Resource> resources = new ArrayList<>();
        files.of(Kind.KAMELET).forEach(file -> resources.add(resource(file)));
        files.of(Kind.ROUTES).forEach(file -> resources.add(resource(file)));
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }

    private static Resource resource(SourceFile file) {
        return ResourceHelper.fromString("file:" + file.name(), file.text());
    }
}
