/**
 * What happens on the server, as it happens. The browser connects again by itself; `changed` is called each time, because
 * what happened in between is not repeated.
 */

const EVENTS = ['escalation', 'dead-letter', 'phases', 'bundle', 'action'];

/** Resolves when the page can be seen. */
function seen() {
  return document.hidden
    ? new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }))
    : undefined;
}

/** How long to wait where the browser does not connect again by itself, as after a reply that is none. */
const AGAIN_MS = 3000;

/**
 * A page that nobody sees has no connection: a browser has six for all pages of one server, and the seventh page would
 * wait for ever to be sent what its user does.
 *
 * @param {(type: string, data: any) => void} happened
 * @param {(connected: boolean) => void} changed
 * @returns {() => void} ends it
 */
export function connect(happened, changed) {
  let source;
  let again;

  function open() {
    source = new EventSource('/events');
    source.onopen = () => changed(true);
    source.onerror = () => {
      changed(false);
      if (source.readyState === EventSource.CLOSED) {
        again = setTimeout(open, AGAIN_MS);
      }
    };
    for (const type of EVENTS) {
      source.addEventListener(type, (event) => happened(type, JSON.parse(event.data)));
    }
  }

  function close() {
    clearTimeout(again);
    source?.close();
    source = undefined;
  }

  function seenOrNot() {
    if (document.hidden) {
      close();
      // so that it reads anew what it has not been told
      changed(false);
    } else if (!source) {
      open();
    }
  }

  seenOrNot();
  document.addEventListener('visibilitychange', seenOrNot);
  return () => {
    document.removeEventListener('visibilitychange', seenOrNot);
    close();
  };
}

/**
 * Calls at once, and at most once in each pause after that, however often it is asked to. A call that still runs is
 * waited for, and so is somebody who looks: a page in the background asks for nothing.
 *
 * @param {() => Promise<void>} work
 * @param {number} pauseMs
 * @returns {() => void}
 */
export function calmly(work, pauseMs) {
  let running = false;
  let again = false;
  return async function ask() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await seen();
      await work();
    } finally {
      setTimeout(() => {
        running = false;
        if (again) {
          again = false;
          ask();
        }
      }, pauseMs);
    }
  };
}
