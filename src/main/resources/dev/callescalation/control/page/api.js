/** Talks to the control port. A failure is an ApiError with one sentence for the operator. */

export class ApiError extends Error {
  /** @param {number} status 0 when there was no reply */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Called when the session has ended. */
let signedOut = () => {};

/** @param {() => void} handler */
export function whenSignedOut(handler) {
  signedOut = handler;
}

/** @returns {Promise<any>} the JSON of the reply; null where there is none */
export function get(path) {
  return send('GET', path);
}

/** @param {any} [body] sent as JSON */
export function post(path, body) {
  return send('POST', path, body);
}

export function remove(path) {
  return send('DELETE', path);
}

/** A path with parameters; those without a value are left out. */
export function at(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value) {
      query.set(name, value);
    }
  }
  return query.size ? `${path}?${query}` : path;
}

async function send(method, path, body) {
  const request = { method, headers: { Accept: 'application/json' } };
  if (method === 'POST') {
    request.headers['Content-Type'] = 'application/json';
  }
  if (body !== undefined) {
    request.body = JSON.stringify(body);
  }
  let reply;
  try {
    reply = await fetch(path, request);
  } catch {
    throw new ApiError(0, 'The program does not answer.');
  }
  const text = await reply.text();
  if (reply.ok) {
    return text && reply.headers.get('Content-Type')?.startsWith('application/json') ? JSON.parse(text) : null;
  }
  if (reply.status === 401 && path !== '/session') {
    signedOut();
  }
  throw new ApiError(reply.status, sentence(text) || `The program answers ${reply.status}.`);
}

/** What the reply says was wrong: as text, or as the `error` of JSON. */
function sentence(text) {
  try {
    return JSON.parse(text).error ?? '';
  } catch {
    return text.trim();
  }
}
