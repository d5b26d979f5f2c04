/**
 * What happens on the server, as it happens. The browser connects again by itself; `open` is called each time, because
 * what happened in between is not repeated.
 */

const EVENTS = ['escalation', 'dead-letter', 'phases', 'bundle', 'action'];

/**
 * @param {(type: string, data: any) => void} happened
 * @param {(connected: boolean) => void} changed
 * @returns {() => void} ends it
 */
export function connect(happened, changed) {
  const source = new EventSource('/events');
  source.onopen = () => changed(true);
  source.onerror = () => changed(false);
  for (const type of EVENTS) {
    source.addEventListener(type, (event) => happened(type, JSON.parse(event.data)));
  }
  return () => source.close();
}

/**
 * Calls at once, and at most once in each pause after that, however often it is asked to. A call that still runs is
 * waited for.
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
