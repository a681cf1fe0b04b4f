// @ts-check
// <pressbox-chat>: ask the coverage, read the answer, open the words it rests on.
// Attributes: mode (float, inline, page), heading, server, key, theme (light, dark), lang, dir, timeout (seconds).

import { chips, prose, renderAnswer } from './answer.js';
import { CitationCard } from './card.js';
import { Client, ServiceError } from './client.js';
import { el, icon, iconButton, present, writeClipboard } from './dom.js';
import { feedback } from './feedback.js';
import { messages, readersLocale, speaker } from './i18n.js';
import { keepTurns, keptTurns } from './memory.js';
import { SourcePanel } from './panel.js';
import { sheet } from './styles.js';
import { copiedText } from './text.js';

const TIMEOUT_S = 45;
const LONGEST_START_S = 60; // how long a starting service is asked again
const TURNS_SENT = 4; // earlier turns that travel with a question, so that any server can resolve a follow-up

/** @typedef {{question: string, answer: any, element: HTMLElement, reply: HTMLElement}} Turn */

export class PressboxChat extends HTMLElement {
  static messages = messages;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = [sheet];
    /** @type {Turn[]} */
    this.turns = [];
    /** @type {AbortController | null} */
    this.asking = null;
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
    this.restore();
    this.suggest();
  }

  /** The publishable key: an attribute, or on the service's own page the part of the address after #key= */
  readKey() {
    const own = this.mode === 'page' ? new URLSearchParams(location.hash.slice(1)).get('key') : null;
    return this.getAttribute('key') ?? own;
  }

  disconnectedCallback() {
    this.asking?.abort();
    this.card?.hide();
  }

  build() {
    const { say } = this;
    const context = { say, locale: this.locale };
    this.card = new CitationCard(context);
    this.panel = new SourcePanel({ ...context, load: (id) => this.load(id), onclose: () => this.closePanel() });
    this.context = {
      ...context,
      open: (citations, index, origin) => this.openPanel(citations, index, origin),
      describe: (marker, citation) => this.card.describe(marker, citation),
      ask: (question) => this.ask(question),
    };
    // Both regions exist before they speak: a region that comes with its words may stay unread.
    this.status = el('p', { class: 'spoken', role: 'status' });
    this.alert = el('p', { class: 'spoken', role: 'alert' });
    this.welcome = el('div', { class: 'welcome' },
      el('h2', { text: say('welcome') }), el('p', { class: 'lead', text: say('lead') }));
    this.list = el('div', { class: 'column' }, this.welcome);
    this.thread = el('div', { class: 'thread', role: 'log', 'aria-live': 'off', 'aria-label': say('conversation'), tabindex: '0' }, this.list);
    const isFloating = this.mode === 'float';
    this.fresh = iconButton('fresh', say('fresh'), () => this.restart(), { shown: true });
    this.chat = el('div', { class: 'chat' },
      el('div', { class: 'bar' },
        el(this.mode === 'page' ? 'p' : 'h2', { class: 'name', text: this.heading, dir: 'auto' }), this.fresh,
        isFloating && iconButton('close', say('close'), () => this.closeDialog())),
      this.thread, this.composer());
    this.frame = el('div', { class: isFloating ? 'frame floating' : 'frame', hidden: isFloating, id: 'frame',
      ...(isFloating ? { role: 'dialog', 'aria-label': this.heading } : {}) }, this.chat, this.panel.element);
    this.launcher = isFloating && el('button', { type: 'button', class: 'launcher', 'aria-haspopup': 'dialog',
      'aria-expanded': 'false', 'aria-controls': 'frame', onclick: () => this.openDialog() }, icon('chat'), say('open'));
    this.root.append(...present([this.launcher, this.frame, this.card.element, this.status, this.alert]));
    this.root.addEventListener('keydown', (event) => this.onKey(/** @type {KeyboardEvent} */ (event)));
    this.fresh.hidden = true;
  }

  composer() {
    const { say } = this;
    this.input = el('textarea', { rows: '1', maxlength: '2000', placeholder: say('placeholder'), 'aria-label': say('label'), dir: 'auto', enterkeyhint: 'send' });
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!this.asking) this.submit();
    });
    this.send = el('button', { type: 'submit', class: 'send' });
    this.showBusy(false);
    return el('form', { class: 'composer', onsubmit: (event) => { event.preventDefault(); this.submit(); } },
      el('div', { class: 'column field' }, this.input, this.send));
  }

  /** Asks what stands in the field; while an answer is on its way, stops it. */
  submit() {
    if (this.asking) {
      this.asking.abort('stopped');
      return;
    }
    const question = this.input.value.trim();
    if (!question) return;
    this.input.value = '';
    this.ask(question);
  }

  /** @param {string} question */
  async ask(question) {
    this.asking?.abort('stopped');
    if (this.panel.open) this.closePanel(false);
    const turn = this.addTurn(question);
    await this.answer(turn);
  }

  /** @param {string} question */
  addTurn(question) {
    const reply = el('div', { class: 'reply' });
    const element = el('article', { class: 'turn', 'aria-label': question },
      el(this.mode === 'page' ? 'h2' : 'h3', { class: 'question', dir: 'auto', text: question }), reply);
    this.welcome.remove();
    this.list.querySelector('.turn .follow')?.remove();
    this.list.append(element);
    const turn = { question, answer: null, element, reply };
    this.turns.push(turn);
    this.fresh.hidden = false;
    return turn;
  }

  /** Brings a turn to the top of the thread; scrollIntoView would move the page around the widget too. @param {Turn | undefined} turn */
  bringUp(turn) {
    if (turn) this.thread.scrollTop += turn.element.getBoundingClientRect().top - this.thread.getBoundingClientRect().top;
  }

  /** @param {Turn} turn */
  async answer(turn) {
    const asking = new AbortController();
    this.asking = asking;
    const timer = setTimeout(() => asking.abort('timeout'), 1000 * Number(this.getAttribute('timeout') ?? TIMEOUT_S));
    this.showBusy(true);
    this.wait(turn, 'searching');
    this.bringUp(turn);
    try {
      turn.answer = await this.askUntilStarted(turn, asking.signal);
      this.showAnswer(turn);
      this.announce(turn.answer);
      this.keep();
    } catch (error) {
      if (turn.element.isConnected) this.showTrouble(turn, asking.signal.aborted ? new ServiceError(asking.signal.reason) : error);
    } finally {
      clearTimeout(timer);
      if (this.asking === asking) {
        this.asking = null;
        this.showBusy(false);
      }
    }
  }

  /**
   * @param {Turn} turn
   * @param {AbortSignal} signal
   */
  async askUntilStarted(turn, signal) {
    for (let waited = 0; ; ) {
      try {
        return await this.client.ask(this.body(turn), { signal, onevent: this.liveReply(turn) });
      } catch (error) {
        const pause = error.retryAfter || 2;
        if (error.code !== 'starting' || waited + pause > LONGEST_START_S) throw error;
        waited += pause;
        this.wait(turn, 'starting');
        await new Promise((resolve) => setTimeout(resolve, pause * 1000));
        signal.throwIfAborted();
      }
    }
  }

  /** @param {Turn} turn */
  body(turn) {
    const earlier = this.turns.filter((other) => other !== turn && other.answer).slice(-TURNS_SENT);
    const history = earlier.flatMap(({ question, answer }) => [
      { role: 'user', content: question }, { role: 'assistant', content: answer.answer }]);
    return { question: turn.question, history, conversation_id: earlier.at(-1)?.answer.conversation_id ?? null };
  }

  /** Shows the text as it comes. @param {Turn} turn */
  liveReply(turn) {
    const segments = [];
    const citations = [];
    return (event) => {
      if (event.type === 'delta') {
        segments[event.segment] ??= { text: '', citations: [] };
        segments[event.segment].text += event.text;
      } else if (event.type === 'citation') {
        segments[event.segment]?.citations.push(event.citation.n);
        citations.push(event.citation);
      } else return;
      turn.reply.replaceChildren(prose(segments.filter(Boolean), citations, this.context));
    };
  }

  /** @param {Turn} turn */
  showAnswer(turn) {
    const { answer } = turn;
    this.card.hide();
    turn.reply.replaceChildren(...present([...renderAnswer(answer, this.context), ...this.actions(turn)]));
    if (answer.follow_ups.length) {
      const follow = chips(this.say('followUps'), answer.follow_ups, this.context);
      follow.classList.add('follow');
      turn.reply.append(follow);
    }
  }

  /** @param {Turn} turn */
  actions(turn) {
    const { say } = this;
    const { confidence } = turn.answer;
    const copy = iconButton('copy', say('copy'), () => this.copy(turn.answer, copy), { shown: true });
    const level = turn.answer.status === 'abstained' ? null : el('details', { class: 'confidence' },
      el('summary', { text: say(confidence.level) }), el('p', { dir: 'auto', text: confidence.reasons.join('; ') }));
    const { thumbs, reasons } = feedback(turn.answer.id, {
      say,
      rate: (opinion) => this.client.post('feedback', opinion),
      speak: (words) => { this.status.textContent = words; },
    });
    const again = iconButton('retry', say('retry'), () => this.retry(turn));
    return [el('div', { class: 'actions' }, copy, again, ...thumbs, level), reasons];
  }

  /** @param {Turn} turn */
  retry(turn) {
    if (this.asking) return;
    turn.answer = null;
    this.input.focus();
    this.answer(turn);
  }

  async copy(answer, button) {
    await writeClipboard(copiedText(answer, this.say, this.locale), this.root);
    button.replaceChildren(icon('done'), el('span', { text: this.say('copied') }));
    this.status.textContent = this.say('copied');
    setTimeout(() => button.replaceChildren(icon('copy'), el('span', { text: this.say('copy') })), 2000);
  }

  /**
   * @param {Turn} turn
   * @param {any} error
   */
  showTrouble(turn, error) {
    const known = error instanceof ServiceError ? error : new ServiceError('failed');
    if (!(error instanceof ServiceError)) console.error(error);
    const values = { n: known.retryAfter, detail: known.detail, id: known.requestId };
    const words = this.say(known.code, values);
    const partial = turn.reply.querySelector('.prose');
    turn.reply.replaceChildren(...present([
      partial, el('p', { class: known.code === 'stopped' ? 'note' : 'trouble', dir: 'auto', text: words }),
      el('div', { class: 'actions' }, iconButton('retry', this.say('retry'), () => this.retry(turn), { shown: true }))]));
    (known.code === 'stopped' ? this.status : this.alert).textContent = words;
  }

  /**
   * @param {Turn} turn
   * @param {string} key
   */
  wait(turn, key) {
    const words = this.say(key);
    turn.reply.replaceChildren(el('p', { class: 'waiting', text: words }));
    this.alert.textContent = '';
    this.status.textContent = words;
  }

  announce(answer) {
    const { say } = this;
    const count = answer.citations.length;
    const sources = count === 1 ? say('oneSource') : count ? say('sourceCount', { n: count }) : '';
    this.status.textContent = [say('ready'), answer.short_answer ?? answer.answer, sources].filter(Boolean).join(' ');
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

  // The conversation.

  restart() {
    this.asking?.abort('stopped');
    if (this.panel.open) this.closePanel(false);
    this.turns = [];
    this.list.replaceChildren(this.welcome);
    this.fresh.hidden = true;
    this.status.textContent = '';
    this.alert.textContent = '';
    this.keep();
    this.input.focus();
  }

  async suggest() {
    const { questions } = await this.client.json('suggestions').catch(() => ({ questions: [] }));
    if (questions.length) this.welcome.append(chips(this.say('suggestions'), questions.slice(0, 6), this.context));
  }

  get storageKey() {
    return `pressbox:${this.client.base.href}`;
  }

  keep() {
    keepTurns(this.storageKey, this.turns.filter((turn) => turn.answer));
  }

  restore() {
    for (const { question, answer } of keptTurns(this.storageKey)) {
      const turn = this.addTurn(question);
      turn.answer = answer;
      this.showAnswer(turn);
    }
    this.bringUp(this.turns.at(-1));
  }
}

if (!customElements.get('pressbox-chat')) customElements.define('pressbox-chat', PressboxChat);
