// @ts-check
// The numbered markers that stand behind words and open what these rest on.

import { el } from './dom.js';

/** @typedef {import('./answer.js').Context} Context */

const LONGEST_TIED = 24; // a longer last word may have to break on a narrow screen

/** Words and their markers; the last word and the markers stay on one line. */
export function marked(words, numbers, citations, context) {
  const buttons = markers(numbers, citations, context);
  const last = words.search(/\S+\s*$/);
  if (!buttons.length || last < 0 || words.length - last > LONGEST_TIED) return [words, ...buttons];
  return [words.slice(0, last), el('span', { class: 'tied' }, words.slice(last), ...buttons)];
}

/**
 * @param {number[]} numbers
 * @param {any[]} citations
 * @param {Context} context
 */
export function markers(numbers, citations, context) {
  return numbers.filter((n) => citations.some((citation) => citation.n === n)).map((n) => marker(n, citations, context));
}

/**
 * @param {number} n
 * @param {any[]} citations
 * @param {Context} context
 */
function marker(n, citations, context) {
  const index = citations.findIndex((citation) => citation.n === n);
  const label = context.say('citation', { n, title: citations[index].title });
  const button = el('button', { type: 'button', class: 'marker', 'aria-label': label }, el('span', { text: String(n) }));
  button.addEventListener('click', () => context.open(citations, index, button));
  context.describe(button, citations[index]);
  return button;
}
