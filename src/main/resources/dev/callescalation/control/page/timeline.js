/** The history of an escalation, drawn. */
import { s } from './dom.js';
import { amount, duration } from './format.js';
import { scale } from './scale.js';

const EDGE = 12;
const AFTER = 150;
const LETTER = 6.5;
const PHASES = 24;
const AXIS = 26;
const TITLE = 26;
const ROW = 24;
const DEADLINE = 17;
const MOST_ROWS = 7;
const LONGEST_LABEL = 44;

/**
 * @param {ReturnType<import('./history.js').historyOf>} history
 * @param {import('./scale.js').Span} span
 * @param {number} width
 * @param {{selected: string, now: number, pick: (step: string) => void}} view
 */
export function timeline(history, span, width, { selected, now, pick }) {
  const inside = (from, to) => to >= span.from && from <= span.to;
  const { x, cuts, ticks } = scale(
    history.times.filter((t) => inside(t, t)),
    span,
    width - 2 * EDGE - AFTER,
    now,
  );
  const at = (time) => EDGE + x(Math.min(Math.max(time, span.from), span.to));

  let y = PHASES + AXIS;
  const lanes = history.lanes.map((lane) => {
    const points = pack(
      history.points
        .filter((one) => one.lane === lane.name && inside(one.at, one.at))
        .map((one) => ({
          ...one,
          x1: at(one.at) - 6,
          x2: at(one.at) + 6,
          label: shortened(one.text),
        })),
      width,
    );
    const bars = pack(
      history.bars
        .filter((one) => one.lane === lane.name && inside(one.queued, one.to ?? now))
        .map((one) => ({
          ...one,
          x0: at(one.queued),
          x1: at(one.from),
          x2: Math.max(at(one.to ?? now), at(one.from) + 8),
          label: barLabel(one),
        })),
      width,
    );
    const rows = Math.max(1, points.rows) + bars.rows;
    const top = y;
    y += TITLE + rows * ROW + 10;
    return {
      ...lane,
      top,
      height: y - top - 4,
      points: points.items,
      bars: bars.items,
      firstBar: top + TITLE + Math.max(1, points.rows) * ROW,
    };
  });
  const deadlines = history.deadlines.filter((one) => inside(one.at, one.at)).sort((a, b) => a.at - b.at);
  const height = y + deadlines.length * DEADLINE;

  const mark = (step, cls, title, ...children) =>
    s(
      'g',
      {
        class: `${cls}${step && step === selected ? ' selected' : ''}`,
        onclick: step ? () => pick(step) : null,
      },
      s('title', {}, title),
      children,
    );

  return s(
    'svg',
    {
      class: 'timeline',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-label': spoken(history),
    },
    lanes.map((lane) => s('rect', { class: 'lane', x: 0, y: lane.top, width, height: lane.height, rx: 8 })),
    history.phases
      .filter((phase) => inside(phase.from, phase.to))
      .map((phase, i) => {
        const x1 = at(phase.from);
        const x2 = i === history.phases.length - 1 || phase.to >= span.to ? width - EDGE : at(phase.to);
        const wide = x2 - x1 > phase.name.length * LETTER + 12;
        return s(
          'g',
          { class: `phase-band phase-band-${i % 2}` },
          s('title', {}, `${phase.name}, ${duration(phase.to - phase.from)}`),
          s('rect', { x: x1, y: 0, width: Math.max(2, x2 - x1 - 1), height: PHASES, rx: 4 }),
          wide ? s('text', { x: x1 + 7, y: 16 }, phase.name) : null,
        );
      }),
    ticks(history.began, 76).map((tick) =>
      s(
        'g',
        { class: 'tick' },
        s('line', { x1: EDGE + tick.x, x2: EDGE + tick.x, y1: PHASES + AXIS - 6, y2: y - 4 }),
        s(
          'text',
          { x: EDGE + tick.x, y: PHASES + AXIS - 10, 'text-anchor': tick.x < 20 ? 'start' : 'middle' },
          offset(tick.time - history.began),
        ),
      ),
    ),
    cuts.map((cut) =>
      s(
        'g',
        { class: 'cut' },
        s('title', {}, `${duration(cut.ms)} in which nothing happened`),
        s('path', { d: zigzag(EDGE + cut.x, PHASES + 4, y - 4) }),
        s('rect', { x: EDGE + cut.x - 27, y: PHASES + 3, width: 54, height: 16, rx: 8 }),
        s('text', { x: EDGE + cut.x, y: PHASES + 15, 'text-anchor': 'middle' }, amount(cut.ms)),
      ),
    ),
    deadlines.map((one, i) =>
      s(
        'g',
        { class: 'deadline' },
        s('title', {}, `Deadline: ${one.name}`),
        s('line', { x1: at(one.at), x2: at(one.at), y1: PHASES, y2: y + i * DEADLINE }),
        s('path', { d: `M${at(one.at)} ${y + i * DEADLINE}l6 7l-6 7l-6 -7z` }),
        s('text', { x: at(one.at) - 10, y: y + i * DEADLINE + 11, 'text-anchor': 'end' }, `deadline: ${one.name}`),
      ),
    ),
    lanes.map((lane) =>
      s(
        'g',
        {},
        s(
          'text',
          { class: 'lane-title', x: EDGE, y: lane.top + 18 },
          lane.title,
          s('tspan', { class: 'lane-state', dx: 8 }, lane.state ?? ''),
        ),
        lane.points.map((one) =>
          mark(
            one.step,
            `point point-${one.kind}`,
            one.text,
            shape(one.kind, at(one.at), lane.top + TITLE + one.row * ROW + ROW / 2),
            label(one, at(one.at), lane.top + TITLE + one.row * ROW + ROW / 2 + 4),
          ),
        ),
        lane.bars.map((one) => {
          const top = lane.firstBar + one.row * ROW + 2;
          return mark(
            one.step,
            `bar bar-${one.tone}`,
            barTitle(one, now),
            one.x1 - one.x0 > 2
              ? s('line', { class: 'queued', x1: one.x0, x2: one.x1, y1: top + 9, y2: top + 9 })
              : null,
            s('rect', { x: one.x1, y: top, width: one.x2 - one.x1, height: 18, rx: 4 }),
            label(one, one.x2 - 6, top + 13),
          );
        }),
      ),
    ),
  );
}

