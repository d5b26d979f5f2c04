/** Dead letters: by cause, and one by one. An action says in place how it went. */
import { at, get, post } from './api.js';
import { h, render } from './dom.js';
import { ago, count, id } from './format.js';
import { calmly } from './live.js';
import { chip, empty, icon, message, problem, readings } from './parts.js';

const PAUSE_MS = 1000;
const LONGEST_REASON = 500;

const STATES = { open: 'Open', replayed: 'Replayed', dismissed: 'Dismissed' };
const DONE = { replay: 'replayed', dismiss: 'dismissed' };

function tabs(state) {
  return h(
    'nav',
    { class: 'tabs', 'aria-label': 'Dead letters' },
    Object.entries(STATES).map(([value, text]) =>
      h('a', { href: `#/dead-letters/${value}`, 'aria-current': value === state ? 'page' : null }, text),
    ),
  );
}

/** Asks why, and acts. @param {(action: 'replay' | 'dismiss', reason: string) => Promise<void>} act */
function actions(key, n, busy, act) {
  const press = (action) => async (event) => {
    const form = event.currentTarget.closest('.actions');
    const reason = form.querySelector('input').value.trim();
    await act(action, reason);
  };
  const what = n === 1 ? '' : ` all ${n}`;
  return h(
    'div',
    { class: 'actions', role: 'group', 'aria-label': `Replay or dismiss${what}` },
    h('input', {
      type: 'text',
      maxlength: LONGEST_REASON,
      placeholder: 'Reason, for the journal',
      'aria-label': 'Reason',
      disabled: busy,
    }),
    h('button', { class: 'primary', type: 'button', disabled: busy, onclick: press('replay') }, `Replay${what}`),
    h('button', { type: 'button', disabled: busy, onclick: press('dismiss') }, `Dismiss${what}`),
  );
}

/** What has become of actions, by dead letter. It stays while the page does. */
const results = new Map();
/** Letters and groups that are being acted on. */
const busy = new Set();

async function actOnOne(letter, app, action, reason, changed) {
  busy.add(letter.id);
  await changed();
  try {
    await post(`/dead-letters/${letter.id}/${action}`, reason ? { reason } : undefined);
    results.set(letter.id, { result: DONE[action] });
    app.announce(`The dead letter is ${DONE[action]}.`);
  } catch (error) {
    results.set(letter.id, { result: 'failed', error: error.message });
    app.announce(`Not ${DONE[action]}: ${error.message}`);
  }
  busy.delete(letter.id);
  await changed();
}

function result(letterId) {
  const known = results.get(letterId);
  if (!known) {
    return null;
  }
  const well = !['failed', 'closed already'].includes(known.result);
  return h(
    'span',
    { class: 'result' },
    chip(well ? 'ok' : 'bad', known.result),
    known.error ? h('span', { class: 'failure' }, known.error) : null,
  );
}

/**
 * @param {any} letter
 * @param {import('./main.js').App} app
 * @param {() => Promise<void>} changed
 */
export function letterRow(letter, app, changed) {
  const open = letter.state === 'open';
  return h(
    'li',
    { class: 'letter', key: letter.id },
    h(
      'div',
      { class: 'letter-head' },
      open ? chip('bad', 'open') : chip('over', letter.state),
      h('a', { href: `#/dead-letters/${letter.id}` }, letter.what || letter.kind),
      h('span', { class: 'muted' }, letter.route, letter.step ? ` · ${letter.step}` : ''),
      ago(letter.at),
      letter.failures > 1 ? h('span', { class: 'tag' }, count(letter.failures, 'failure')) : null,
    ),
    h('p', { class: 'error-text' }, letter.error),
    h(
      'p',
      { class: 'letter-foot' },
      letter.escalationId
        ? h('a', { href: `#/escalations/${letter.escalationId}` }, 'Escalation ', id(letter.escalationId))
        : h('span', { class: 'muted' }, 'It belongs to no escalation'),
    ),
    result(letter.id),
    open && app.mayAct
      ? actions(letter.id, 1, busy.has(letter.id), (action, reason) => actOnOne(letter, app, action, reason, changed))
      : null,
  );
}

