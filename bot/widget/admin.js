// @ts-check
// The page of the people who run the service: questions, what was not answered, ratings. The key stays in this page.

import { el } from './dom.js';

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);

/** @param {string} key */
async function show(key) {
  byId('status').textContent = 'Loading…';
  byId('overview').replaceChildren();
  const response = await fetch('admin/overview?limit=200', { headers: { Authorization: `Bearer ${key}` } });
  const body = await response.json();
  if (!response.ok) {
    byId('status').textContent = [body.title, body.detail].filter(Boolean).join(' ');
    return;
  }
  const { library, asked, feedback } = body;
  byId('status').textContent = `Library ${library.version}: ${library.documents} documents, ${library.passages} passages, ${library.tables} tables.`;
  const questions = new Map(asked.map((entry) => [entry.answer_id, entry.question]));
  const unanswered = asked.filter((entry) => entry.status === 'abstained');
  byId('overview').append(
    ...table('Not answered', ['When', 'Question', 'Why'], unanswered.map((entry) => [when(entry.created_at), entry.question, entry.reason])),
    ...table('Ratings', ['When', 'Question', 'Rating', 'Reason', 'Comment'],
      feedback.map((entry) => [when(entry.created_at), questions.get(entry.answer_id) ?? entry.answer_id, entry.rating, entry.reason, entry.comment])),
    ...table('Asked', ['When', 'Question', 'Outcome', 'Answer', 'ms'],
      asked.map((entry) => [when(entry.created_at), entry.question, entry.status, entry.short_answer, Math.round(entry.total_ms)])));
}

/** @param {string} stamp */
const when = (stamp) => new Date(stamp).toLocaleString();

/**
 * @param {string} heading
 * @param {string[]} columns
 * @param {any[][]} rows
 */
function table(heading, columns, rows) {
  const title = el('h2', { text: `${heading} (${rows.length})` });
  if (!rows.length) return [title, el('p', { text: 'None.' })];
  return [title, el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': heading }, el('table', {},
    el('thead', {}, el('tr', {}, ...columns.map((column) => el('th', { scope: 'col', text: column })))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell) => el('td', { dir: 'auto', text: String(cell ?? '') })))))))];
}

byId('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  show(byId('key').value.trim()).catch(() => { byId('status').textContent = 'The service cannot be reached.'; });
});
