/** The frame of the page: who is signed in, which view is shown, and what is happening. */
import { ApiError, get, remove, whenSignedOut } from './api.js';
import { h, render } from './dom.js';
import { tick } from './format.js';
import { calmly, connect } from './live.js';
import { icon } from './parts.js';
import { signIn } from './signin.js';
import { overview, list, search } from './escalations.js';
import { escalation } from './escalation.js';
import { deadLetters, deadLetter } from './letters.js';
import { files } from './files.js';
import { trial } from './trial.js';

/**
 * @typedef {object} View
 * @property {string} title
 * @property {() => Promise<void>} load reads its data, and shows it
 * @property {(type: string, data: any) => void} [happened]
 * @property {() => void} [stop]
 *
 * @typedef {object} App
 * @property {{user: string, role: string, signedIn: boolean, sandbox: boolean, version: string, node: string}} session
 * @property {boolean} mayAct
 * @property {(sentence: string) => void} announce says a result aloud and shows it for a while
 * @property {(hash: string) => void} go
 */

/** The first that fits shows the address. @type {[RegExp, (root: Element, app: App, ...parts: string[]) => View][]} */
const VIEWS = [
  [/^\/?$/, overview],
  [/^\/escalations\/(attention|open|over|all)$/, list],
  [/^\/phases\/([^/]+)$/, (root, app, phase) => list(root, app, 'open', phase)],
  [/^\/search\/(.*)$/, search],
  [/^\/escalations\/([^/]+)$/, escalation],
  [/^\/dead-letters(?:\/(open|replayed|dismissed))?$/, deadLetters],
  [/^\/dead-letters\/([^/]+)$/, deadLetter],
  [/^\/files$/, files],
  [/^\/try$/, trial],
];

const THEMES = { auto: 'as the system', light: 'light', dark: 'dark' };

const app = /** @type {App} */ ({
  session: null,
  mayAct: false,
  announce,
  go: (hash) => {
    location.hash = hash;
  },
});

let view = null;
let stopEvents = () => {};
let connected = null;
let deadLettersOpen = 0;
let editRefused = false;

const skip = h('a', { class: 'skip', href: '#content', onclick: skipToContent }, 'Skip to content');
const header = h('header', {});
const content = h('main', { id: 'content', tabindex: -1 });
const results = h('div', { class: 'results', role: 'status', 'aria-live': 'polite' });
document.body.append(skip, header, content, results);

function skipToContent(event) {
  event.preventDefault();
  content.focus();
}

