// @ts-check
// The card a marker shows on hover and focus: the exact words, and where they stand.

import { shownQuote } from './answer.js';
import { el, present } from './dom.js';
import { byline } from './text.js';

const GAP = 8; // pixels between marker and card, and between card and window
const LEAVE_MS = 180; // long enough to move the pointer from the marker onto the card

export class CitationCard {
  /** @param {{say: (key: string) => string, locale: string}} context */
  constructor(context) {
    this.context = context;
    this.element = el('div', { class: 'card', id: 'card', role: 'tooltip', popover: 'manual' });
    this.element.addEventListener('pointerenter', () => clearTimeout(this.leaving));
    this.element.addEventListener('pointerleave', () => this.leave());
    /** @type {HTMLElement | null} */
    this.marker = null;
    this.leaving = 0;
    this.isQuiet = false;
  }

  get open() {
    return this.marker !== null;
  }

  /**
   * @param {HTMLElement} marker
   * @param {any} citation
   */
  describe(marker, citation) {
    const show = () => this.show(marker, citation);
    marker.addEventListener('pointerenter', (event) => event.pointerType !== 'touch' && show());
    marker.addEventListener('pointerleave', () => this.leave());
    marker.addEventListener('focus', () => !this.isQuiet && marker.matches(':focus-visible') && show());
    marker.addEventListener('blur', () => this.hide());
  }

  /**
   * @param {HTMLElement} marker
   * @param {any} citation
   */
  show(marker, citation) {
    clearTimeout(this.leaving);
    this.hide();
    const { say, locale } = this.context;
    const place = [(citation.section ?? []).join(' › '), byline(citation, locale)].filter(Boolean).join(' · ');
    this.element.replaceChildren(...present([
      citation.table ? cells(citation.table) : el('blockquote', { dir: 'auto', text: citation.quote }),
      el('p', { class: 'title', dir: 'auto', text: citation.title }),
      place && el('p', { class: 'by', dir: 'auto', text: place }),
      el('p', { class: 'hint', text: say('openHint') })]));
    this.marker = marker;
    marker.setAttribute('aria-describedby', 'card');
    this.element.showPopover();
    this.place(marker);
  }

  /** Above the marker where there is room, else below; never outside the window. @param {HTMLElement} marker */
  place(marker) {
    const target = marker.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const above = target.top - height - GAP;
    const left = Math.min(Math.max(GAP, target.left + target.width / 2 - width / 2), innerWidth - width - GAP);
    this.element.style.left = `${Math.max(GAP, left)}px`;
    this.element.style.top = `${above > GAP ? above : Math.min(target.bottom + GAP, innerHeight - height - GAP)}px`;
  }

  /** Gives the focus back without a card: the reader has just seen the source. @param {HTMLElement} element */
  refocus(element) {
    this.isQuiet = true;
    element.focus();
    this.isQuiet = false;
  }

  leave() {
    clearTimeout(this.leaving);
    this.leaving = window.setTimeout(() => this.hide(), LEAVE_MS);
  }

  hide() {
    clearTimeout(this.leaving);
    if (!this.marker) return;
    this.marker.removeAttribute('aria-describedby');
    this.marker = null;
    if (this.element.isConnected) this.element.hidePopover();
  }
}

/** The cited row, one line a column. */
function cells(row) {
  const lines = row.columns.filter((label) => row.values[label]).map((label) => [
    el('dt', { dir: 'auto', text: label }), el('dd', { dir: 'auto', text: row.values[label] })]);
  return el('dl', { 'aria-label': shownQuote({ table: row }) }, ...lines.flat());
}