/** @returns {import('./main.js').View} */
export function deadLetters(root, app, state = 'open') {
  let groups = null;
  let letters = null;
  let next = null;
  const reads = readings(() => show());
  /** Letters of the groups that are open on the page, by group. */
  const members = new Map();
  /** Actions on groups, by group. */
  const running = new Map();

  const load = reads.by(async () => {
    if (state === 'open') {
      groups = (await get('/dead-letters/groups?state=open')).groups;
      await Promise.all([...members.keys()].map(loadMembers));
    } else {
      const page = await get(at('/dead-letters', { state }));
      letters = page.deadLetters;
      next = page.next ?? null;
    }
  });

  const more = reads.by(async () => {
    const page = await get(next);
    letters = [...letters, ...page.deadLetters];
    next = page.next ?? null;
  });

  async function loadMembers(group) {
    const page = await get(at('/dead-letters', { state: 'open', group }));
    members.set(group, page.deadLetters);
  }

  async function actOnGroup(group, action, reason) {
    busy.add(group.group);
    show();
    try {
      const begun = await post('/dead-letters/actions', {
        action,
        group: group.group,
        ...(reason ? { reason } : {}),
      });
      running.set(group.group, { ...begun, action, done: 0, failed: 0, running: true, results: [], cause: group });
      await follow(group.group);
    } catch (error) {
      busy.delete(group.group);
      reads.failure = error;
      show();
    }
  }

  async function follow(hash) {
    const known = running.get(hash);
    const now = await get(`/dead-letters/actions/${known.id}`);
    running.set(hash, { ...known, ...now });
    now.results.forEach((one) => results.set(one.id, one));
    if (!now.running && known.running) {
      busy.delete(hash);
      app.announce(
        `${now.done - now.failed} of ${now.total} ${DONE[now.action]}${now.failed ? `, ${now.failed} failed` : ''}.`,
      );
      await load();
    }
    show();
  }

  function progress(hash) {
    const action = running.get(hash);
    if (!action) {
      return null;
    }
    return h(
      'div',
      { class: 'progress', key: 'progress' },
      h(
        'p',
        {},
        action.running
          ? `${DONE[action.action]}: ${action.done} of ${action.total}`
          : [
              chip(
                action.failed ? 'bad' : 'ok',
                `${action.done - action.failed} of ${action.total} ${DONE[action.action]}`,
              ),
              action.failed ? h('span', {}, `${action.failed} failed`) : null,
            ],
      ),
      action.running ? h('progress', { max: action.total, value: action.done, 'aria-label': 'Progress' }) : null,
      action.running
        ? null
        : h(
            'ul',
            { class: 'results-list' },
            action.results.map((one) =>
              h(
                'li',
                { key: one.id },
                icon(one.error ? 'bad' : 'ok'),
                h('a', { href: `#/dead-letters/${one.id}` }, id(one.id)),
                one.result,
                one.error ? h('span', { class: 'failure' }, one.error) : null,
              ),
            ),
          ),
    );
  }

  function groupCard(group) {
    return h(
      'li',
      { class: 'card group', key: group.group },
      h(
        'div',
        { class: 'group-head' },
        h('span', { class: 'group-count' }, group.count, h('span', { class: 'hidden' }, ' dead letters')),
        h(
          'div',
          {},
          h('p', { class: 'error-text' }, group.error),
          h(
            'p',
            { class: 'muted' },
            `${group.kind}`,
            group.route ? [' in ', h('code', {}, group.route)] : null,
            group.step ? [', step ', h('code', {}, group.step)] : null,
            ' · newest ',
            ago(group.newest),
            group.count > 1 ? [', oldest ', ago(group.oldest)] : null,
          ),
        ),
      ),
      app.mayAct
        ? actions(group.group, group.count, busy.has(group.group), (action, reason) =>
            actOnGroup(group, action, reason),
          )
        : null,
      progress(group.group),
      h(
        'details',
        {
          ontoggle: async (event) => {
            if (event.currentTarget.open && !members.has(group.group)) {
              await loadMembers(group.group);
              show();
            }
          },
        },
        h('summary', {}, group.count === 1 ? 'Show it' : `Show them one by one`),
        members.has(group.group)
          ? h(
              'ul',
              { class: 'letters' },
              members.get(group.group).map((letter) => letterRow(letter, app, load)),
            )
          : null,
      ),
    );
  }

  function show() {
    const finished = [...running].filter(([hash]) => !groups?.some((group) => group.group === hash));
    render(
      root,
      h('div', { class: 'head' }, h('h1', {}, 'Dead letters'), tabs(state)),
      reads.failure ? problem(reads.failure) : null,
      state === 'open' && groups
        ? [
            finished.length
              ? h(
                  'ul',
                  { class: 'groups', key: 'finished' },
                  finished.map(([hash, action]) =>
                    h(
                      'li',
                      { class: 'card group', key: hash },
                      h('p', { class: 'error-text' }, action.cause.error),
                      progress(hash),
                    ),
                  ),
                )
              : null,
            groups.length
              ? [
                  h(
                    'p',
                    { class: 'muted', key: 'hint' },
                    'What no route could decide on, by cause. Mend the cause, then replay.',
                  ),
                  h('ul', { class: 'groups', key: 'groups' }, groups.map(groupCard)),
                ]
              : empty(
                  'No dead letter is open.',
                  'A message that no route can decide on, or a command that Graph refuses, is kept here until you act.',
                ),
          ]
        : null,
      letters
        ? letters.length
          ? h(
              'section',
              { class: 'card' },
              h(
                'ul',
                { class: 'letters' },
                letters.map((letter) => letterRow(letter, app, load)),
              ),
              next ? h('p', { class: 'more' }, h('button', { type: 'button', onclick: more }, 'Show more')) : null,
            )
          : empty(`None is ${state}.`)
        : null,
    );
  }

  const refresh = calmly(load, PAUSE_MS);
  return {
    title: 'Dead letters',
    load,
    happened: (type, data) => {
      if (type === 'dead-letter') {
        refresh();
      } else if (type === 'action') {
        const found = [...running].find(([, action]) => action.id === data.id);
        if (found) {
          running.set(found[0], { ...found[1], done: data.done, failed: data.failed, total: data.total });
          if (data.done >= data.total) {
            follow(found[0]);
          } else {
            show();
          }
        }
      }
    },
  };
}

