package dev.callescalation.notification;

import java.util.List;

/**
 * What one request to the webhook holds.
 *
 * @param format {@code graph}: notifications, possibly none; {@code skype}: the old Skype form, which Graph sends again
 *               in its own form when it is answered 204; {@code empty}: no body; {@code other}: JSON of another shape
 */
public record Envelope(String format, List<Notification> notifications) {}
