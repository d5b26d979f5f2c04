/** One escalation: facts, timeline, steps, and its dead letters. */
import { at, get } from './api.js';
import { h, render } from './dom.js';
import { ago, clock, count, exact, id, since } from './format.js';
import { historyOf, keyOf, merged } from './history.js';
import { calmly } from './live.js';
import { attentionChips, chip, copyButton, icon, phaseChip, problem, readings, toneOf } from './parts.js';
import { letterRow } from './letters.js';
import { timeline } from './timeline.js';
import { nextThings } from './trial.js';
import { waits } from './escalations.js';

const PAUSE_MS = 300;
const LEAST_WIDTH = 720;
const REDRAW_MS = 500;

/** @returns {import('./main.js').View} */
export function escalation(root, app, wanted) {
  let shown = null;
  let steps = [];
  let letters = [];
  let earlier = null;
  const reads = readings(() => show());
  let zoom = '';
  let selected = '';
  /** Steps of which the messages are shown. */
  const opened = new Set();
  let width = 0;

  const resized = new ResizeObserver(() => {
    if (shown && root.clientWidth !== width) {
      requestAnimationFrame(show);
    }
  });
  resized.observe(root);
  const redraw = setInterval(() => {
    if (shown && !shown.over && moving()) {
      show();
    }
  }, REDRAW_MS);

  const moving = () => historyOf(shown, steps, letters, Date.now()).bars.some((bar) => bar.to === null);

  const load = reads.by(async () => {
    const found = await get(`/escalations/${encodeURIComponent(wanted)}`);
    const { deadLetters } = await get(at('/dead-letters', { search: found.id }));
    steps = merged(steps, found.steps);
    if (!shown) {
      earlier = found.earlier ?? null;
    }
    letters = deadLetters.filter((letter) => letter.escalationId === found.id);
    shown = found;
  });

  const loadEarlier = reads.by(async () => {
    const page = await get(earlier);
    steps = merged(page.steps, steps);
    earlier = page.earlier ?? null;
  });

  function pick(step, scroll = true) {
    selected = step;
    show();
    const row = root.querySelector('.step-selected');
    if (scroll) {
      row?.scrollIntoView({
        block: 'nearest',
        behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
      });
    }
  }

  /** With the arrow keys one goes from step to step. */
  function move(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      const index = steps.findIndex((step) => keyOf(step) === selected);
      const next = steps[Math.min(Math.max(index + by, 0), steps.length - 1)];
      if (next) {
        pick(keyOf(next));
        app.announce(`${offset(next)}: ${next.what}`);
      }
    }
  }

  const offset = (step) => `+${since(Math.max(0, Date.parse(step.at) - Date.parse(shown.createdAt)))}`;

  function show() {
    if (!shown) {
      render(
        root,
        h('div', { class: 'head' }, h('h1', {}, 'Escalation')),
        reads.failure ? problem(reads.failure) : h('p', { class: 'muted' }, 'Loading …'),
      );
      return;
    }
    render(
      root,
      h(
        'div',
        { class: 'head' },
        h('p', { class: 'crumbs' }, h('a', { href: '#/' }, 'Escalations')),
        h('h1', {}, 'Escalation ', id(shown.id)),
        copyButton(shown.id, 'the id of the escalation'),
        phaseChip(shown),
        attentionChips(shown),
        shown.failure ? h('p', { class: 'failure' }, shown.failure) : null,
        waits(shown),
      ),
      reads.failure ? problem(reads.failure) : null,
      facts(),
      picture(),
      letters.length
        ? h(
            'section',
            { class: 'card', 'aria-labelledby': 'letters', key: 'letters' },
            h('div', { class: 'card-head' }, h('h2', { id: 'letters' }, 'Dead letters')),
            h(
              'ul',
              { class: 'letters' },
              letters.map((letter) => letterRow(letter, app, load)),
            ),
          )
        : null,
      app.session.sandbox && app.mayAct ? h('div', { key: 'next' }, nextThings(app, shown)) : null,
      list(),
    );
  }

  function facts() {
    const fact = (name, ...value) =>
      h('div', { class: /call|Meeting/.test(name) ? 'wide' : null }, h('dt', {}, name), h('dd', {}, value));
    return h(
      'section',
      { class: 'card', 'aria-label': 'Facts', key: 'facts' },
      h(
        'dl',
        { class: 'facts' },
        fact(
          'Caller’s call',
          callState(shown.callerCall),
          idAndCopy(shown.callerCall.id, 'the id of the caller’s call'),
        ),
        fact(
          'Meeting',
          shown.meetingCall
            ? [callState(shown.meetingCall), idAndCopy(shown.meetingCall.id, 'the id of the meeting')]
            : h('span', { class: 'muted' }, 'not joined'),
        ),
        shown.meetingCall?.botIsInLobby ? fact('Lobby', 'the bot waits in it') : null,
        fact('Began', ago(shown.createdAt), h('span', { class: 'muted' }, clock(shown.createdAt))),
        fact('Last change', ago(shown.updatedAt)),
        fact('Form', shown.dialect, h('span', { class: 'muted' }, shown.prefix)),
        shown.mode ? fact('Mode', shown.mode) : null,
        fact('Tenant', idAndCopy(shown.tenantId, 'the id of the tenant')),
        shown.scenarioId ? fact('Scenario', idAndCopy(shown.scenarioId, 'the id of the scenario')) : null,
      ),
    );
  }

  function idAndCopy(text, what) {
    return h('span', { class: 'copied' }, id(text), copyButton(text, what));
  }

  function callState(call) {
    return call.state
      ? chip(call.state === 'established' ? 'ok' : call.state === 'terminated' ? 'over' : 'open', call.state)
      : null;
  }

  function picture() {
    const now = Date.now();
    width = root.clientWidth;
    const history = historyOf(shown, steps, letters, now);
    const phase = history.phases[Number(zoom)] && zoom !== '' ? history.phases[Number(zoom)] : null;
    const span = phase
      ? { from: phase.from, to: Math.max(phase.to, phase.from + 1) }
      : { from: first(history), to: history.end };
    const choice = (value, text) =>
      h(
        'button',
        {
          type: 'button',
          'aria-pressed': String(zoom === value),
          onclick: () => {
            zoom = value;
            show();
          },
        },
        text,
      );
    return h(
      'section',
      { class: 'card', 'aria-labelledby': 'timeline', key: 'timeline' },
      h(
        'div',
        { class: 'card-head' },
        h('h2', { id: 'timeline' }, 'Timeline'),
        history.phases.length > 1
          ? h(
              'div',
              { class: 'choices', role: 'group', 'aria-label': 'Zoom' },
              choice('', 'Whole'),
              history.phases.map((one, i) => choice(String(i), one.name)),
            )
          : null,
        earlier ? h('button', { type: 'button', onclick: loadEarlier }, 'Earlier steps') : null,
      ),
      h(
        'div',
        {
          class: 'scroller',
          tabindex: 0,
          role: 'group',
          onkeydown: move,
          'aria-label': 'Timeline. The arrow keys go from step to step.',
        },
        timeline(history, span, Math.max(LEAST_WIDTH, width - 34), { selected, now, pick }),
      ),
      legend(),
    );
  }

  const first = (history) => (earlier ? Date.parse(steps[0].at) : history.began);

  function legend() {
    const item = (cls, text) => h('li', { class: cls }, text);
    return h(
      'ul',
      { class: 'legend', 'aria-label': 'Signs' },
      item('sign-news', 'came in'),
      item('sign-bar', 'command, from sent to replied'),
      item('sign-bad', 'refused or failed'),
      item('sign-deadline', 'deadline or pause'),
      item('sign-cut', 'nothing happened'),
    );
  }

  function list() {
    let phase = '';
    return h(
      'section',
      { class: 'card', 'aria-labelledby': 'steps', key: 'steps' },
      h(
        'div',
        { class: 'card-head' },
        h('h2', { id: 'steps' }, 'Steps'),
        earlier
          ? h('button', { type: 'button', onclick: loadEarlier }, 'Earlier steps')
          : h('span', { class: 'muted' }, count(steps.length, 'step')),
      ),
      h(
        'ol',
        { class: 'steps' },
        steps.map((step) => {
          const entered = step.phase && step.phase !== phase;
          phase = step.phase || phase;
          return stepRow(step, entered);
        }),
      ),
    );
  }

  function stepRow(step, entered) {
    const key = keyOf(step);
    const bad = step.httpStatus >= 400 || step.event === 'command';
    const isOpen = opened.has(key);
    const messages = [
      ...(step.message ? [{ title: 'What came in', json: step.message }] : []),
      ...(step.commands ?? [])
        .filter((command) => command.body)
        .map((command) => ({ title: `${command.method} ${shortPath(command.path)}`, json: command.body })),
    ];
    const kind = bad
      ? 'bad'
      : ({ deadline: 'warn', pause: 'warn', operator: 'ok', reply: 'over' }[step.event] ?? 'open');
    return h(
      'li',
      {
        class: `step step-${kind}${key === selected ? ' step-selected' : ''}`,
        key,
        'aria-current': key === selected ? 'step' : null,
      },
      h('time', { class: 'step-at', datetime: step.at, title: exact(step.at) }, offset(step)),
      h(
        'div',
        { class: 'step-what' },
        h(
          'p',
          { class: 'step-line' },
          bad ? icon('bad') : null,
          h('span', { class: 'step-text' }, step.what),
          laneName(step),
          step.outcome && !['decided', 'noted'].includes(step.outcome)
            ? h('span', { class: 'tag' }, step.outcome)
            : null,
          entered
            ? chip(step.phase === shown.phase ? toneOf(shown) : 'open', step.phase, 'It entered this phase')
            : null,
          step.until ? h('span', { class: 'muted' }, 'until ', clock(step.until)) : null,
        ),
        (step.commands ?? []).map((command) =>
          h(
            'p',
            { class: 'step-command' },
            h('span', { 'aria-hidden': 'true' }, '→ '),
            h('code', {}, `${command.method} ${shortPath(command.path)}`),
          ),
        ),
        isOpen
          ? messages.map(({ title, json }) =>
              h(
                'figure',
                { key: title },
                h('figcaption', {}, title),
                h('pre', { tabindex: 0, 'aria-label': title }, JSON.stringify(json, null, 2)),
              ),
            )
          : null,
      ),
      messages.length
        ? h(
            'button',
            {
              class: 'quiet',
              type: 'button',
              'aria-expanded': String(isOpen),
              'aria-label': `Messages of: ${step.what}`,
              onclick: () => {
                isOpen ? opened.delete(key) : opened.add(key);
                show();
              },
            },
            isOpen ? 'Hide' : 'Messages',
          )
        : null,
    );
  }

  function laneName(step) {
    if (!step.call) {
      return null;
    }
    return h(
      'span',
      { class: 'tag', title: step.call },
      step.call === shown.meetingCall?.id ? 'meeting' : step.call === shown.callerCall.id ? 'caller' : 'another call',
    );
  }

  /** The ids of the two calls are above. */
  function shortPath(path) {
    let short = path.replace(shown.callerCall.id, '{caller}');
    if (shown.meetingCall) {
      short = short.replace(shown.meetingCall.id, '{meeting}');
    }
    return short;
  }

  const refresh = calmly(load, PAUSE_MS);
  return {
    title: 'Escalation',
    load,
    happened: (type, data) => {
      if (type === 'escalation' ? data.id === shown?.id || !shown : type === 'dead-letter') {
        refresh();
      }
    },
    stop: () => {
      resized.disconnect();
      clearInterval(redraw);
    },
  };
}
