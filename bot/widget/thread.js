// @ts-check
// The conversation: questions, their answers as they come, what went wrong, and what is kept of it.

import { chips, prose, renderAnswer } from './answer.js';
import { ServiceError } from './client.js';
import { el, icon, iconButton, present, writeClipboard } from './dom.js';
import { feedback } from './feedback.js';
import { keepTurns, keptTurns } from './memory.js';
import { copiedText } from './text.js';

const LONGEST_START_S = 60; // how long a starting service is asked again
const TURNS_SENT = 4; // earlier turns that travel with a question, so that any server can resolve a follow-up

/** @typedef {{question: string, answer: any, element: HTMLElement, reply: HTMLElement}} Turn */

export class Thread {
  /**
   * `onanswer`: one takes the place of what was shown; `timeout()`: seconds until it is given up.
   * @param {any} around what the thread needs from the widget: context, client, root, level, timeout, on…, refocus
   */
  constructor(around) {
    Object.assign(this, around);
    this.say = around.context.say;
    this.storageKey = `pressbox:${this.client.base.href}`;
    /** @type {Turn[]} */
    this.turns = [];
    /** @type {AbortController | null} */
    this.asking = null;
    const { say } = this;
    // Both regions exist before they speak: a region that comes with its words may stay unread.
    this.status = el('p', { class: 'spoken', role: 'status' });
    this.alert = el('p', { class: 'spoken', role: 'alert' });
    this.welcome = el('div', { class: 'welcome' },
      el('h2', { text: say('welcome') }), el('p', { class: 'lead', text: say('lead') }));
    this.list = el('div', { class: 'column' }, this.welcome);
    this.element = el('div', { class: 'thread', role: 'log', 'aria-live': 'off', 'aria-label': say('conversation'), tabindex: '0' }, this.list);
  }

  stop() {
    this.asking?.abort('stopped');
  }

  /** @param {string} question */
  ask(question) {
    this.stop();
    return this.answer(this.addTurn(question));
  }

  /** @param {string} question */
  addTurn(question) {
    const reply = el('div', { class: 'reply' });
    const element = el('article', { class: 'turn', 'aria-label': question },
      el(this.level, { class: 'question', dir: 'auto', text: question }), reply);
    this.welcome.remove();
    this.list.querySelector('.turn .follow')?.remove();
    this.list.append(element);
    const turn = { question, answer: null, element, reply };
    this.turns.push(turn);
    this.onempty(false);
    return turn;
  }

  /** Brings a turn to the top of the thread; scrollIntoView would move the page around the widget too. @param {Turn | undefined} turn */
  bringUp(turn) {
    if (turn) this.element.scrollTop += turn.element.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
  }

  /** @param {Turn} turn */
  async answer(turn) {
    const asking = new AbortController();
    this.asking = asking;
    const timer = setTimeout(() => asking.abort('timeout'), 1000 * this.timeout());
    this.onbusy(true);
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
        this.onbusy(false);
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
    this.onanswer();
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
    this.refocus();
    this.answer(turn);
  }

  async copy(answer, button) {
    await writeClipboard(copiedText(answer, this.say, this.context.locale), this.root);
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

  /** Begins anew. */
  clear() {
    this.stop();
    this.turns = [];
    this.list.replaceChildren(this.welcome);
    this.onempty(true);
    this.status.textContent = '';
    this.alert.textContent = '';
    this.keep();
  }

  async suggest() {
    const { questions } = await this.client.json('suggestions').catch(() => ({ questions: [] }));
    if (questions.length) this.welcome.append(chips(this.say('suggestions'), questions.slice(0, 6), this.context));
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
