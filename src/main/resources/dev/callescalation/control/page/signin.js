/** The form of a page without a session. */
import { post } from './api.js';
import { h, render } from './dom.js';

/**
 * @param {Element} root
 * @param {() => void} signedIn
 */
export function signIn(root, signedIn) {
  document.title = 'Sign in · Call escalation';
  let problem = '';
  let busy = false;

  async function submit(event) {
    event.preventDefault();
    const field = event.currentTarget.elements.token;
    busy = true;
    show();
    try {
      await post('/session', { token: field.value });
      field.value = '';
      root.replaceChildren();
      signedIn();
    } catch (error) {
      problem = error.message;
      busy = false;
      show();
      field.select();
    }
  }

  function show() {
    render(
      root,
      h(
        'div',
        { class: 'signin' },
        h(
          'form',
          { class: 'card', onsubmit: submit, method: 'post' },
          h('img', { src: '/page/icon.svg', alt: '', width: 40, height: 40 }),
          h('h1', {}, 'Call escalation'),
          h('label', { for: 'token' }, 'Token of the control port'),
          h('input', {
            id: 'token',
            name: 'token',
            type: 'password',
            required: true,
            autocomplete: 'current-password',
            'aria-describedby': 'token-hint',
            'aria-invalid': problem ? 'true' : null,
          }),
          h(
            'p',
            { id: 'token-hint', class: 'muted' },
            'The one of operators, calls.control.token, or the one of viewers, calls.control.viewer-token.',
          ),
          problem ? h('p', { class: 'form-problem', role: 'alert' }, problem) : null,
          h('button', { class: 'primary', type: 'submit', disabled: busy }, 'Sign in'),
        ),
      ),
    );
  }

  root.replaceChildren();
  show();
  root.querySelector('#token').focus();
}
