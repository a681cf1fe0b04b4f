// @ts-check
// Thumbs for an answer, and for a bad one the reason.

import { el, iconButton } from './dom.js';

/** Reasons as the service knows them, and the messages that say them. */
const REASONS = { wrong: 'wrong', incomplete: 'incomplete', citation: 'badCitation', outdated: 'outdated', unclear: 'unclear', other: 'other' };

/**
 * The two thumbs, and the row of reasons that the lower one opens.
 * @param {string} answerId
 * @param {{say: (key: string) => string, rate: (feedback: object) => Promise<void>, speak: (words: string) => void}} context
 * @returns {{thumbs: HTMLElement[], reasons: HTMLElement}}
 */
export function feedback(answerId, { say, rate, speak }) {
  const reasons = el('div', { class: 'chips reasons', role: 'group', 'aria-label': say('why'), hidden: true });
  const thumbs = { up: thumb('up', 'good'), down: thumb('down', 'bad') };

  function thumb(rating, key) {
    return iconButton(rating, say(key), async () => {
      if (!(await send({ rating }))) return;
      for (const [name, button] of Object.entries(thumbs)) button.setAttribute('aria-pressed', String(name === rating));
      reasons.hidden = rating === 'up';
      if (rating === 'down') showReasons();
    });
  }

  function showReasons() {
    const choices = Object.entries(REASONS).map(([reason, key]) => el('li', {}, el('button', {
      type: 'button', class: 'chip', text: say(key),
      onclick: async () => (await send({ rating: 'down', reason })) && finish() })));
    reasons.replaceChildren(el('p', { class: 'label', text: say('why') }), el('ul', {}, ...choices));
  }

  function finish() {
    reasons.replaceChildren(el('p', { class: 'note', text: say('thanks') }));
    thumbs.down.focus();
  }

  async function send(opinion) {
    try {
      await rate({ answer_id: answerId, ...opinion });
    } catch (error) {
      speak(say('notKept'));
      return false;
    }
    speak(say('thanks'));
    return true;
  }

  return { thumbs: [thumbs.up, thumbs.down], reasons };
}
