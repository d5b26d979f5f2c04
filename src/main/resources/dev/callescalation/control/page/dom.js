/**
 * Makes elements and puts them on the page. Text is only ever set as text, never as markup. A view describes itself
 * anew after each change; `render` changes what differs, so that focus, scroll and open details stay.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node | string | number | null | undefined | false | Child[]} Child */

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `onclick` and the like are listeners, `key` names it among siblings
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/**
 * @param {string} tag of SVG
 * @param {Record<string, any>} [props]
 * @param {...Child} children
 * @returns {SVGElement}
 */
export function s(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      listen(node, name.slice(2), value);
    } else if (name === 'key') {
      node.dataset.key = value;
    } else {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(node, child);
    } else if (child !== null && child !== undefined && child !== false) {
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

function listen(node, type, handler) {
  node.handlers ??= {};
  if (!(type in node.handlers)) {
    node.addEventListener(type, (event) => node.handlers[type]?.(event));
  }
  node.handlers[type] = handler;
}

/**
 * Makes the content of a node what the children describe, and keeps the nodes that are alike.
 *
 * @param {Element} root
 * @param {...Child} children
 */
export function render(root, ...children) {
  const wanted = document.createDocumentFragment();
  append(wanted, children);
  morphChildren(root, wanted);
}

const keyOf = (node) => node.dataset?.key;

function morphChildren(old, wanted) {
  const keyed = new Map();
  for (const child of old.childNodes) {
    if (keyOf(child)) {
      keyed.set(keyOf(child), child);
    }
  }
  let at = old.firstChild;
  for (const child of [...wanted.childNodes]) {
    const key = keyOf(child);
    const match = key ? keyed.get(key) : at && !keyOf(at) ? at : null;
    if (!match || match.nodeName !== child.nodeName) {
      old.insertBefore(child, at);
    } else {
      if (match === at) {
        at = at.nextSibling;
      } else {
        old.insertBefore(match, at);
      }
      morph(match, child);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** What a person has opened or typed is theirs. */
const KEPT = new Set(['open', 'value', 'checked', 'selected']);

function morph(old, wanted) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== wanted.data) {
      old.data = wanted.data;
    }
    return;
  }
  for (const { name, value } of [...wanted.attributes]) {
    if (!KEPT.has(name) && old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  for (const { name } of [...old.attributes]) {
    if (!KEPT.has(name) && !wanted.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const type of Object.keys(old.handlers ?? {})) {
    old.handlers[type] = null;
  }
  for (const [type, handler] of Object.entries(wanted.handlers ?? {})) {
    listen(old, type, handler);
  }
  morphChildren(old, wanted);
}
