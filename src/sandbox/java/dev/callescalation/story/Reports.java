package dev.callescalation.story;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Reports the results of stories: to people as text, to build servers as JUnit XML. */
final class Reports {

    /** Characters that XML cannot hold. A caller may have sent some. */
    private static final String NOT_IN_XML = "[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD]";

    private Reports() {}

    /**
     * A line for each story that went well; for others what was expected and what came, in each form.
     *
     * @param took all of it together
     */
    static String text(List<PlayResult> results, Duration took) {
        StringBuilder text = new StringBuilder();
        byFile(results).forEach((file, plays) -> {
            List<PlayResult> failed =
                    plays.stream().filter(play -> !play.isOk()).toList();
            String description = plays.get(0).description();
            if (failed.isEmpty()) {
                Duration longest = plays.stream().map(PlayResult::took).reduce(Duration.ZERO, Reports::longer);
                text.append(String.format(Locale.ROOT, "ok      %s  (%s s)%n", description, seconds(longest)));
            }
            for (PlayResult play : failed) {
                text.append(String.format(
                        Locale.ROOT,
                        "FAILED  %s  (%s)%n",
                        description,
                        play.form().word()));
                text.append(play.report().indent(8));
            }
        });
        long wrong = results.stream()
                .filter(play -> !play.isOk())
                .map(PlayResult::file)
                .distinct()
                .count();
        int stories = byFile(results).size();
        return text.append(String.format(
                        Locale.ROOT,
                        "%d of %d %s passed, in %s s%n",
                        stories - wrong,
                        stories,
                        stories == 1 ? "story" : "stories",
                        seconds(took)))
                .toString();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private static Map<String, List<PlayResult>> byFile(List<PlayResult> results) {
        Map<String, List<PlayResult>> byFile = new LinkedHashMap<>();
        results.forEach(play ->
                byFile.computeIfAbsent(play.file(), file -> new ArrayList<>()).add(play));
        return byFile;
    }

    /**
     * Writes a suite for each story file, with a test case for each form. Folders on the way are made.
     *
     * @throws IOException when the file cannot be written
     */
    static void junit(List<PlayResult> results, Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        try (Writer writer = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(writer);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Map.Entry<String, List<PlayResult>> story : byFile(results).entrySet()) {
                suite(xml, story.getKey(), story.getValue());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void suite(XMLStreamWriter xml, String file, List<PlayResult> plays) throws XMLStreamException {
        long failures = plays.stream().filter(play -> !play.isOk()).count();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", file);
        xml.writeAttribute("tests", String.valueOf(plays.size()));
        xml.writeAttribute("failures", String.valueOf(failures));
        xml.writeAttribute("errors", "0");
        for (PlayResult play : plays) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", file);
            xml.writeAttribute("name", play.description() + " (" + play.form().word() + ")");
            xml.writeAttribute(
                    "time", String.format(Locale.ROOT, "%.3f", play.took().toMillis() / 1000.0));
            if (!play.isOk()) {
                String report = play.report().replaceAll(NOT_IN_XML, "?");
                xml.writeStartElement("failure");
                xml.writeAttribute("message", report.lines().findFirst().orElse(""));
                xml.writeCharacters(report);
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