/** Puts each item into the first row in which it and its label have room. */
function pack(items, width) {
  const ends = [];
  const placed = items
    .sort((a, b) => a.x1 - b.x1)
    .map((item) => {
      const length = item.label.length * LETTER + 10;
      const fits = item.x2 - item.x1 > length;
      const toLeft = !fits && item.x2 + length > width && item.x1 - length > 0;
      const from = (item.x0 ?? item.x1) - (toLeft ? length : 0);
      const to = fits || toLeft ? item.x2 : item.x2 + length;
      // where all rows are full, the last one takes the marks without their labels
      const free = ends.slice(0, MOST_ROWS - 1).findIndex((end) => end + 4 <= from);
      const row = free < 0 ? Math.min(ends.length, MOST_ROWS - 1) : free;
      const shown = row < MOST_ROWS - 1;
      ends[row] = Math.max(ends[row] ?? 0, to);
      return { ...item, row, side: !shown ? 'none' : fits ? 'inside' : toLeft ? 'left' : 'right' };
    });
  return { items: placed, rows: ends.length };
}

function label(item, right, y) {
  if (item.side === 'none') {
    return null;
  }
  if (item.side === 'inside') {
    return s('text', { class: 'inside', x: item.x1 + 6, y }, item.label);
  }
  return item.side === 'left'
    ? s('text', { x: item.x1 - 5, y, 'text-anchor': 'end' }, item.label)
    : s('text', { x: right + 11, y }, item.label);
}

function shape(kind, x, y) {
  switch (kind) {
    case 'error':
      return s('path', { d: `M${x - 4.5} ${y - 4.5}l9 9m0 -9l-9 9` });
    case 'deadline':
    case 'pause':
      return s('path', { d: `M${x} ${y - 6}l6 6l-6 6l-6 -6z` });
    case 'operator':
    case 'request':
      return s('rect', { x: x - 5, y: y - 5, width: 10, height: 10, rx: 2 });
    default:
      return s('circle', { cx: x, cy: y, r: 5 });
  }
}

function zigzag(x, from, to) {
  const turns = Math.floor((to - from) / 8);
  return `M${x} ${from}${Array.from({ length: turns }, (_, i) => `l${i % 2 ? -4 : 4} 8`).join('')}`;
}

function shortened(text) {
  return text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text;
}

function barLabel(bar) {
  const tries = bar.tries > 1 ? ` · ${bar.tries} tries` : '';
  const status = bar.http ?? (bar.to === null ? 'under way' : bar.status);
  return `${bar.name}${status ? ` · ${status}` : ''}${tries}`;
}

function barTitle(bar, now) {
  const waited = bar.from - bar.queued > 1 ? `, queued for ${duration(bar.from - bar.queued)}` : '';
  return `${barLabel(bar)}, ${duration((bar.to ?? now) - bar.from)} from sent to replied${waited}`;
}

function offset(ms) {
  return ms < 1000 ? `${ms} ms` : ms < 120000 ? `${+(ms / 1000).toFixed(2)} s` : duration(ms);
}

/** The picture for those who do not see it; the steps below it say all. */
function spoken(history) {
  const phases = history.phases.map((phase) => phase.name).join(', then ');
  const numbers = `${history.bars.length} commands, ${history.points.length} notifications and marks`;
  return `Timeline: ${phases || 'no phase yet'}. ${numbers} in ${duration(history.end - history.began)}.`;
}
