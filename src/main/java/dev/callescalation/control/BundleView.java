package dev.callescalation.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.check.Finding;
import dev.callescalation.editing.BundleStatus;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.editing.Refusal;

/** The version of the files that runs, and the last edit if it was refused, as JSON for the control port. */
public final class BundleView {

    private LiveBundle bundle;

    public void setBundle(LiveBundle bundle) {
        this.bundle = bundle;
    }

    /**
     * {@code {version, program, since, files, layers, atNextStart, refused, unseen}}; the last four only where there
     * is something to report.
     */
    public String show() {
        BundleStatus status = bundle.status();
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.put("version", status.hash());
        view.put("program", SessionView.version());
        view.put("since", status.since().toString());
        ArrayNode files = view.putArray("files");
        status.files().forEach(files::add);
        if (!status.layers().isEmpty()) {
            ArrayNode layers = view.putArray("layers");
            status.layers().forEach((name, hash) -> {
                ObjectNode layer = layers.addObject();
                if (!name.isEmpty()) {
                    layer.put("overlay", name);
                }
                layer.put("version", hash);
            });
        }
        if (!status.atNextStart().isEmpty()) {
            ArrayNode keys = view.putArray("atNextStart");
            status.atNextStart().forEach(keys::add);
        }
        status.refused().ifPresent(refused -> view.set("refused", refused(refused)));
        status.unseen().ifPresent(unseen -> view.set("unseen", finding(unseen)));
        return ControlJson.list(view);
    }

    private static ObjectNode refused(Refusal refused) {
        ObjectNode view = ControlJson.JSON.createObjectNode();
        view.put("version", refused.hash()).put("at", refused.at().toString());
        ArrayNode findings = view.putArray("findings");
        refused.findings().forEach(finding -> findings.add(finding(finding)));
        return view;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode view = ControlJson.JSON.createObjectNode().put("file", finding.file());
        if (finding.line() > 0) {
            view.put("line", finding.line());
        }
        view.put("wrong", finding.wrong());
        if (!finding.instead().isEmpty()) {
            view.put("instead", finding.instead());
        }
        return view;
    }
}
