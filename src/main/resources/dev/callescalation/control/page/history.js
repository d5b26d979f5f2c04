/** What the timeline shows of an escalation: calls as lanes, commands as bars, and what came in as points. */

/**
 * @typedef {object} Bar
 * @property {string} key @property {string} name @property {'caller' | 'meeting'} lane
 * @property {number} queued @property {number} from @property {number | null} to null while there is no reply
 * @property {string} status @property {number} [http] @property {number} [tries]
 * @property {'ok' | 'bad' | 'open'} tone @property {string} step the one that asked for it
 *
 * @typedef {object} Point
 * @property {number} at @property {string} text @property {'caller' | 'meeting'} lane
 * @property {'news' | 'request' | 'operator' | 'deadline' | 'pause' | 'error'} kind
 * @property {string} step @property {string} [href]
 */

const plain = (callId) => (callId ?? '').toLowerCase().replaceAll('-', '');

/** Names a step: its number, or what else sets it apart. */
export function keyOf(step) {
  return String(step.version ?? `${step.at} ${step.event} ${step.what}`);
}

/** Puts pages of steps together, each step once, oldest first. */
export function merged(...pages) {
  const steps = new Map();
  pages.flat().forEach((step) => steps.set(`${keyOf(step)} ${step.event === 'pause' ? step.at : ''}`, step));
  return [...steps.values()].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/**
 * @param {any} escalation @param {any[]} steps @param {any[]} letters its dead letters
 * @param {number} now
 */
export function historyOf(escalation, steps, letters, now) {
  const caller = plain(escalation.callerCall?.id);
  const meeting = plain(escalation.meetingCall?.id);
  const operations = new Map((escalation.operations ?? []).map((operation) => [operation.key, operation]));
  const replies = new Map(steps.filter((step) => step.commandKey).map((step) => [step.commandKey, step]));

  const laneOf = (callId) => (meeting && plain(callId) === meeting ? 'meeting' : 'caller');

  function laneOfPath(path) {
    const text = plain(path);
    return caller && text.includes(caller) ? 'caller' : 'meeting';
  }

  /** @returns {Bar} */
  function bar(step, command, i) {
    const key = command.key ?? `${keyOf(step)} ${i}`;
    const operation = operations.get(key);
    const reply = replies.get(key);
    const queued = time(operation?.queuedAt) ?? Date.parse(step.at);
    const from = time(operation?.sentAt) ?? queued;
    const to = time(operation?.repliedAt) ?? time(reply?.at) ?? null;
    const http = operation?.httpStatus ?? reply?.httpStatus;
    const bad = http >= 400 || operation?.status === 'failed';
    const open = to === null && !escalation.over;
    return {
      key,
      name: operation?.command ?? command.path.split('/').at(-1),
      lane: laneOfPath(command.path),
      queued,
      from: Math.max(queued, from),
      to: to === null && !open ? Math.max(queued, from) : to,
      status: operation?.status ?? '',
      http,
      tries: operation?.tries,
      tone: bad ? 'bad' : open ? 'open' : 'ok',
      step: keyOf(step),
    };
  }

  /** A command that failed is where the command is. */
  function laneOfLetter(letter) {
    return bars.find((bar) => letter.kind === 'command' && bar.name === letter.what)?.lane ?? laneOf(letter.call);
  }

  const KINDS = {
    notification: 'news',
    request: 'request',
    operator: 'operator',
    deadline: 'deadline',
    pause: 'pause',
    command: 'error',
  };
  const bars = steps.flatMap((step) => (step.commands ?? []).map((command, i) => bar(step, command, i)));
  /** @type {Point[]} */
  const points = [
    ...steps
      .filter((step) => step.event in KINDS)
      .map((step) => ({
        at: Date.parse(step.at),
        text: step.what + (step.outcome === 'repeated' ? ' (again)' : ''),
        lane: laneOf(step.call),
        kind: KINDS[step.event],
        step: keyOf(step),
      })),
    ...letters.map((letter) => ({
      at: Date.parse(letter.at),
      text: letter.error,
      lane: laneOfLetter(letter),
      kind: /** @type {const} */ ('error'),
      step: '',
      href: `#/dead-letters/${letter.id}`,
    })),
  ];
  const deadlines = escalation.over
    ? []
    : (escalation.deadlines ?? []).map(({ name, at }) => ({ name, at: Date.parse(at) }));
  const began = Date.parse(escalation.createdAt);
  const times = [
    ...bars.flatMap((one) => [one.queued, ...during(one.from, one.to ?? now)]),
    ...points.map((one) => one.at),
  ];
  const end = Math.max(began + 1, ...times, ...deadlines.map((one) => one.at));
  return {
    began,
    end,
    bars,
    points,
    deadlines,
    phases: phasesOf(steps, escalation, end),
    times: [...times, ...deadlines.map((one) => one.at)],
    lanes: [
      { name: 'caller', title: 'Caller’s call', state: escalation.callerCall?.state },
      { name: 'meeting', title: 'Meeting', state: escalation.meetingCall?.state ?? 'not joined' },
    ],
  };
}

const OFTEN_MS = 400;
const LONGEST_SHOWN_MS = 20000;

/** While a command is under way, something happens: its bar is as long as it took. */
function during(from, to) {
  const times = [to];
  for (let at = from; at < to && to - from <= LONGEST_SHOWN_MS; at += OFTEN_MS) {
    times.push(at);
  }
  return [from, ...times];
}

function time(iso) {
  return iso ? Date.parse(iso) : undefined;
}

/** Which phase it was in, and from when to when. */
function phasesOf(steps, escalation, end) {
  const phases = [];
  for (const step of steps) {
    if (step.phase && step.event !== 'pause' && phases.at(-1)?.name !== step.phase) {
      const at = Date.parse(step.at);
      if (phases.length) {
        phases.at(-1).to = at;
      }
      phases.push({ name: step.phase, from: at, to: end });
    }
  }
  return phases;
}
