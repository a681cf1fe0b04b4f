// @ts-check
// One answer as DOM: badge, short answer, text with markers, disagreements, workings, tables, sources.

import { el, icon } from './dom.js';
import { marked } from './markers.js';
import { results } from './results.js';
import { byline } from './text.js';

/**
 * What the answer needs from the widget around it.
 * @typedef {object} Context
 * @property {(key: string, values?: Record<string, unknown>) => string} say
 * @property {string} locale
 * @property {(citations: any[], index: number, origin: HTMLElement) => void} open shows a citation in the panel
 * @property {(marker: HTMLElement, citation: any) => void} describe gives a marker its card
 * @property {(question: string) => void} ask
 */

/**
 * @param {any} answer
 * @param {Context} context
 */
export function renderAnswer(answer, context) {
  if (answer.status === 'abstained') return [understood(answer, context), badge(answer, context), ...abstention(answer, context)];
  return [
    understood(answer, context),
    badge(answer, context),
    isHeadline(answer) && el('p', { class: 'short', dir: 'auto', text: answer.short_answer }),
    prose(answer.segments, answer.citations, context),
    answer.premise && premise(answer, context),
    ...answer.conflicts.map((conflict) => disagreement(conflict, answer, context)),
    ...(answer.computation ? [answer.computation, ...answer.computation.also ?? []] : []).map((work) => workings(work, answer, context)),
    ...answer.tables.map((table) => results(table, answer, context)),
    sources(answer, context),
  ];
}

/** The question that was answered, where what was asked leaves some of it to the questions before. */
function understood({ question, standalone_question: whole }, { say }) {
  const plain = (text) => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return whole && plain(whole) !== plain(question) && el('p', { class: 'note understood', dir: 'auto', text: say('understood', { question: whole }) });
}

const LONGEST_HEADLINE = 90; // a longer short answer is a sentence: the text below says it as well
const LONGEST_REPEATED = 40; // a value may stand large and begin the text; a sentence said twice is once too often

/** Whether the short answer says in large letters what the text does not begin with anyway. */
function isHeadline({ short_answer: short, answer }) {
  if (!short || short.length > LONGEST_HEADLINE) return false;
  return short !== answer && !(short.length > LONGEST_REPEATED && answer.startsWith(short));
}

/**
 * The segments' text, each followed by the markers of its citations.
 * @param {any[]} segments
 * @param {any[]} citations
 * @param {Context} context
 */
export function prose(segments, citations, context) {
  const paragraph = el('p', { class: 'prose', dir: 'auto' });
  for (const segment of segments) {
    paragraph.append(...marked(segment.text, segment.citations, citations, context));
  }
  return paragraph;
}

/** The state of the answer in words, where it is more than a plain answer. */
function badge(answer, { say }) {
  const [tone, key] = {
    abstained: ['quiet', { ambiguous: 'ambiguous', out_of_scope: '', low_confidence: 'low_confidence' }[answer.abstention?.reason] ?? 'abstained'], // thanks are no question
    partial: ['warn', 'partial'],
    answered: answer.premise ? ['bad', answer.premise.verdict === 'contradicted' ? 'premise' : 'premiseUnsupported']
      : answer.conflicts.length ? ['warn', 'conflict'] : ['', ''],
  }[answer.status] ?? ['', ''];
  return key && el('p', { class: `badge ${tone}`, text: say(key) });
}

/** What was wrong with the question's assumption. */
function premise(answer, context) {
  const { claim, citations } = answer.premise;
  const correction = answer.premise.correction === answer.answer ? null : answer.premise.correction; // said above
  return el('div', { class: 'aside bad' },
    el('p', { class: 'label', text: context.say('assumed') }),
    el('p', { class: 'claim', dir: 'auto', text: claim }),
    correction && el('p', { dir: 'auto' }, ...marked(correction, citations, answer.citations, context)));
}

