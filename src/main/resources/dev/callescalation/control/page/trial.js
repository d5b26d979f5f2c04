/** Profile dev: test calls, and what to try next. */
import { at, get, post, remove } from './api.js';
import { h, render } from './dom.js';
import { calmly } from './live.js';
import { icon, problem, readings } from './parts.js';
import { refusal } from './files.js';

const PAUSE_MS = 1000;

const FORMS = {
  communications: 'today’s, /communications',
  app: 'of 2018, /app',
  applications: 'of 2018, /applications/{id}',
};

const CALLERS = {
  user: ['a user of Teams', null],
  phone: ['by phone', { phone: { id: '+4930123456' } }],
  withheld: ['by phone, number withheld', { phone: { id: null } }],
  guest: ['a guest', { guest: { id: '0fb12345-0000-4000-8000-00000000000a', displayName: 'Grace Guest' } }],
};

const FAULTS = {
  none: ['none', null],
  'hang-up-ringing': ['the caller hangs up while it rings', { fault: 'hang-up', when: 'ringing' }],
  'hang-up-joining': ['the caller hangs up while the bot joins', { fault: 'hang-up', when: 'joining' }],
  'hang-up-inviting': ['the caller hangs up during the move', { fault: 'hang-up', when: 'inviting' }],
  'failed-operation': ['the move fails once', { fault: 'failed-operation', code: 412, subcode: 10073 }],
  lost: ['a notification is lost', { fault: 'lost', notification: 'caller-established' }],
  doubled: ['every notification comes twice', { fault: 'doubled', notification: 'any', times: 100 }],
  slow: ['Graph replies late to the join', { fault: 'slow-reply', on: 'join', delayMs: 2500 }],
  busy: [
    'Graph is busy: 429 to the join, twice',
    { fault: 'reply', on: 'join', status: 429, retryAfter: 2, times: 2 },
  ],
  refused: ['Graph refuses the join: 403', { fault: 'reply', on: 'join', status: 403 }],
  lobby: ['the bot waits in the lobby', { fault: 'lobby', admittedAfterMs: 4000 }],
};

