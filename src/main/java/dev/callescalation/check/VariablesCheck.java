package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Variable;

/** Every ${variable} is set by something, and none is set under a name that is a misspelt other one. */
record VariablesCheck(Parsed bundle, Findings findings) {

    private static final Pattern READ =
            Pattern.compile("\\$(?:simple)?\\{variable(?:[.:]|s?\\[\\s*['\"]?)([A-Za-z0-9_]+)");

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");

    static void check(Parsed bundle, Findings findings) {
        VariablesCheck check = new VariablesCheck(bundle, findings);
        check.set();
        check.read();
    }

    private void set() {
        Set<String> set = Variables.all(bundle);
        bundle.properties()
                .forEach(property -> property.matches(READ)
                        .map(match -> match.group(1))
                        .filter(name -> !set.contains(name))
                        .forEach(name -> findings.add(
                                property,
                                "nothing sets the variable '" + name + "'",
                                Suggestions.hint(name, set, "set it with setVariable in a route"))));
    }

    /** A variable that nothing reads may be one for a bean; beside a name that is read it is a mistake. */
    private void read() {
        Set<String> known = Variables.all(bundle);
        Set<String> words = bundle.texts().map(Property::text).collect(Collectors.toSet()).stream()
                .filter(text -> text.contains("{"))
                .flatMap(VariablesCheck::words)
                .collect(Collectors.toCollection(TreeSet::new));
        bundle.files().of(Kind.TEMPLATE).forEach(file -> words(file.text()).forEach(words::add));
        Set<String> ofBeans = ofBeans();
        words.addAll(ofBeans);
        known.retainAll(words);
        known.addAll(Variables.setByTheProgram());
        known.addAll(Variables.ofTemplates(bundle));
        known.addAll(ofBeans);
        Variables.written(bundle)
                .filter(write -> !write.removed() && !words.contains(write.variable()))
                .filter(write -> !known.contains(write.variable()))
                .forEach(write -> Suggestions.to(write.variable(), known)
                        .ifPresent(near -> findings.add(
                                write.at(),
                                "nothing reads the variable '" + write.variable() + "'",
                                "did you mean '" + near + "'?")));
    }

    private static Stream<String> words(String text) {
        Matcher words = WORD.matcher(text);
        return words.results().map(word -> word.group());
    }

    /** Those that methods of beans ask for. */
    private Set<String> ofBeans() {
        return BeansCheck.types(bundle.settings())
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getParameterAnnotations)
                .flatMap(Stream::of)
                .flatMap(Stream::of)
                .filter(Variable.class::isInstance)
                .map(annotation -> ((Variable) annotation).value())
                .collect(Collectors.toSet());
    }
}