function address() {
  const hash = location.hash.replace(/^#/, '');
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

function showFrame() {
  const here = address();
  const link = (hash, text, active, badge) =>
    h(
      'a',
      {
        href: `#${hash}`,
        'aria-current': active ? 'page' : null,
      },
      text,
      badge ? h('span', { class: 'badge' }, badge) : null,
    );
  render(
    header,
    h(
      'a',
      { class: 'brand', href: '#/' },
      h('img', { src: '/page/icon.svg', alt: '', width: 24, height: 24 }),
      h('span', {}, 'Call escalation'),
    ),
    h(
      'nav',
      { 'aria-label': 'Main' },
      link('/', 'Escalations', /^\/?$|^\/(escalations|phases|search)\b/.test(here)),
      link('/dead-letters', 'Dead letters', here.startsWith('/dead-letters'), open(deadLettersOpen)),
      link('/files', 'Files and nodes', here === '/files', editRefused ? 'edit refused' : null),
      app.session.sandbox && app.mayAct ? link('/try', 'Try it', here === '/try') : null,
    ),
    searchBox(),
    h('div', { class: 'tools' }, liveState(), themeButton(), who()),
  );
}

function open(n) {
  return n ? [n, h('span', { class: 'hidden' }, ' open')] : null;
}

function searchBox() {
  return h(
    'form',
    {
      class: 'search',
      role: 'search',
      onsubmit: (event) => {
        event.preventDefault();
        const text = event.currentTarget.elements.id.value.trim();
        if (text) {
          app.go(`/search/${encodeURIComponent(text)}`);
        }
      },
    },
    icon('search'),
    h('input', {
      name: 'id',
      type: 'search',
      'aria-label': 'Search by id',
      placeholder: 'Search any id: escalation, call, dead letter, tenant',
      autocomplete: 'off',
      spellcheck: 'false',
    }),
  );
}

function liveState() {
  const text = connected === null ? 'Connecting' : connected ? 'Live' : 'Reconnecting';
  return h(
    'span',
    { class: `live live-${text.toLowerCase()}`, role: 'status', title: 'Whether changes show by themselves' },
    h('span', { class: 'dot', 'aria-hidden': 'true' }),
    text,
  );
}

function themeButton() {
  const chosen = localStorage.getItem('theme') ?? 'auto';
  const names = Object.keys(THEMES);
  const next = names[(names.indexOf(chosen) + 1) % names.length];
  return h(
    'button',
    {
      class: 'quiet',
      type: 'button',
      'aria-label': `Theme: ${THEMES[chosen]}. Switch to: ${THEMES[next]}`,
      title: `Theme: ${THEMES[chosen]}`,
      onclick: () => {
        localStorage.setItem('theme', next);
        if (next === 'auto') {
          delete document.documentElement.dataset.theme;
        } else {
          document.documentElement.dataset.theme = next;
        }
        showFrame();
      },
    },
    icon({ auto: 'auto', light: 'sun', dark: 'moon' }[chosen]),
  );
}

function who() {
  if (!app.session.signedIn) {
    return null;
  }
  const { user, role } = app.session;
  return h(
    'span',
    { class: 'who' },
    h('span', {}, user, user === role ? '' : ` (${role})`),
    h(
      'button',
      {
        class: 'quiet',
        type: 'button',
        onclick: async () => {
          await remove('/session');
          showSignIn();
        },
      },
      'Sign out',
    ),
  );
}

let fading;

/** A person who acted learns how it went, wherever they look. */
function announce(sentence) {
  clearTimeout(fading);
  results.textContent = sentence;
  fading = setTimeout(() => {
    results.textContent = '';
  }, 8000);
}

async function showView(focus) {
  view?.stop?.();
  const here = address();
  const [pattern, make] = VIEWS.find(([fits]) => fits.test(here)) ?? [/^/, overview];
  const root = h('div', { class: 'view' });
  content.replaceChildren(root);
  view = make(root, app, ...pattern.exec(here).slice(1));
  document.title = `${view.title} · Call escalation`;
  showFrame();
  header.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  if (focus) {
    window.scrollTo(0, 0);
    content.focus({ preventScroll: true });
  }
  await view.load();
}

function happened(type, data) {
  if (type === 'bundle') {
    editRefused = data.refused;
    showFrame();
  }
  if (type === 'dead-letter') {
    readStateCalmly();
  }
  view?.happened?.(type, data);
}

const readStateCalmly = calmly(readState, 5000);

async function readState() {
  try {
    const [{ groups }, bundle] = await Promise.all([get('/dead-letters/groups?state=open'), get('/bundle')]);
    editRefused = Boolean(bundle.refused);
    deadLettersOpen = groups.reduce((sum, group) => sum + group.count, 0);
    showFrame();
  } catch {
    // the view says what is wrong
  }
}

function changed(isConnected) {
  const again = connected === false && isConnected;
  connected = isConnected;
  showFrame();
  if (!isConnected && app.session.signedIn) {
    get('/session').catch((error) => error.status === 401 && showSignIn());
  }
  if (again) {
    view.load();
    readState();
  }
}

function showSignIn() {
  stopEvents();
  view?.stop?.();
  view = null;
  connected = null;
  header.replaceChildren();
  signIn(content, start);
}

async function start() {
  try {
    app.session = await get('/session');
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      showSignIn();
      return;
    }
    app.session = { user: '', role: 'operator', signedIn: false, sandbox: false, version: '', node: '' };
    announce(error.message);
  }
  app.mayAct = app.session.role === 'operator';
  await showView(false);
  stopEvents = connect(happened, changed);
  readState();
}

whenSignedOut(showSignIn);
window.addEventListener('hashchange', () => {
  if (view) {
    showView(true);
  }
});
setInterval(tick, 1000);
start();
