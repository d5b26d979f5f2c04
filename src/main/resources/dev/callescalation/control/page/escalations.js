/** Escalations: the overview, the lists, and the search. */
import { at, get } from './api.js';
import { h, render } from './dom.js';
import { ago, clock, count, id } from './format.js';
import { calmly } from './live.js';
import { attentionChips, empty, phaseChip, problem, readings } from './parts.js';
import { phasePicture } from './phases.js';
import { callForm } from './trial.js';

/** Between two readings of a list: many may look, and what changes in a row comes with the event. */
const PAUSE_MS = 5000;
const FEW = 8;

const TABS = { attention: 'Needs attention', open: 'Open', over: 'Over', all: 'All' };

function tabs(current) {
  return h(
    'nav',
    { class: 'tabs', 'aria-label': 'Escalations' },
    h('a', { href: '#/', 'aria-current': current === 'overview' ? 'page' : null }, 'Overview'),
    Object.entries(TABS).map(([state, text]) =>
      h(
        'a',
        {
          href: `#/escalations/${state}`,
          'aria-current': current === state ? 'page' : null,
        },
        text,
      ),
    ),
  );
}

/** @param {any} escalation its summary */
function row(escalation) {
  return h(
    'li',
    { key: escalation.id },
    h(
      'a',
      { class: 'row', href: `#/escalations/${escalation.id}` },
      h('span', { class: 'row-phase' }, phaseChip(escalation)),
      h('span', { class: 'row-id' }, id(escalation.id), h('span', { class: 'muted' }, escalation.dialect)),
      h(
        'span',
        { class: 'row-why' },
        attentionChips(escalation),
        escalation.failure ? h('span', { class: 'failure' }, escalation.failure) : waits(escalation),
      ),
      h('span', { class: 'row-time' }, h('span', { class: 'hidden' }, 'began '), ago(escalation.createdAt)),
    ),
  );
}

/** What an open escalation waits for, and until when. */
export function waits(escalation) {
  if (!escalation.waitsUntil || escalation.over) {
    return null;
  }
  return h(
    'span',
    { class: 'waits' },
    'waits for ',
    h('strong', {}, escalation.waitsFor),
    ' until ',
    clock(escalation.waitsUntil),
    ' ',
    h('span', { class: 'muted' }, '(', ago(escalation.waitsUntil), ')'),
  );
}

/** What an event says of an escalation in a list. Until when it waits, the next reading says. */
function tell(escalations, { id, phase, over, failure }) {
  const known = escalations?.find((one) => one.id === id);
  if (known) {
    Object.assign(known, { phase, over, failure, waitsUntil: known.phase === phase ? known.waitsUntil : null });
  }
}

function rows(escalations) {
  return h('ul', { class: 'rows' }, escalations.map(row));
}

/** @returns {import('./main.js').View} */
export function overview(root, app) {
  /** @type {Record<string, any[]>} */
  let lists = null;
  let phases = null;
  const reads = readings(() => show());

  const load = reads.by(async () => {
    const [attention, open, over] = await Promise.all([
      get('/escalations?state=attention&limit=100'),
      get(`/escalations?state=open&limit=${FEW}`),
      get(`/escalations?state=over&limit=${FEW}`),
    ]);
    phases ??= await get('/phases');
    lists = { attention: attention.escalations, open: open.escalations, over: over.escalations };
  });

  function show() {
    render(
      root,
      h('div', { class: 'head' }, h('h1', {}, 'Escalations'), tabs('overview')),
      reads.failure ? problem(reads.failure) : null,
      lists && nothing()
        ? welcome(app)
        : lists
          ? [
              phases ? phasePicture(phases) : null,
              section(
                'attention',
                'Needs attention',
                empty(
                  'Nothing needs attention.',
                  'A dead letter, a deadline that passed, or a failure within the last hour bring an escalation here.',
                ),
              ),
              section('open', 'Open', empty('No call is open.')),
              section('over', 'Over', empty('No escalation is over yet.')),
            ]
          : null,
    );
  }

  const nothing = () => Object.values(lists).every((list) => list.length === 0);

  function section(state, title, otherwise) {
    const list = lists[state];
    return h(
      'section',
      { class: `card section-${state}`, 'aria-labelledby': `section-${state}`, key: state },
      h(
        'div',
        { class: 'card-head' },
        h(
          'h2',
          { id: `section-${state}` },
          title,
          list.length && state === 'attention' ? h('span', { class: 'badge' }, list.length) : null,
        ),
        list.length >= FEW ? h('a', { href: `#/escalations/${state}` }, 'Show all') : null,
      ),
      list.length ? rows(list) : otherwise,
    );
  }

  const refresh = calmly(load, PAUSE_MS);
  return {
    title: 'Escalations',
    load,
    happened: (type, data) => {
      if (type === 'phases' && phases) {
        phases.phases = phases.phases.map((phase) => ({
          ...phase,
          open: data.phases.find((one) => one.name === phase.name)?.open ?? phase.open,
        }));
        show();
      } else if (type === 'bundle') {
        phases = null;
        refresh();
      } else if (type === 'escalation' || type === 'dead-letter') {
        if (type === 'escalation' && lists) {
          Object.values(lists).forEach((list) => tell(list, data));
          show();
        }
        refresh();
      }
    },
  };
}

