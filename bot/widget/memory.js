// @ts-check
// The conversation, kept for as long as the tab is open; a browser that forbids storage keeps none.

const TURNS_KEPT = 20;

/**
 * @param {string} key
 * @param {{question: string, answer: any}[]} turns
 */
export function keepTurns(key, turns) {
  const kept = turns.slice(-TURNS_KEPT).map(({ question, answer }) => ({ question, answer }));
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch (error) {
    console.info('Pressbox: the conversation is not kept:', error);
  }
}

/**
 * @param {string} key
 * @returns {{question: string, answer: any}[]}
 */
export function keptTurns(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]');
  } catch (error) {
    console.info('Pressbox: no conversation restored:', error);
    return [];
  }
}
