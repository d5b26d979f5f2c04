package dev.callescalation.escalation;

/** What is shown of all that is stored, and by which node. */
public interface Listings {

    /** This program among those that share the store. */
    String node();
}
