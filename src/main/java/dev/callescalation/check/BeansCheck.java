package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Processor;

/** Beans of the settings that routes name exist, and have the methods and properties that are used. */
final class BeansCheck {

    private static final String BEANS = "camel.beans.";
    private static final Pattern IN_SIMPLE =
            Pattern.compile("\\$\\{bean:([A-Za-z0-9_-]+)(?:[?.](?:method=)?([A-Za-z0-9_]+)(\\([^}]*\\))?)?");

    private final Parsed bundle;
    private final Findings findings;
    private final Map<String, Optional<Class<?>>> beans = new TreeMap<>();

    private BeansCheck(Parsed bundle, Findings findings) {
        this.bundle = bundle;
        this.findings = findings;
    }

    static void check(Parsed bundle, Findings findings) {
        BeansCheck check = new BeansCheck(bundle, findings);
        check.made();
        check.properties();
        bundle.entries("beans")
                .forEach(entry -> entry.node()
                        .forEach(bean -> check.beans.put(bean.path("name").asText(), Optional.empty())));
        bundle.walk(check::use);
    }

    private void made() {
        Settings settings = bundle.settings();
        for (String key : settings.keys()) {
            String name = key.startsWith(BEANS) ? key.substring(BEANS.length()) : "";
            if (name.isEmpty() || name.contains(".")) {
                continue;
            }
            String value = settings.value(key);
            beans.put(name, Optional.empty());
            if (value.startsWith("#class:")) {
                // a factory method may make anything: #class:<type>#<method>
                String[] maker = value.substring("#class:".length())
                        .replaceFirst("\\(.*", "")
                        .split("#", 2);
                try {
                    Class<?> type = Class.forName(maker[0], false, getClass().getClassLoader());
                    beans.put(name, maker.length == 1 ? Optional.of(type) : Optional.empty());
                } catch (ClassNotFoundException | LinkageError e) {
                    setting(key, "there is no class " + maker[0], "correct the name, or add its jar");
                }
            }
        }
    }

    private void properties() {
        for (String key : bundle.settings().keys()) {
            String[] parts =
                    key.startsWith(BEANS) ? key.substring(BEANS.length()).split("\\.") : new String[0];
            if (parts.length < 2) {
                continue;
            }
            Optional<Class<?>> type = beans.get(parts[0]);
            if (type == null) {
                setting(
                        key,
                        "there is no bean '" + parts[0] + "'",
                        Suggestions.hint(parts[0], beans.keySet(), "add " + BEANS + parts[0] + " = #class:…"));
                continue;
            }
            Set<String> known = new TreeSet<>();
            type.ifPresent(bean -> Arrays.stream(bean.getMethods())
                    .filter(method -> method.getName().matches("set[A-Z].*") && method.getParameterCount() == 1)
                    .map(method -> Character.toLowerCase(method.getName().charAt(3))
                            + method.getName().substring(4))
                    .forEach(known::add));
            if (type.isPresent() && known.stream().noneMatch(parts[1].replace("-", "")::equalsIgnoreCase)) {
                setting(
                        key,
                        "the bean '" + parts[0] + "' has no property '" + parts[1] + "'",
                        Suggestions.hint(parts[1], known, "it has " + String.join(", ", known)));
            }
            String value = bundle.settings().value(key);
            if (value.startsWith("#bean:") && !beans.containsKey(value.substring(6))) {
                setting(
                        key,
                        "there is no bean '" + value.substring(6) + "'",
                        Suggestions.hint(value.substring(6), beans.keySet(), "add it"));
            }
        }
    }

    private void setting(String key, String wrong, String instead) {
        findings.add(bundle.settings().finding(key, wrong, instead));
    }