/** Places a test call, and shows it as soon as the bundle knows it. */
async function placeCall(app, { form = 'communications', caller = 'user', fault = 'none' }) {
  const order = { form };
  if (CALLERS[caller][1]) {
    order.caller = CALLERS[caller][1];
  }
  if (FAULTS[fault][1]) {
    order.faults = [FAULTS[fault][1]];
  }
  const { callId } = await post('/sandbox/calls', order);
  for (let tries = 0; tries < 20; tries++) {
    const { escalations } = await get(at('/escalations', { search: callId }));
    if (escalations.length) {
      app.announce('A call comes in.');
      app.go(`/escalations/${escalations[0].id}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    'The call was placed, but the bundle has not taken it. Files and nodes say whether the bundle runs.',
  );
}

function options(list) {
  return Object.entries(list).map(([value, text]) => h('option', { value }, Array.isArray(text) ? text[0] : text));
}

/** The form that places a call. @param {import('./main.js').App} app */
export function callForm(app) {
  const choice = (name, title, list) => h('label', {}, h('span', {}, title), h('select', { name }, options(list)));
  return h(
    'form',
    {
      class: 'call-form',
      onsubmit: async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const said = form.querySelector('.form-problem');
        try {
          await placeCall(app, Object.fromEntries(new FormData(form)));
          said.textContent = '';
        } catch (error) {
          said.textContent = error.message;
        }
      },
    },
    choice('form', 'Form of Graph', FORMS),
    choice('caller', 'Caller', CALLERS),
    choice('fault', 'What goes wrong', FAULTS),
    h('button', { class: 'primary', type: 'submit' }, icon('phone'), 'Place the call'),
    h('p', { class: 'form-problem', role: 'alert' }),
  );
}

/**
 * @typedef {object} Thing
 * @property {string} title @property {string} shows one line on what it shows
 * @property {string} button @property {any} [call] @property {string} [edit]
 */

/** @type {Thing[]} */
const THINGS = [
  {
    title: 'A second caller',
    shows: 'Two calls at once: each has an escalation, ids and a meeting of its own.',
    button: 'Ring',
    call: { caller: 'guest' },
  },
  {
    title: 'Hang up while joining',
    shows: 'News in the middle of a step: the bot leaves the meeting it was about to join.',
    button: 'Ring and hang up',
    call: { fault: 'hang-up-joining' },
  },
  {
    title: 'A move that fails',
    shows: 'Graph accepts the invite, then reports that it failed: a policy says what to try next.',
    button: 'Ring',
    call: { fault: 'failed-operation' },
  },
  {
    title: 'A lost notification',
    shows: 'Nobody reports that the call is established. After 20 s a deadline passes, and the bundle asks Graph.',
    button: 'Ring',
    call: { fault: 'lost' },
  },
  {
    title: 'A slow reply',
    shows: 'A long bar: the bundle waits for the reply and loses nothing.',
    button: 'Ring',
    call: { fault: 'slow' },
  },
  {
    title: 'Graph is busy',
    shows: 'Two replies of 429: the command is put off and sent again, as Retry-After says.',
    button: 'Ring',
    call: { fault: 'busy' },
  },
  {
    title: 'Refused by Graph',
    shows: 'A 403 to the join: the escalation fails in words, and the caller is not left waiting.',
    button: 'Ring',
    call: { fault: 'refused' },
  },
];

/** @type {Thing[]} */
const EDITS = [
  {
    title: 'An edit that is refused',
    shows: 'A misspelt step in a policy: the mistake is named by file and line, and calls go on as before.',
    button: 'Make the edit',
    edit: 'refused',
  },
  {
    title: 'An edit that is taken up',
    shows: 'From now on callers by phone hear the busy tone. No restart: the next call is decided by it.',
    button: 'Make the edit',
    edit: 'taken-up',
    call: { caller: 'phone' },
    then: 'Ring by phone',
  },
  {
    title: 'An edit that breaks',
    shows:
      'It passes the check and throws when a call comes: a dead letter, which you replay once the edit is taken back.',
    button: 'Make the edit',
    edit: 'throws',
    call: {},
    then: 'Ring',
  },
];

/**
 * @param {import('./main.js').App} app
 * @param {any} current the escalation that is shown, if there is one
 */
export function nextThings(app, current) {
  const meeting =
    current && !current.over && current.meetingCall?.state === 'established' ? current.meetingCall.id : null;
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'next' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'next' }, 'Try the next thing'),
      h('a', { href: '#/try' }, 'Everything to try'),
    ),
    h(
      'ul',
      { class: 'things' },
      meeting
        ? thing(
            'End the meeting',
            'Everybody leaves: Graph reports it, and the escalation is over.',
            h(
              'button',
              {
                type: 'button',
                onclick: (event) => attempt(event, app, () => remove(`/sandbox/calls/${meeting}`)),
              },
              'End it',
            ),
          )
        : null,
      THINGS.slice(0, meeting ? 3 : 4).map((one) => callThing(app, one)),
    ),
  );
}

function thing(title, shows, ...buttons) {
  return h(
    'li',
    { class: 'thing', key: title },
    h('h3', {}, title),
    h('p', {}, shows),
    h('div', { class: 'thing-buttons' }, buttons),
    h('p', { class: 'form-problem', role: 'alert' }),
  );
}

function callThing(app, { title, shows, button, call }) {
  return thing(
    title,
    shows,
    h('button', { type: 'button', onclick: (event) => attempt(event, app, () => placeCall(app, call)) }, button),
  );
}

/** What goes wrong is said where it was asked for. */
async function attempt(event, app, work) {
  const button = event.currentTarget;
  const said = button.closest('.thing').querySelector('.form-problem');
  button.disabled = true;
  try {
    await work();
    said.textContent = '';
  } catch (error) {
    said.textContent = error.message;
  }
  button.disabled = false;
}

/** @returns {import('./main.js').View} */
export function trial(root, app) {
  let edits = [];
  let bundle = null;
  const reads = readings(() => show());
  /** The last change, and the version that the files are since. @type {{edit: string, version: string} | null} */
  let changed = null;

  const load = reads.by(async () => {
    [{ edits }, bundle] = await Promise.all([get('/sandbox/edits'), get('/bundle')]);
  });

  async function change(work, edit) {
    const reply = await work();
    edits = reply.edits;
    changed = { edit, version: reply.version };
    show();
  }

  /** Whether the bundle has still to say what it makes of the files since that edit. */
  function isBeingChecked(edit) {
    return changed?.edit === edit && (bundle.refused ?? bundle).version !== changed.version;
  }

  function editThing({ title, shows, button, edit, call, then }) {
    const known = edits.find((one) => one.edit === edit);
    const made = known?.made;
    return h(
      'li',
      { class: made ? 'thing thing-made' : 'thing', key: edit },
      h('h3', {}, title),
      h('p', {}, shows),
      known
        ? h(
            'details',
            {},
            h('summary', {}, known.file),
            h('pre', { tabindex: 0, 'aria-label': `Lines of the edit: ${title}` }, known.lines),
          )
        : null,
      h(
        'div',
        { class: 'thing-buttons' },
        made
          ? h(
              'button',
              {
                type: 'button',
                onclick: (event) => attempt(event, app, () => change(() => remove('/sandbox/edits'), edit)),
              },
              'Take it back',
            )
          : h(
              'button',
              {
                type: 'button',
                onclick: (event) => attempt(event, app, () => change(() => post(`/sandbox/edits/${edit}`), edit)),
              },
              button,
            ),
        made && then && !isBeingChecked(edit)
          ? h(
              'button',
              {
                class: 'primary',
                type: 'button',
                onclick: (event) => attempt(event, app, () => placeCall(app, call)),
              },
              then,
            )
          : null,
      ),
      h('p', { class: 'form-problem', role: 'alert' }),
      h('p', { class: 'outcome', role: 'status' }, outcome(edit, made)),
    );
  }

  function outcome(edit, made) {
    if (isBeingChecked(edit)) {
      return 'The bundle checks its files …';
    }
    if (!made) {
      return null;
    }
    return bundle.refused ? 'Refused, see above.' : `Taken up: version ${bundle.version} runs.`;
  }

  function show() {
    render(
      root,
      h(
        'div',
        { class: 'head' },
        h('h1', {}, 'Try it'),
        h(
          'p',
          { class: 'muted' },
          'The sandbox plays Microsoft Graph, with real HTTP and signed tokens. Nothing leaves this machine.',
        ),
      ),
      reads.failure ? problem(reads.failure) : null,
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'place', key: 'place' },
        h('div', { class: 'card-head' }, h('h2', { id: 'place' }, 'Place a test call')),
        callForm(app),
      ),
      bundle?.refused ? refusal(bundle) : null,
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'things', key: 'things' },
        h('div', { class: 'card-head' }, h('h2', { id: 'things' }, 'Calls in which something happens')),
        h(
          'ul',
          { class: 'things' },
          THINGS.map((one) => callThing(app, one)),
        ),
      ),
      h(
        'section',
        { class: 'card', 'aria-labelledby': 'edits', key: 'edits' },
        h('div', { class: 'card-head' }, h('h2', { id: 'edits' }, 'Edits while calls are running')),
        h('ul', { class: 'things' }, EDITS.map(editThing)),
      ),
    );
  }

  const refresh = calmly(load, PAUSE_MS);
  return { title: 'Try it', load, happened: (type) => (type === 'bundle' ? refresh() : undefined) };
}
