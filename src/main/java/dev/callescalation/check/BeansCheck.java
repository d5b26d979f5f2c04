package dev.callescalation.check;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Processor;

/**
 * Beans of the settings that routes name exist, and have the methods and properties that are used.
 *
 * @param beans the class of each, by name; empty where it is not known
 */
record BeansCheck(Settings settings, Findings findings, Map<String, Optional<Class<?>>> beans) {

    private static final String BEANS = "camel.beans.";
    private static final Pattern IN_SIMPLE =
            Pattern.compile("\\$\\{bean:([A-Za-z0-9_-]+)(?:[?.](?:method=)?([A-Za-z0-9_]+)(\\([^}]*\\))?)?");

    /** The classes of the beans, as far as they are known. */
    static Stream<Class<?>> types(Settings settings) {
        BeansCheck check = new BeansCheck(settings, new Findings(), new TreeMap<>());
        settings.keys().stream()
                .filter(key -> key.startsWith(BEANS) && key.indexOf('.', BEANS.length()) < 0)
                .forEach(key -> check.made(key.substring(BEANS.length())));
        return check.beans.values().stream().flatMap(Optional::stream);
    }

    static void check(Parsed bundle, Findings findings) {
        BeansCheck check = new BeansCheck(bundle.settings(), findings, new TreeMap<>());
        List<String> keys = bundle.settings().keys().stream()
                .filter(key -> key.startsWith(BEANS))
                .map(key -> key.substring(BEANS.length()))
                .toList();
        keys.stream().filter(key -> !key.contains(".")).forEach(check::made);
        keys.stream().filter(key -> key.contains(".")).forEach(check::property);
        bundle.entries("beans")
                .flatMap(Property::children)
                .forEach(bean -> check.beans.put(bean.get("name"), Optional.empty()));
        bundle.properties().forEach(check::use);
    }

    private void made(String name) {
        String value = settings.value(BEANS + name);
        beans.put(name, Optional.empty());
        if (value.startsWith("#class:")) {
            // a factory method may make anything: #class:<type>#<method>
            String[] maker = value.substring("#class:".length())
                    .replaceFirst("\\(.*", "")
                    .split("#", 2);
            try {
                Class<?> type = Class.forName(maker[0], false, settings.classes());
                beans.put(name, maker.length == 1 ? Optional.of(type) : Optional.empty());
            } catch (ClassNotFoundException | LinkageError e) {
                setting(name, "there is no class " + maker[0], "correct the name, or put its jar into lib/");
            }
        }
    }

    private void property(String key) {
        String[] parts = key.split("\\.");
        if (!beans.containsKey(parts[0])) {
            String instead = Suggestions.hint(parts[0], beans.keySet(), "add " + BEANS + parts[0] + " = #class:…");
            setting(key, noBean(parts[0]), instead);
            return;
        }
        beans.get(parts[0]).ifPresent(type -> {
            Set<String> known = methods(type)
                    .filter(method -> method.getName().matches("set[A-Z].*") && method.getParameterCount() == 1)
                    .map(method -> Character.toLowerCase(method.getName().charAt(3))
                            + method.getName().substring(4))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (known.stream().noneMatch(parts[1].replace("-", "")::equalsIgnoreCase)) {
                String wrong = "the bean '" + parts[0] + "' has no property '" + parts[1] + "'";
                setting(key, wrong, Suggestions.among(parts[1], "it has", known));
            }
        });
        String value = settings.value(BEANS + key);
        String other = value.substring(value.indexOf(':') + 1);
        if (value.startsWith("#bean:") && !beans.containsKey(other)) {
            setting(key, noBean(other), Suggestions.hint(other, beans.keySet(), "add it"));
        }
    }

    private void setting(String key, String wrong, String instead) {
        findings.add(settings.finding(BEANS + key, wrong, instead));
    }

    private static String noBean(String name) {
        return "there is no bean '" + name + "'";
    }

