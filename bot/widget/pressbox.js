// @ts-check
// <pressbox-chat>: ask the coverage, read the answer, open the words it rests on.
// Attributes: mode (float, inline, page), heading, server, key, theme (light, dark), lang, dir, timeout (seconds).

import { CitationCard } from './card.js';
import { Client } from './client.js';
import { el, icon, iconButton, present } from './dom.js';
import { messages, readersLocale, speaker } from './i18n.js';
import { SourcePanel } from './panel.js';
import { sheet } from './styles.js';
import { Thread } from './thread.js';

const TIMEOUT_S = 45;

export class PressboxChat extends HTMLElement {
  static messages = messages;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = [sheet];
    /** @type {HTMLElement | null} */
    this.origin = null;
    /** @type {Map<string, Promise<any>>} */
    this.documents = new Map();
  }

  connectedCallback() {
    if (this.frame) return;
    this.locale = readersLocale(this.lang || document.documentElement.lang);
    this.say = speaker(this.locale);
    this.mode = this.getAttribute('mode') ?? 'float';
    this.heading = this.getAttribute('heading') ?? this.say('heading');
    this.client = new Client(new URL(this.getAttribute('server') ?? '../', import.meta.url), this.readKey());
    this.build();
    this.thread.restore();
    this.thread.suggest();
  }

  /** The publishable key: an attribute, or on the service's own page the part of the address after #key= */
  readKey() {
    const own = this.mode === 'page' ? new URLSearchParams(location.hash.slice(1)).get('key') : null;
    return this.getAttribute('key') ?? own;
  }

  disconnectedCallback() {
    this.thread?.stop();
    this.card?.hide();
  }

  build() {
    const { say } = this;
    const context = { say, locale: this.locale };
    this.card = new CitationCard(context);
    this.panel = new SourcePanel({ ...context, load: (id) => this.load(id), onclose: () => this.closePanel() });
    this.thread = new Thread({
      context: {
        ...context,
        open: (citations, index, origin) => this.openPanel(citations, index, origin),
        describe: (marker, citation) => this.card.describe(marker, citation),
        ask: (question) => this.ask(question),
      },
      client: this.client,
      root: this.root,
      level: this.mode === 'page' ? 'h2' : 'h3',
      timeout: () => Number(this.getAttribute('timeout') ?? TIMEOUT_S),
      onanswer: () => this.card.hide(),
      onbusy: (busy) => this.showBusy(busy),
      onempty: (empty) => { this.fresh.hidden = empty; },
      refocus: () => this.input.focus(),
    });
    const isFloating = this.mode === 'float';
    this.fresh = iconButton('fresh', say('fresh'), () => this.restart(), { shown: true });
    this.chat = el('div', { class: 'chat' },
      el('div', { class: 'bar' },
        el(this.mode === 'page' ? 'p' : 'h2', { class: 'name', text: this.heading, dir: 'auto' }), this.fresh,
        isFloating && iconButton('close', say('close'), () => this.closeDialog())),
      this.thread.element, this.composer());
    this.frame = el('div', { class: isFloating ? 'frame floating' : 'frame', hidden: isFloating, id: 'frame',
      ...(isFloating ? { role: 'dialog', 'aria-label': this.heading } : {}) }, this.chat, this.panel.element);
    this.launcher = isFloating && el('button', { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog',
      'aria-expanded': 'false', 'aria-controls': 'frame', onclick: () => this.openDialog() }, icon('chat'), say('open'));
    this.root.append(...present([this.launcher, this.frame, this.card.element, this.thread.status, this.thread.alert]));
    this.root.addEventListener('keydown', (event) => this.onKey(/** @type {KeyboardEvent} */ (event)));
    this.fresh.hidden = true;
  }

  composer() {
    const { say } = this;
    this.input = el('textarea', { rows: '1', maxlength: '2000', placeholder: say('placeholder'), 'aria-label': say('label'), dir: 'auto', enterkeyhint: 'send' });
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!this.thread.asking) this.submit();
    });
    this.send = el('button', { type: 'submit', class: 'send' });
    this.showBusy(false);
    return el('form', { class: 'composer', onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      el('div', { class: 'column field' }, this.input, this.send));
  }

  /** Asks what stands in the field; while an answer is on its way, stops it. */
  submit() {
    if (this.thread.asking) {
      this.thread.stop();
      return;
    }
    const question = this.input.value.trim();
    if (!question) return;
    this.input.value = '';
    this.ask(question);
  }

  /** @param {string} question */
  ask(question) {
    if (this.panel.open) this.closePanel(false);
    return this.thread.ask(question);
  }

  /** @param {boolean} busy */
  showBusy(busy) {
    this.send.classList.toggle('busy', busy);
    this.send.replaceChildren(icon(busy ? 'stop' : 'ask'));
    this.send.setAttribute('aria-label', this.say(busy ? 'stop' : 'ask'));
  }

  // The source panel.

  load(documentId) {
    let stored = this.documents.get(documentId);
    if (!stored) {
      stored = this.client.json(`documents/${encodeURIComponent(documentId)}`);
      this.documents.set(documentId, stored);
      stored.catch(() => this.documents.delete(documentId));
    }
    return stored;
  }

  openPanel(citations, index, origin) {
    this.card.hide();
    this.origin?.removeAttribute('aria-expanded');
    this.origin = origin;
    origin.setAttribute('aria-expanded', 'true');
    this.chat.classList.add('beside');
    if (this.mode === 'float') this.frame.classList.add('wide');
    const shown = this.panel.show(citations, index);
    this.hideCovered();
    return shown;
  }

  /** Where the panel covers the chat, the chat is out of reach for keyboard and screen reader too. */
  hideCovered() {
    this.chat.inert = this.panel.open && getComputedStyle(this.panel.element).position !== 'absolute';
  }

  closePanel(refocus = true) {
    this.panel.element.hidden = true;
    this.chat.classList.remove('beside');
    this.frame.classList.remove('wide');
    this.chat.inert = false;
    this.origin?.removeAttribute('aria-expanded');
    if (refocus) this.card.refocus(this.origin?.isConnected ? this.origin : this.input);
    this.origin = null;
  }

  // The dialog of the floating form.

  openDialog() {
    this.frame.hidden = false;
    this.launcher.hidden = true;
    this.launcher.setAttribute('aria-expanded', 'true');
    this.input.focus();
  }

  closeDialog() {
    if (this.panel.open) this.closePanel(false);
    this.frame.hidden = true;
    this.launcher.hidden = false;
    this.launcher.setAttribute('aria-expanded', 'false');
    this.launcher.focus();
  }

  /** Esc closes the innermost thing that is open. @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== 'Escape') return;
    if (this.card.open) this.card.hide();
    else if (this.panel.open) this.closePanel();
    else if (this.mode === 'float' && !this.frame.hidden) this.closeDialog();
    else return;
    event.stopPropagation();
  }

  restart() {
    if (this.panel.open) this.closePanel(false);
    this.thread.clear();
    this.input.focus();
  }
}

if (!customElements.get('pressbox-chat')) customElements.define('pressbox-chat', PressboxChat);