/** @returns {import('./main.js').View} */
export function deadLetter(root, app, wanted) {
  let letter = null;
  const reads = readings(() => show());

  const load = reads.by(async () => {
    letter = await get(`/dead-letters/${encodeURIComponent(wanted)}`);
  });

  async function changed() {
    await load();
  }

  function show() {
    render(
      root,
      h(
        'div',
        { class: 'head' },
        h('p', { class: 'crumbs' }, h('a', { href: '#/dead-letters' }, 'Dead letters')),
        h('h1', {}, 'Dead letter ', id(wanted)),
      ),
      reads.failure ? problem(reads.failure) : null,
      letter
        ? h(
            'section',
            { class: 'card' },
            h('ul', { class: 'letters' }, letterRow(letter, app, changed)),
            letter.status ? h('p', {}, 'Graph’s reply: ', letter.status) : null,
            letter.due ? h('p', {}, 'It was due ', ago(letter.due)) : null,
            letter.message ? message('Message', letter.message) : null,
            letter.command ? message(`${letter.command.method} ${letter.command.path}`, letter.command) : null,
          )
        : null,
    );
  }

  const refresh = calmly(load, PAUSE_MS);
  return {
    title: 'Dead letter',
    load,
    happened: (type, data) => (type === 'dead-letter' && data.id === wanted ? refresh() : undefined),
  };
}
