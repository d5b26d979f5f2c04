/** Small parts that several views share. */
import { h, s } from './dom.js';

/** Shapes of the icons, in a box of 16. */
const SHAPES = {
  ok: ['M3.5 8.5l3 3 6-7'],
  bad: ['M4.5 4.5l7 7', 'M11.5 4.5l-7 7'],
  warn: ['M8 2.5l6 11H2z', 'M8 6.5v3', 'M8 11.6v.1'],
  open: ['M8 3a5 5 0 1 0 5 5', 'M8 5.5V8l1.8 1.4'],
  over: ['M5 8h6'],
  copy: ['M6 5.5h6.5V13H6z', 'M9.5 5.5V3H3v7.5h3'],
  search: ['M7 2.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4', 'M10.2 10.2l3.3 3.3'],
  sun: [
    'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6',
    'M8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4',
    'M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1',
  ],
  moon: ['M13 9.6A5.5 5.5 0 0 1 6.4 3 5.5 5.5 0 1 0 13 9.6z'],
  auto: ['M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11', 'M8 2.5v11', 'M8 5h4.2M8 8h5.4M8 11h4.2'],
  phone: ['M5.2 2.6l1.5 3-1.5 1.2a8 8 0 0 0 4 4l1.2-1.5 3 1.5v2.2c-5 1.4-11.8-5.400-10.400-10.400z'],
};

/** @param {keyof SHAPES} name decoration only: the text beside it says the same */
export function icon(name) {
  return s(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    SHAPES[name].map((d) => s('path', { d })),
  );
}

/** Phases of an open escalation in which the caller has arrived. */
const ARRIVED = new Set(['escalated', 'in-place']);

/** @returns {'ok' | 'bad' | 'open' | 'over'} */
export function toneOf(escalation) {
  if (escalation.failure) {
    return 'bad';
  }
  if (escalation.over) {
    return 'over';
  }
  return ARRIVED.has(escalation.phase) ? 'ok' : 'open';
}

/** A word with an icon, so that no colour alone says it. */
export function chip(tone, text, title) {
  return h('span', { class: `chip chip-${tone}`, title }, icon(tone), text);
}

export function phaseChip(escalation) {
  return chip(toneOf(escalation), escalation.phase);
}

const ATTENTION = {
  'dead-letter': 'dead letter',
  late: 'deadline passed',
  failed: 'failed',
};

export function attentionChips(escalation) {
  return (escalation.attention ?? []).map((why) => chip(why === 'late' ? 'warn' : 'bad', ATTENTION[why] ?? why));
}

/** What there is to do where there is nothing to show. */
export function empty(title, ...hints) {
  return h(
    'div',
    { class: 'empty' },
    h('p', { class: 'empty-title' }, title),
    hints.map((hint) => h('p', {}, hint)),
  );
}

/**
 * How a view reads: what came is shown, or why nothing did.
 * @param {() => void} show
 */
export function readings(show) {
  const reads = {
    /** @type {Error | null} of the last one */
    failure: null,
    /** @param {() => Promise<void>} work */
    by: (work) => async () => {
      try {
        await work();
        reads.failure = null;
      } catch (error) {
        reads.failure = error;
      }
      show();
    },
  };
  return reads;
}

export function problem(error) {
  return h('div', { class: 'problem', role: 'alert' }, icon('bad'), h('p', {}, error.message));
}

export function copyButton(text, what) {
  return h(
    'button',
    {
      class: 'quiet',
      type: 'button',
      title: `Copy ${what}`,
      'aria-label': `Copy ${what}`,
      onclick: async (event) => {
        const button = event.currentTarget;
        await navigator.clipboard.writeText(text);
        button.classList.add('done');
        setTimeout(() => button.classList.remove('done'), 1200);
      },
    },
    icon('copy'),
  );
}

/** JSON as text, folded away. */
export function message(title, json) {
  return h(
    'details',
    { class: 'message', key: title },
    h('summary', {}, title),
    h('pre', { tabindex: 0, 'aria-label': title }, JSON.stringify(json, null, 2)),
  );
}