/** Both values side by side, each with who says so. */
function disagreement(conflict, answer, context) {
  const values = conflict.values.map((value, index) => el('li', { class: index === conflict.preferred ? 'preferred' : '' },
    el('span', { class: 'value', dir: 'auto' }, ...marked(value.value, value.citations, answer.citations, context)),
    ...[...new Set(value.citations.map((n) => answer.citations.find((citation) => citation.n === n)?.title))]
      .filter(Boolean).map((title) => el('span', { class: 'by', dir: 'auto', text: title })),
    index === conflict.preferred && el('span', { class: 'chosen' }, icon('done'), context.say('preferred'))));
  return el('div', { class: 'aside warn' },
    el('p', { class: 'label', dir: 'auto', text: conflict.subject }),
    el('ul', { class: 'versus' }, ...values),
    conflict.rule && el('p', { class: 'note', dir: 'auto', text: conflict.rule }));
}

/** The computation, on demand. */
function workings({ inputs, result, plan: whole }, answer, context) {
  const end = ` = ${result}`; // the line below says it
  const plan = whole.endsWith(end) ? whole.slice(0, -end.length) : whole;
  return el('details', {},
    el('summary', { text: context.say('computed') }),
    el('p', { class: 'workings', dir: 'auto' }, ...marked(plan, inputs, answer.citations, context)),
    el('p', { class: 'workings', dir: 'auto' }, '= ', el('strong', { text: result })));
}

/** Nothing was found: what is nearest, and what could be asked. */
function abstention(answer, context) {
  const { message, closest, did_you_mean: questions } = answer.abstention ?? { message: answer.answer, closest: [], did_you_mean: [] };
  return [
    el('p', { class: 'prose', dir: 'auto', text: message }),
    closest.length && sourceList(context.say('closest'), closest, context, true),
    questions.length && chips(context.say(answer.abstention.reason === 'out_of_scope' ? 'suggestions' : 'didYouMean'), questions, context),
  ];
}

/** The numbered sources. */
function sources(answer, context) {
  return answer.citations.length ? sourceList(context.say('sources'), answer.citations, context, false) : null;
}

function sourceList(heading, citations, context, quoted) {
  const items = citations.map((citation, index) => {
    const button = el('button', { type: 'button', class: 'source', 'aria-label': `${context.say('citation', { n: citation.n, title: citation.title })}${quoted ? `. ${citation.quote}` : ''}` },
      el('span', { class: 'number', 'aria-hidden': 'true', text: String(citation.n) }),
      el('span', { class: 'about' },
        el('span', { class: 'title', dir: 'auto', text: citation.title }),
        el('span', { class: 'quoted', dir: 'auto', text: shownQuote(citation) }),
        el('span', { class: 'by', dir: 'auto', text: byline(citation, context.locale) })));
    button.addEventListener('click', () => context.open(citations, index, button));
    if (!quoted) context.describe(button, citation);
    return el('li', {}, button);
  });
  return el('div', { class: quoted ? 'sources closest' : 'sources' }, el('p', { class: 'label', text: heading }), el('ol', {}, ...items));
}

/** The words as quoted, in quotation marks unless they bring their own; a table row by its filled cells. */
export function shownQuote(citation) {
  if (!citation.table) return /^["“«„]/.test(citation.quote) ? citation.quote : `“${citation.quote}”`;
  const { columns, values } = citation.table;
  return columns.map((label) => values[label]).filter(Boolean).join(' · ');
}

/**
 * Questions as buttons.
 * @param {string} heading
 * @param {string[]} questions
 * @param {Context} context
 */
export function chips(heading, questions, context) {
  const items = questions.map((question) => el('li', {}, el('button', {
    type: 'button', class: 'chip', dir: 'auto', text: question, onclick: () => context.ask(question) })));
  return el('div', { class: 'chips' }, el('p', { class: 'label', text: heading }), el('ul', {}, ...items));
}
