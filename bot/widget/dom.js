// @ts-check
// Small helpers to build DOM. Text from the server only ever becomes text nodes: there is no innerHTML in the widget.

const SVG = 'http://www.w3.org/2000/svg';

/** Paths of the icons, drawn on a 24 by 24 grid with round strokes. */
const ICONS = {
  ask: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M8 8h8v8H8z',
  close: 'M6 6l12 12M18 6L6 18',
  previous: 'M15 6l-6 6 6 6',
  next: 'M9 6l6 6-6 6',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  done: 'M5 13l4 4L19 7',
  retry: 'M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5',
  fresh: 'M12 5v14M5 12h14',
  out: 'M9 5H5v14h14v-4M13 5h6v6M19 5l-8 8',
  chat: 'M5 5h14v11h-8l-4 4v-4H5z',
  up: 'M7 11v9H4v-9zM7 11l4-7c1.5 0 2.5 1 2 3l-.6 3H19l-1.6 10H7',
  down: 'M17 13V4h3v9zM17 13l-4 7c-1.5 0-2.5-1-2-3l.6-3H5l1.6-10H17',
  sort: 'M8 10l4-4 4 4M8 14l4 4 4-4',
};

/**
 * An element: `on…` keys are listeners, `text` is its text, the rest attributes (null and false are left out).
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null | undefined | false | 0)} children
 * @returns {any}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'text') element.textContent = value;
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  element.append(...present(children));
  return element;
}

/**
 * The children that are there: `append` would print null and false as words.
 * @param {any[]} children
 */
export function present(children) {
  return children.filter(Boolean);
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** @param {keyof typeof ICONS} name */
export function icon(name) {
  return svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true', class: 'icon' }, svg('path', { d: ICONS[name] }));
}

/**
 * A button with an icon, and a label that is shown or only spoken.
 * @param {keyof typeof ICONS} name
 * @param {string} label
 * @param {(event: Event) => void} onclick
 * @param {{shown?: boolean, class?: string}} [options]
 */
export function iconButton(name, label, onclick, { shown = false, class: className = '' } = {}) {
  const text = shown ? el('span', { text: label }) : null;
  const names = shown ? {} : { 'aria-label': label, title: label };
  return el('button', { type: 'button', class: `tool ${className}`, ...names, onclick }, icon(name), text);
}

/**
 * A link only where the address is http or https; what a source calls its address may be anything.
 * @param {string | null} address
 */
export function safeAddress(address) {
  return address && /^https?:\/\//i.test(address) ? address : null;
}

/**
 * @param {string} text
 * @param {ShadowRoot} root
 */
export async function writeClipboard(text, root) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Pages without https have no clipboard object.
  const field = el('textarea', { class: 'spoken', text });
  root.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
