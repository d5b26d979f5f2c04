package dev.callescalation.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The scalars of a file as they are written, without what they would be as numbers or otherwise.
 *
 * @param values by path
 * @param lines  by path, from 1
 */
record RawYaml(Map<String, String> values, Map<String, Integer> lines) {

    static RawYaml of(String text) {
        RawYaml raw = new RawYaml(new LinkedHashMap<>(), new HashMap<>());
        new Compose(LoadSettings.builder().build()).composeString(text).ifPresent(root -> raw.add("", root));
        return raw;
    }

    private void add(String path, Node node) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue()
                    .forEach(entry ->
                            add(path + "/" + ((ScalarNode) entry.getKeyNode()).getValue(), entry.getValueNode()));
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                add(path + "/" + i, sequence.getValue().get(i));
            }
        } else if (node instanceof ScalarNode scalar) {
            values.put(path, scalar.getValue());
            lines.put(path, scalar.getStartMark().orElseThrow().getLine() + 1);
        }
    }
}
