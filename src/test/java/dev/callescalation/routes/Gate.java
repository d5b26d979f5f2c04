package dev.callescalation.routes;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A step that lets nobody pass while a test keeps it shut, but for a minute at most. */
public final class Gate implements Processor {

    private static volatile CountDownLatch reached = new CountDownLatch(0);
    private static volatile CountDownLatch opened = new CountDownLatch(0);

    static void shut() {
        reached = new CountDownLatch(1);
        opened = new CountDownLatch(1);
    }

    static boolean isReached() {
        return reached.getCount() == 0;
    }

    static void open() {
        opened.countDown();
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        reached.countDown();
        opened.await(1, TimeUnit.MINUTES);
    }
}