    private void use(YamlFile file, String pointer, String name, JsonNode value) {
        if (name.equals("process")
                && exists(file, pointer + "/ref", value.path("ref").asText())) {
            beans.get(value.path("ref").asText())
                    .filter(type -> !Processor.class.isAssignableFrom(type))
                    .ifPresent(type -> findings.add(
                            file.name(),
                            file.line(pointer + "/ref"),
                            "the bean '" + value.path("ref").asText() + "' is no step of its own",
                            "call one of its methods: method: {ref, method}"));
        }
        if ((name.equals("method") || name.equals("bean")) && value.path("ref").isTextual()) {
            method(
                    file,
                    pointer + "/ref",
                    pointer + "/method",
                    value.path("ref").asText(),
                    value.path("method").asText());
        }
        if (value.path("uri").asText().equals("bean")) {
            JsonNode parameters = value.path("parameters");
            method(
                    file,
                    pointer + "/parameters/beanName",
                    pointer + "/parameters/method",
                    parameters.path("beanName").asText(),
                    parameters.path("method").asText());
        }
        if (name.equals("onExceptionOccurredRef")) {
            exists(file, pointer, value.asText());
        }
        if (value.isTextual()) {
            String text = value.asText();
            if (text.matches("#(bean:)?[A-Za-z][A-Za-z0-9_-]*")) {
                exists(file, pointer, text.replaceFirst("#(bean:)?", ""));
            }
            Matcher matcher = IN_SIMPLE.matcher(text);
            while (matcher.find()) {
                String arguments = matcher.group(3) == null ? "" : matcher.group(3);
                String method = matcher.group(2) == null ? "" : matcher.group(2);
                method(file, pointer, pointer, matcher.group(1), method + arguments.replaceAll("\\$\\{[^}]*$", "${}"));
            }
        }
    }

    private boolean exists(YamlFile file, String pointer, String name) {
        if (name.isEmpty() || name.contains("{")) {
            return false;
        }
        String plain = name.replaceFirst("^#(bean:)?", "");
        if (!beans.containsKey(plain)) {
            findings.add(
                    file.name(),
                    file.line(pointer),
                    "there is no bean '" + plain + "'",
                    Suggestions.hint(plain, beans.keySet(), "add " + BEANS + plain + " = #class:… to the settings"));
            return false;
        }
        return true;
    }

    private void method(YamlFile file, String beanAt, String pointer, String bean, String call) {
        if (!exists(file, beanAt, bean) || beans.get(bean).isEmpty() || call.isEmpty()) {
            return;
        }
        String name = call.replaceFirst("\\(.*", "").strip();
        Set<String> known = new TreeSet<>();
        boolean takesThem = false;
        boolean named = false;
        for (Method method : beans.get(bean).get().getMethods()) {
            if (method.getDeclaringClass() != Object.class && !Modifier.isStatic(method.getModifiers())) {
                known.add(method.getName());
                named |= method.getName().equals(name);
                takesThem |= method.getName().equals(name)
                        && (!call.contains("(") || method.getParameterCount() == arguments(call));
            }
        }
        if (!named) {
            findings.add(
                    file.name(),
                    file.line(pointer),
                    "the bean '" + bean + "' has no method '" + name + "'",
                    Suggestions.hint(name, known, "it has " + String.join(", ", known)));
        } else if (!takesThem) {
            findings.add(
                    file.name(),
                    file.line(pointer),
                    "the method '" + name + "' of '" + bean + "' does not take " + arguments(call) + " arguments",
                    "it is " + signature(beans.get(bean).get(), name));
        }
    }

    private static String signature(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .map(method -> name + "("
                        + String.join(
                                ", ",
                                Arrays.stream(method.getParameters())
                                        .map(java.lang.reflect.Parameter::getName)
                                        .toList())
                        + ")")
                .reduce((first, second) -> first + " or " + second)
                .orElse(name);
    }

    private static int arguments(String call) {
        int open = call.indexOf('(') + 1;
        return Arguments.count(call.substring(open, Math.max(open, call.lastIndexOf(')'))));
    }
}
