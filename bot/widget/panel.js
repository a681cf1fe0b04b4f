// @ts-check
// The source panel: the stored document with the cited words highlighted, or its table with the cited row marked.

import { el, icon, iconButton, present, safeAddress } from './dom.js';
import { byline, utf16Offsets } from './text.js';

export class SourcePanel {
  /**
   * @param {{say: (key: string, values?: Record<string, unknown>) => string, locale: string,
   *   load: (documentId: string) => Promise<any>, onclose: () => void}} context
   */
  constructor(context) {
    this.context = context;
    const { say } = context;
    /** @type {any[]} */
    this.citations = [];
    this.index = 0;
    this.heading = el('h2', { class: 'panel-title', tabindex: '-1', dir: 'auto' });
    this.position = el('p', { class: 'label' });
    this.about = el('p', { class: 'by', dir: 'auto' });
    this.link = el('a', { class: 'out', target: '_blank', rel: 'noopener noreferrer' }, icon('out'), say('openPage'));
    this.steps = [
      iconButton('previous', say('previous'), () => this.step(-1), { class: 'flip' }),
      iconButton('next', say('next'), () => this.step(1), { class: 'flip' }),
    ];
    this.body = el('div', { class: 'document', tabindex: '0', role: 'group', 'aria-label': say('text') });
    this.element = el('section', { class: 'panel', 'aria-label': say('source'), hidden: true },
      el('div', { class: 'panel-bar' },
        this.position,
        ...this.steps,
        iconButton('close', say('close'), context.onclose)),
      el('div', { class: 'panel-about' }, this.heading, this.about, this.link),
      this.body);
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * @param {any[]} citations
   * @param {number} index
   */
  async show(citations, index) {
    this.citations = citations;
    this.element.hidden = false;
    this.heading.textContent = citations[index].title;
    this.heading.focus({ preventScroll: true });
    await this.render(index);
  }

  /** @param {number} by past the last comes the first: the button under the reader's finger never goes dead */
  step(by) {
    return this.render((this.index + by + this.citations.length) % this.citations.length);
  }

  /** @param {number} index */
  async render(index) {
    const { say, locale, load } = this.context;
    const citation = this.citations[index];
    this.index = index;
    const count = this.citations.length;
    this.position.textContent = count > 1 ? say('sourceOf', { n: index + 1, count }) : say('source');
    for (const step of this.steps) step.hidden = count < 2;
    this.heading.textContent = citation.title;
    this.about.textContent = [(citation.section ?? []).join(' › '), byline(citation, locale)].filter(Boolean).join(' · ');
    const address = safeAddress(citation.deep_link) ?? safeAddress(citation.url);
    this.link.hidden = !address;
    if (address) this.link.href = address;
    this.body.replaceChildren(el('p', { class: 'note', text: say('loading') }));
    const stored = await load(citation.document_id).catch(() => null);
    if (citation !== this.citations[this.index]) return; // the reader has gone on: a late reply is dropped
    this.body.replaceChildren(...(stored ? renderDocument(stored, citation) : [
      el('p', { class: 'note', text: say('noDocument') }), el('blockquote', { dir: 'auto', text: citation.quote })]));
    this.scrollToCited();
  }

  scrollToCited() {
    const cited = this.body.querySelector('tr.cited, mark');
    if (!cited) return;
    const box = cited.getBoundingClientRect();
    const around = this.body.getBoundingClientRect();
    this.body.scrollTop += box.top - around.top - around.height * 0.3;
  }
}

/**
 * The document's lines as paragraphs and headings, its tables as tables.
 * @param {any} stored body of GET /documents/{id}
 * @param {any} citation
 */
export function renderDocument(stored, citation) {
  const at = utf16Offsets(stored.text);
  const cited = { start: at(citation.start), end: at(citation.end) };
  const tables = [...stored.tables].sort((a, b) => a.start - b.start);
  const parts = [];
  let from = 0;
  for (const table of tables) {
    if (at(table.start) < from) continue;
    parts.push(...renderLines(stored, from, at(table.start), cited), renderTable(table, citation));
    from = at(table.end);
  }
  return present([...parts, ...renderLines(stored, from, stored.text.length, cited)]);
}

/** Each line of `text[from:to]`, with what lies inside `cited` marked. */
function renderLines(stored, from, to, cited) {
  const lines = [];
  let start = from;
  for (const line of stored.text.slice(from, to).split('\n')) {
    const end = start + line.length;
    if (line.trim()) lines.push(renderLine(line, start, cited, stored.title));
    start = end + 1;
  }
  return lines;
}

const HEADING = /^\s*(?:(={2,6})\s*(.+?)\s*\1|#{1,6}\s+(.+?))\s*$/;

function renderLine(line, start, cited, title) {
  const [left, right] = [Math.max(0, cited.start - start), Math.min(line.length, cited.end - start)];
  if (left < right) return el('p', { dir: 'auto' }, line.slice(0, left), el('mark', { text: line.slice(left, right) }), line.slice(right));
  const heading = HEADING.exec(line);
  const words = heading?.[2] ?? heading?.[3];
  if (words === title || line === title) return null; // the panel's own heading says it
  return words ? el('h3', { dir: 'auto', text: words }) : el('p', { dir: 'auto', text: line });
}

/** A stored table; the rows that the citation's span touches are marked, and in a row the cited columns where they are named. */
function renderTable(table, citation) {
  const touched = (part) => part.start < citation.end && citation.start < part.end;
  const wanted = citation.table?.table_id === table.table_id ? citation.table : null;
  const numeric = (column) => !['text', 'status', 'empty', 'date'].includes(column.type);
  const rows = table.rows.map((row) => {
    const isCited = touched(row) || wanted?.row === row.index;
    return el('tr', { class: isCited ? 'cited' : '', 'aria-current': isCited && 'true' }, ...row.cells.map((cell, index) => {
      const column = table.columns[index];
      const isNamed = isCited && wanted && wanted.columns.length < table.columns.length && wanted.columns.includes(column.label);
      return el(index === table.label_column ? 'th' : 'td', {
        dir: !numeric(column) && 'auto', class: `${numeric(column) ? 'end' : 'start'}${isNamed ? ' named' : ''}`,
        scope: index === table.label_column && 'row', text: cell.type === 'empty' ? '' : cell.raw });
    }));
  });
  const heads = table.columns.map((column) => el('th', { scope: 'col', class: numeric(column) ? 'end' : 'start', dir: !numeric(column) && 'auto', text: column.label }));
  const isSaidAbove = table.section.at(-1) === table.caption;
  return el('div', { class: 'scroller' }, el('table', {},
    el('caption', { dir: 'auto', class: isSaidAbove && 'spoken', text: table.caption }), el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...rows)));
}
