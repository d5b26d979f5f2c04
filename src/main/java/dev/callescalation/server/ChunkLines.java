package dev.callescalation.server;

import io.netty.buffer.ByteBuf;

/**
 * Reads the lines between the chunks of a body, and nothing else. A size that overflows and a quote in an extension are
 * read differently by different servers, so that one of them takes the rest of a body for a request of its own.
 */
final class ChunkLines {

    private static final int MOST_DIGITS = 8;

    private enum Place {
        SIZE,
        EXTENSION,
        END_OF_LINE,
        CHUNK,
        AFTER_CHUNK,
        END_OF_CHUNK,
        TRAILERS
    }

    private Place place = Place.SIZE;
    private int digits;
    private long size;

    /**
     * Reads on.
     *
     * @param from index of the first byte that it has not seen
     * @return false when a line is not as it must be
     */
    boolean read(ByteBuf body, int from) {
        int at = from;
        while (at < body.writerIndex() && place != Place.TRAILERS) {
            if (place == Place.CHUNK) {
                long passed = Math.min(size, body.writerIndex() - at);
                size -= passed;
                at += (int) passed;
                place = size == 0 ? Place.AFTER_CHUNK : Place.CHUNK;
            } else if (!read(body.getByte(at++))) {
                return false;
            }
        }
        return true;
    }

    private boolean read(byte next) {
        return switch (place) {
            case SIZE -> readSize(next);
            case EXTENSION -> readExtension(next);
            case END_OF_LINE -> next == '\n' && to(size == 0 ? Place.TRAILERS : Place.CHUNK);
            case AFTER_CHUNK -> next == '\r' && to(Place.END_OF_CHUNK);
            default -> next == '\n' && beginLine();
        };
    }

    private boolean readSize(byte next) {
        int digit = Character.digit(next, 16);
        if (digit < 0) {
            return digits > 0 && (next == ';' ? to(Place.EXTENSION) : next == '\r' && to(Place.END_OF_LINE));
        }
        size = size * 16 + digit;
        return ++digits <= MOST_DIGITS && size <= Integer.MAX_VALUE;
    }

    private boolean readExtension(byte next) {
        return next == '\r' ? to(Place.END_OF_LINE) : next > ' ' && next != '"' && next != '\\';
    }

    private boolean beginLine() {
        digits = 0;
        size = 0;
        return to(Place.SIZE);
    }

    private boolean to(Place next) {
        place = next;
        return true;
    }
}
