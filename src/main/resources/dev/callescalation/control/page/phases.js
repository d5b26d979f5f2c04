/** The phases as a picture: which leads to which, and how many open escalations are in each. */
import { h, s } from './dom.js';
import { count } from './format.js';

const WIDTH = 128;
const HEIGHT = 44;
const GAP_X = 84;
const GAP_Y = 18;
const EDGE = 8;
/** The place left of the boxes, where a call comes in. */
const START = 40;
const DOT = 5;
/** The phase before the first decision. */
const NONE = 'none';
/** How far below the boxes a way back runs. */
const BELOW = 26;

/**
 * @typedef {object} Picture
 * @property {{name: string, description: string, over: boolean, open: number}[]} phases
 * @property {{from: string, to: string}[]} transitions
 */

/** @param {Picture} picture */
export function phasePicture(picture) {
  const open = picture.phases.filter((phase) => !phase.over);
  return h(
    'section',
    { class: 'card phases', 'aria-labelledby': 'phases', key: 'phases' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'phases' }, 'Phases'),
      h(
        'span',
        { class: 'muted' },
        count(
          open.reduce((sum, phase) => sum + phase.open, 0),
          'open escalation',
        ),
      ),
    ),
    h('div', { class: 'phase-map' }, drawing(picture)),
    h(
      'ul',
      { class: 'phase-list' },
      open.map((phase) =>
        h(
          'li',
          {},
          h(
            'a',
            { href: `#/phases/${phase.name}` },
            phase.name,
            h('span', { class: phase.open ? 'badge' : 'badge badge-none' }, phase.open),
          ),
        ),
      ),
    ),
  );
}

/** @param {Picture} picture */
function drawing(picture) {
  const places = layout(picture);
  const columns = Math.max(...[...places.values()].map((place) => place.column)) + 1;
  const rows = Math.max(...[...places.values()].map((place) => place.row)) + 1;
  const width = START + columns * (WIDTH + GAP_X) - GAP_X + 2 * EDGE;
  const lowest = Math.max(
    ...picture.phases.filter((phase) => !phase.over).map((phase) => top(places.get(phase.name))),
  );
  const height = Math.max(rows * (HEIGHT + GAP_Y) - GAP_Y + 2 * EDGE, lowest + HEIGHT + BELOW + EDGE);
  const name = new Map(picture.phases.map((phase) => [phase.name, phase]));
  const edges = picture.transitions.filter(({ from, to }) => from !== to && name.has(from) && name.has(to));
  const begin = picture.transitions.filter(({ from, to }) => from === NONE && name.has(to)).map(({ to }) => to);
  const look = (to) => (name.get(to).over ? 'edge edge-over' : 'edge');
  const first = begin.find((to) => !name.get(to).over) ?? begin[0];
  return s(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      class: 'phase-svg',
      role: 'group',
      'aria-label': 'Phases and how one leads to another',
    },
    s(
      'defs',
      {},
      s(
        'marker',
        {
          id: 'arrow',
          viewBox: '0 0 8 8',
          refX: 7,
          refY: 4,
          markerWidth: 7,
          markerHeight: 7,
          orient: 'auto-start-reverse',
        },
        s('path', { d: 'M0 0.5L7.5 4L0 7.5z', class: 'arrow' }),
      ),
    ),
    s(
      'g',
      { 'aria-hidden': 'true' },
      edges.map(({ from, to }) => edge(places.get(from), places.get(to), look(to))),
      begin.map((to) => startEdge(places.get(first), places.get(to), look(to))),
    ),
    first ? start(places.get(first)) : null,
    picture.phases.map((phase) => box(phase, places.get(phase.name))),
  );
}

/** The way of a call in the bundle as it is shipped: of two phases that lead to each other, the earlier one is left. */
const WAY = ['answering', 'joining', 'in-place', 'moving', 'escalated'];