    private void use(Property step) {
        String name = step.get("ref");
        if (step.name().equals("process")
                && exists(step.at("ref"), name)
                && !beans.get(name).map(Processor.class::isAssignableFrom).orElse(true)) {
            String wrong = "the bean '" + name + "' is no step of its own";
            findings.add(step.at("ref"), wrong, "call one of its methods: method: {ref, method}");
        }
        if (step.name().equals("method") || step.name().equals("bean")) {
            method(step.at("ref"), step.at("method"), name, step.get("method"));
        }
        if (step.get("uri").equals("bean")) {
            Property given = step.at("parameters");
            method(given.at("beanName"), given.at("method"), given.get("beanName"), given.get("method"));
        }
        String text = step.text();
        if (step.name().equals("onExceptionOccurredRef") || text.matches("#(bean:)?[A-Za-z][A-Za-z0-9_-]*")) {
            exists(step, text);
        }
        step.matches(IN_SIMPLE).forEach(call -> inSimple(step, call));
    }

    private void inSimple(Property at, MatchResult call) {
        String arguments = Objects.toString(call.group(3), "").replaceAll("\\$\\{[^}]*$", "${}");
        method(at, at, call.group(1), Objects.toString(call.group(2), "") + arguments);
    }

    private boolean exists(Property at, String name) {
        if (name.isEmpty() || name.contains("{")) {
            return false;
        }
        String plain = name.replaceFirst("^#(bean:)?", "");
        if (!beans.containsKey(plain)) {
            String instead = "add " + BEANS + plain + " = #class:… to the settings";
            findings.add(at, noBean(plain), Suggestions.hint(plain, beans.keySet(), instead));
        }
        return beans.containsKey(plain);
    }

    private void method(Property beanAt, Property at, String bean, String call) {
        if (!exists(beanAt, bean) || call.isEmpty()) {
            return;
        }
        String name = call.replaceFirst("\\(.*", "").strip();
        beans.get(bean).ifPresent(type -> {
            Set<String> known = methods(type).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
            List<Method> named = methods(type)
                    .filter(method -> method.getName().equals(name))
                    .toList();
            if (named.isEmpty()) {
                String wrong = "the bean '" + bean + "' has no method '" + name + "'";
                findings.add(at, wrong, Suggestions.among(name, "it has", known));
            } else if (call.contains("(")) {
                arguments(at, bean, name, arguments(call), named);
            }
        });
    }

    private void arguments(Property at, String bean, String name, List<String> given, List<Method> named) {
        List<Method> fit = named.stream()
                .filter(method -> method.getParameterCount() == given.size())
                .toList();
        if (fit.isEmpty()) {
            String takes = "' does not take " + given.size() + " arguments";
            String is = named.stream().map(BeansCheck::signature).collect(Collectors.joining(" or "));
            findings.add(at, "the method '" + name + "' of '" + bean + takes, "it is " + is);
        }
        fit.forEach(method -> texts(at, method, given));
    }

    /** What a setting says is written by us; all other data comes from outside. */
    private void texts(Property at, Method method, List<String> given) {
        for (int i = 0; i < given.size(); i++) {
            boolean data =
                    given.get(i).replaceAll("\\$\\{properties:[^}]*}", "").contains("${");
            if (data && method.getParameterTypes()[i].isAssignableFrom(String.class)) {
                findings.add(
                        at,
                        "Camel reads the text of " + given.get(i) + ": it takes 'null' for nothing, and quotes away",
                        "name the method only; its parameter says by @Header, @Variable or @Body what it takes");
            }
        }
    }

    private static Stream<Method> methods(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    private static String signature(Method method) {
        return Stream.of(method.getParameters())
                .map(Parameter::getName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static List<String> arguments(String call) {
        int open = call.indexOf('(') + 1;
        return Arguments.split(call.substring(open, Math.max(open, call.lastIndexOf(')'))));
    }
}