/** A bundle that has had no call yet. */
function welcome(app) {
  if (app.session.sandbox && app.mayAct) {
    return h(
      'section',
      { class: 'card welcome', key: 'welcome' },
      h('h2', {}, 'Place your first call'),
      h(
        'p',
        {},
        'The sandbox plays Microsoft Graph. Somebody rings the bot: watch it answer, join a meeting, and move the ',
        'caller into it. It takes two seconds. After it come faults, more callers, and edits while calls are running.',
      ),
      callForm(app),
    );
  }
  return empty(
    'No call has come in yet.',
    'As soon as Graph reports a call, it appears here by itself.',
    'If calls should be coming: GET /observe/health says what keeps them away.',
  );
}

/**
 * @param {string} [phase] only those in that phase
 * @returns {import('./main.js').View}
 */
export function list(root, app, state, phase) {
  return pages(root, {
    title: phase ? `In phase ${phase}` : TABS[state],
    head: () => tabs(phase ? '' : state),
    first: at('/escalations', { state: state === 'all' ? '' : state, phase }),
    otherwise: phase
      ? empty(`No escalation is in phase ${phase}.`)
      : state === 'attention'
        ? empty('Nothing needs attention.')
        : empty('There is none.'),
  });
}

/** @returns {import('./main.js').View} */
export function search(root, app, text) {
  const view = pages(root, {
    title: 'Search',
    head: () => h('p', { class: 'muted' }, 'Escalations for ', h('strong', {}, text)),
    first: at('/escalations', { search: text }),
    otherwise: empty(
      `Nothing here has the id ${text}.`,
      'Search finds whole ids: of escalations, of their calls, of dead letters, of scenarios, and of tenants.',
      'Finished escalations are deleted after calls.store.retention-hours.',
    ),
    found: (escalations, next) => {
      if (escalations.length === 1 && !next) {
        location.replace(`#/escalations/${escalations[0].id}`);
      }
    },
  });
  return view;
}

/** A list of which more can be asked for. */
function pages(root, { title, head, first, otherwise, found }) {
  let escalations = null;
  let next = null;
  let further = false;
  const reads = readings(() => show());

  const load = reads.by(async () => {
    const page = await get(first);
    const newest = new Set(page.escalations.map((one) => one.id));
    // once more was asked for, the newest page comes before what is shown already
    escalations = further
      ? [...page.escalations, ...escalations.filter((one) => !newest.has(one.id))]
      : page.escalations;
    next = further ? next : page.next;
    found?.(page.escalations, page.next);
  });

  const more = reads.by(async () => {
    const page = await get(next);
    escalations = [...escalations, ...page.escalations];
    next = page.next;
    further = true;
  });

  function show() {
    render(
      root,
      h('div', { class: 'head' }, h('h1', {}, title), head()),
      reads.failure ? problem(reads.failure) : null,
      escalations?.length
        ? h(
            'section',
            { class: 'card' },
            rows(escalations),
            h(
              'p',
              { class: 'more' },
              next
                ? h('button', { type: 'button', onclick: more }, 'Show more')
                : h('span', { class: 'muted' }, count(escalations.length, 'escalation')),
            ),
          )
        : null,
      escalations?.length === 0 ? otherwise : null,
    );
  }

  const refresh = calmly(load, PAUSE_MS);
  return {
    title,
    load,
    happened: (type, data) => {
      if (type === 'escalation' && escalations) {
        tell(escalations, data);
        show();
      }
      if (type === 'escalation' || type === 'dead-letter') {
        refresh();
      }
    },
  };
}