/** Open phases in columns, each behind those that lead to it; the final ones in a column at the end. */
function layout(picture) {
  const final = new Set(picture.phases.filter((phase) => phase.over).map((phase) => phase.name));
  const open = picture.phases.map((phase) => phase.name).filter((name) => !final.has(name));
  const steps = picture.transitions.filter(({ from, to }) => from !== to && open.includes(from) && open.includes(to));
  const away = distances(open, steps);
  const order = (name) => (WAY.includes(name) ? WAY.indexOf(name) : away.get(name) + 0.5);
  const columns = new Map(open.map((name) => [name, 0]));
  for (const name of open.toSorted((a, b) => order(a) - order(b))) {
    steps
      .filter(({ from, to }) => from === name && order(to) > order(name))
      .forEach(({ to }) => columns.set(to, Math.max(columns.get(to), columns.get(name) + 1)));
  }
  const last = Math.max(0, ...columns.values()) + 1;
  final.forEach((name) => columns.set(name, last));
  const filled = new Map();
  const places = new Map(
    [...columns].map(([name, column]) => {
      const row = filled.get(column) ?? 0;
      filled.set(column, row + 1);
      return [name, { column, row }];
    }),
  );
  const most = Math.max(...filled.values());
  for (const place of places.values()) {
    // columns are centred on each other
    place.row += (most - filled.get(place.column)) / 2;
  }
  return places;
}

/** How many steps each phase is away from those that none leads to. */
function distances(names, steps) {
  const away = new Map();
  const entered = new Set(steps.map(({ to }) => to));
  let edge = names.filter((name) => !entered.has(name));
  for (let n = 0; edge.length; n++) {
    edge.forEach((name) => away.set(name, n));
    edge = [...new Set(steps.filter(({ from, to }) => edge.includes(from) && !away.has(to)).map(({ to }) => to))];
  }
  names.filter((name) => !away.has(name)).forEach((name) => away.set(name, names.length));
  return away;
}

const left = (place) => EDGE + START + place.column * (WIDTH + GAP_X);
const top = (place) => EDGE + place.row * (HEIGHT + GAP_Y);

/** Where a call comes in: beside the phase that it enters first. */
function start(beside) {
  return s(
    'circle',
    { class: 'phase-start', cx: EDGE + DOT, cy: top(beside) + HEIGHT / 2, r: DOT, key: 'start' },
    s('title', {}, 'A call comes in'),
  );
}

function startEdge(beside, to, cls) {
  const x1 = EDGE + 2 * DOT;
  const y1 = top(beside) + HEIGHT / 2;
  return rightwards(x1, y1, left(to) - 1, top(to) + HEIGHT / 2, START / 2 + to.column * 24, cls);
}

function rightwards(x1, y1, x2, y2, bend, cls) {
  return s('path', {
    class: cls,
    d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
    'marker-end': 'url(#arrow)',
  });
}

function edge(from, to, cls) {
  const y1 = top(from) + HEIGHT / 2;
  const y2 = top(to) + HEIGHT / 2;
  if (to.column > from.column) {
    const bend = GAP_X / 2 + (to.column - from.column - 1) * 24;
    return rightwards(left(from) + WIDTH, y1, left(to) - 1, y2, bend, cls);
  }
  if (to.column === from.column) {
    const x = left(from) + WIDTH / 2;
    const down = to.row > from.row;
    return s('path', {
      class: cls,
      d: `M${x} ${top(from) + (down ? HEIGHT : 0)}L${x} ${top(to) + (down ? -1 : HEIGHT + 1)}`,
      'marker-end': 'url(#arrow)',
    });
  }
  // back, below the boxes
  const x1 = left(from) + WIDTH / 2;
  const x2 = left(to) + WIDTH / 2;
  const below = Math.max(top(from), top(to)) + HEIGHT + BELOW;
  return s('path', {
    class: `${cls} edge-back`,
    d: [
      `M${x1} ${top(from) + HEIGHT}C${x1} ${below} ${x1} ${below} ${x1 - 24} ${below}`,
      `L${x2 + 24} ${below}C${x2} ${below} ${x2} ${below} ${x2} ${top(to) + HEIGHT + 1}`,
    ].join(''),
    'marker-end': 'url(#arrow)',
  });
}

function box(phase, place) {
  const x = left(place);
  const y = top(place);
  const title = phase.description ? s('title', {}, phase.description) : null;
  const body = [
    title,
    s('rect', { x, y, width: WIDTH, height: HEIGHT, rx: 8 }),
    s('text', { x: x + 12, y: y + 27 }, phase.name),
  ];
  if (phase.over) {
    return s('g', { class: 'phase phase-over', key: phase.name }, body);
  }
  return s(
    'a',
    {
      class: phase.open ? 'phase phase-busy' : 'phase',
      href: `#/phases/${phase.name}`,
      key: phase.name,
      'aria-label': `${phase.name}, ${phase.open} open`,
    },
    body,
    s('text', { x: x + WIDTH - 12, y: y + 27, class: 'phase-count', 'text-anchor': 'end' }, phase.open),
  );
}
