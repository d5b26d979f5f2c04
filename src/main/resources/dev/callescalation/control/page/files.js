/** Which version of the files runs, what was wrong with the last edit, and what the nodes run. */
import { get } from './api.js';
import { h, render } from './dom.js';
import { ago, count, id } from './format.js';
import { calmly } from './live.js';
import { chip, problem, readings } from './parts.js';

const PAUSE_MS = 1000;

/** @returns {import('./main.js').View} */
export function files(root, app) {
  let bundle = null;
  let nodes = null;
  /** When the nodes were asked for: a lease lasts seconds. */
  let asked = '';
  const reads = readings(() => show());

  const load = reads.by(async () => {
    [bundle, { nodes }] = await Promise.all([get('/bundle'), get('/nodes')]);
    asked = new Date().toISOString();
  });

  function show() {
    render(
      root,
      h('div', { class: 'head' }, h('h1', {}, 'Files and nodes')),
      reads.failure ? problem(reads.failure) : null,
      bundle ? [running(), bundle.refused || bundle.unseen ? refusal(bundle) : null, list()] : null,
      nodes ? table() : null,
    );
  }

  function running() {
    return h(
      'section',
      { class: 'card', 'aria-labelledby': 'running', key: 'running' },
      h('div', { class: 'card-head' }, h('h2', { id: 'running' }, 'What runs')),
      h(
        'dl',
        { class: 'facts' },
        h(
          'div',
          {},
          h('dt', {}, 'Version of the files'),
          h(
            'dd',
            {},
            h('code', {}, bundle.version),
            bundle.refused ? chip('warn', 'the last edit is refused') : chip('ok', 'as in the folder'),
          ),
        ),
        h('div', {}, h('dt', {}, 'Since'), h('dd', {}, ago(bundle.since))),
        h('div', {}, h('dt', {}, 'Program'), h('dd', {}, app.session.version)),
        (bundle.layers ?? []).map(({ overlay, version }) =>
          h('div', {}, h('dt', {}, overlay ?? 'Shipped files'), h('dd', {}, h('code', {}, version))),
        ),
        bundle.atNextStart
          ? h('div', {}, h('dt', {}, 'At the next start'), h('dd', {}, bundle.atNextStart.join(', ')))
          : null,
      ),
    );
  }

  function list() {
    return h(
      'section',
      { class: 'card', key: 'files' },
      h(
        'details',
        {},
        h('summary', {}, h('h2', {}, count(bundle.files.length, 'file'))),
        h(
          'ul',
          { class: 'files' },
          bundle.files.map((file) => h('li', {}, h('code', {}, file))),
        ),
      ),
    );
  }

  function table() {
    const files = usual(nodes, 'files');
    const program = usual(nodes, 'program');
    return h(
      'section',
      { class: 'card', 'aria-labelledby': 'nodes', key: 'nodes' },
      h(
        'div',
        { class: 'card-head' },
        h('h2', { id: 'nodes' }, 'Nodes'),
        h('span', { class: 'muted' }, 'as of ', ago(asked)),
        h('button', { type: 'button', onclick: load }, 'Refresh'),
      ),
      h(
        'ul',
        { class: 'nodes' },
        nodes.map((node) => {
          const alive = node.aliveUntil > asked;
          return h(
            'li',
            { key: node.id },
            chip(alive ? 'ok' : 'bad', alive ? 'alive' : 'gone'),
            node.files && node.files !== files ? chip('warn', 'runs other files') : null,
            node.program && node.program !== program ? chip('warn', 'another program') : null,
            h('strong', {}, node.host ?? 'is starting, or of an earlier version'),
            node.this ? h('span', { class: 'tag' }, 'this one') : null,
            h(
              'dl',
              { class: 'facts' },
              fact('Control port', node.address),
              fact('Version of the files', node.files && h('code', {}, node.files)),
              fact('Program', node.program),
              fact('Since', node.since && ago(node.since)),
              fact('Last heard', ago(node.heardAt)),
              fact('Node', id(node.id)),
            ),
          );
        }),
      ),
    );
  }

  const refresh = calmly(load, PAUSE_MS);
  return { title: 'Files and nodes', load, happened: (type) => (type === 'bundle' ? refresh() : undefined) };
}

function fact(name, value) {
  return value ? h('div', {}, h('dt', {}, name), h('dd', {}, value)) : null;
}

/** What most nodes have; of two that are as common, what this node has. */
function usual(nodes, field) {
  const votes = new Map();
  for (const node of nodes) {
    if (node[field]) {
      votes.set(node[field], (votes.get(node[field]) ?? 0) + (node.this ? 1.5 : 1));
    }
  }
  return [...votes].sort((one, other) => other[1] - one[1])[0]?.[0];
}

/** The last edit that was not taken up: each mistake by file and line. */
export function refusal(bundle) {
  const findings = bundle.refused?.findings ?? [bundle.unseen];
  return h(
    'section',
    { class: 'card refusal', 'aria-labelledby': 'refused', key: 'refused' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { id: 'refused' }, bundle.refused ? 'The last edit is refused' : 'Edits are not seen'),
      bundle.refused ? h('span', { class: 'muted' }, ago(bundle.refused.at)) : null,
    ),
    h('p', {}, 'Version ', h('code', {}, bundle.version), ' keeps running.'),
    h(
      'ul',
      { class: 'findings' },
      findings.map((finding) =>
        h(
          'li',
          {},
          h('p', {}, h('code', { class: 'where' }, finding.line ? `${finding.file}:${finding.line}` : finding.file)),
          h('p', {}, finding.wrong, finding.instead ? h('span', { class: 'instead' }, ' → ', finding.instead) : null),
        ),
      ),
    ),
  );
}
