// @ts-check
// The page of the people who run the service: questions, what was not answered, ratings. The key stays in this page.

import { el } from './dom.js';

/** @param {string} id @returns {any} */
const byId = (id) => document.getElementById(id);

/** @param {string} path */
const read = (path) => fetch(path, { headers: { Authorization: `Bearer ${byId('key').value.trim()}` } });

async function show() {
  byId('status').textContent = 'Loading…';
  byId('overview').replaceChildren();
  byId('exports').hidden = true;
  const response = await read('admin/overview?limit=200');
  const body = await response.json();
  if (!response.ok) {
    byId('status').textContent = [body.title, body.detail].filter(Boolean).join(' ');
    return;
  }
  const { library, documents, refused, asked, feedback } = body;
  byId('exports').hidden = false;
  byId('status').textContent = `Library ${library.version}: ${library.documents} documents, ${library.passages} passages, ${library.tables} tables.`;
  const questions = new Map(asked.map((entry) => [entry.answer_id, entry.question]));
  const unanswered = asked.filter((entry) => entry.status === 'abstained');
  byId('overview').append(
    ...table('Not answered', ['When', 'Question', 'Why'], unanswered.map((entry) => [when(entry.created_at), entry.question, entry.reason])),
    ...table('Ratings', ['When', 'Question', 'Rating', 'Reason', 'Comment'],
      feedback.map((entry) => [when(entry.created_at), questions.get(entry.answer_id) ?? entry.answer_id, entry.rating, entry.reason, entry.comment])),
    ...table('Asked', ['When', 'Question', 'Outcome', 'Answer', 'ms'],
      asked.map((entry) => [when(entry.created_at), entry.question, entry.status, entry.short_answer, Math.round(entry.total_ms)])),
    ...table('Left out of the library', ['File', 'Why'], refused.map((entry) => [entry.file, entry.reason])),
    ...table('In the library', ['Document', 'Title', 'Kind', 'Publisher', 'Published', 'Passages', 'Tables'],
      documents.map((entry) => [entry.document_id, entry.title, entry.kind, entry.publisher, entry.published_at, entry.passages, entry.tables]), library.documents));
}

/** Saves a file of the service; the key travels in a header, so a plain link would not do. @param {string} what */
async function save(what) {
  const response = await read(`admin/export/${what}`);
  if (!response.ok) throw new Error(String(response.status));
  const address = URL.createObjectURL(await response.blob());
  el('a', { href: address, download: `pressbox-${what}.csv` }).click();
  URL.revokeObjectURL(address);
}

/** @param {string} stamp */
const when = (stamp) => new Date(stamp).toLocaleString();

/**
 * @param {string} heading
 * @param {string[]} columns
 * @param {any[][]} rows
 * @param {number} [all] how many there are, where not all are shown
 */
function table(heading, columns, rows, all = rows.length) {
  const title = el('h2', { text: `${heading} (${all > rows.length ? `${rows.length} of ${all}` : all})` });
  if (!rows.length) return [title, el('p', { text: 'None.' })];
  return [title, el('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': heading }, el('table', {},
    el('thead', {}, el('tr', {}, ...columns.map((column) => el('th', { scope: 'col', text: column })))),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map((cell) => el('td', { dir: 'auto', text: String(cell ?? '') })))))))];
}

const unreachable = () => { byId('status').textContent = 'The service cannot be reached.'; };
byId('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  show().catch(unreachable);
});
for (const button of document.querySelectorAll('[data-export]')) {
  button.addEventListener('click', () => save(/** @type {HTMLElement} */ (button).dataset.export).catch(unreachable));
}
