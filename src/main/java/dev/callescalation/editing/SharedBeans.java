package dev.callescalation.editing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.BeanRepository;

/**
 * The beans of the program, such as its store and its tokens, without those that every version has for itself, and
 * without health checks, which are about the program as a whole.
 */
record SharedBeans(BeanRepository program, Predicate<String> shared) implements BeanRepository {

    @Override
    public Object lookupByName(String name) {
        return shared.test(name) ? program.lookupByName(name) : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        return shared.test(name) ? program.lookupByNameAndType(name, type) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new LinkedHashMap<>(program.findByTypeWithName(type));
        found.entrySet().removeIf(bean -> !shared.test(bean.getKey()) || bean.getValue() instanceof HealthCheck);
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return new LinkedHashSet<>(findByTypeWithName(type).values());
    }
}
