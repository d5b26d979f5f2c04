/** How times, ids and durations read. */
import { h } from './dom.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CLOCK = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** @param {string} iso @param {number} now */
function relative(iso, now) {
  const ms = now - Date.parse(iso);
  const ahead = ms < 0;
  const size = Math.abs(ms);
  if (size < 1.5 * SECOND) {
    return 'now';
  }
  if (size > 2 * DAY) {
    return DATE.format(new Date(iso));
  }
  const text = amount(size);
  return ahead ? `in ${text}` : `${text} ago`;
}

/** A length of time in one unit: "12 s", "15 min". */
export function amount(ms) {
  if (ms < SECOND) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < 90 * SECOND) {
    return `${Math.round(ms / SECOND)} s`;
  }
  if (ms < 90 * MINUTE) {
    return `${Math.round(ms / MINUTE)} min`;
  }
  return `${Math.round(ms / HOUR)} h`;
}

/** "3 s ago", kept up to date by `tick`; the exact time is its title. */
export function ago(iso) {
  const time = h('time', { datetime: iso, title: exact(iso), 'data-relative': true });
  time.textContent = relative(iso, Date.now());
  return time;
}

/** The time of day, with the exact time as its title. */
export function clock(iso) {
  return h('time', { datetime: iso, title: exact(iso) }, CLOCK.format(new Date(iso)));
}

export function exact(iso) {
  return `${EXACT.format(new Date(iso))} (${iso})`;
}

/** Brings all relative times of the page up to date. */
export function tick() {
  const now = Date.now();
  for (const time of document.querySelectorAll('time[data-relative]')) {
    const text = relative(time.dateTime, now);
    if (time.textContent !== text) {
      time.textContent = text;
    }
  }
}

/** "850 ms", "2.4 s", "3 min 5 s". */
export function duration(ms) {
  if (ms < SECOND) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < 10 * SECOND) {
    return `${(ms / SECOND).toFixed(1)} s`;
  }
  if (ms < 2 * MINUTE) {
    return `${Math.round(ms / SECOND)} s`;
  }
  if (ms < 2 * HOUR) {
    const seconds = Math.round((ms % MINUTE) / SECOND);
    return `${Math.floor(ms / MINUTE)} min${seconds ? ` ${seconds} s` : ''}`;
  }
  return `${Math.floor(ms / HOUR)} h ${Math.round((ms % HOUR) / MINUTE)} min`;
}

/** The same, fine enough to set steps of a call apart. */
export function since(ms) {
  return ms >= SECOND && ms < 2 * MINUTE ? `${(ms / SECOND).toFixed(1)} s` : duration(ms);
}

/** The beginning and the end of a long id, with the whole of it as its title. */
export function id(text) {
  const short = text.length > 20 ? `${text.slice(0, 8)}…${text.slice(-4)}` : text;
  return h('span', { class: 'id', title: text }, short);
}

/** @param {number} n @param {string} one the word for one; an s is added for others */
export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}
