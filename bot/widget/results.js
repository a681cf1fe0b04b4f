// @ts-check
// Results under an answer: a table that sorts by its values, and bars of the marks.

import { el, icon, svg } from './dom.js';
import { markers } from './markers.js';

/** A table of results: sortable by its typed values, the cited rows marked, a chart where the service names one. */
export function results(table, answer, context) {
  const body = el('tbody', {}, ...table.rows.map((row, index) => resultRow(row, index, table, answer, context)));
  const heads = table.columns.map((column, index) => {
    const head = el('th', { scope: 'col', class: column.align, dir: column.align !== 'end' && 'auto' });
    head.append(el('button', {
      type: 'button', class: 'sort', 'aria-label': context.say('sortBy', { label: column.label }),
      onclick: () => sortRows(head, body, table, index) }, column.label, icon('sort')));
    return head;
  });
  const grid = el('table', {}, el('caption', { class: 'spoken', text: table.caption }), el('thead', {}, el('tr', {}, ...heads)), body);
  return el('details', {},
    el('summary', { dir: 'auto', text: `${context.say('results')}: ${table.caption}` }),
    table.chart && barChart(table, context),
    el('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': table.caption }, grid));
}

/** A citation of several cells of a row is marked once, at the first cell of words. */
function resultRow(row, index, table, answer, context) {
  const marked = row.map((cell, column) => {
    const alike = row.flatMap((other, at) => (other.citation === cell.citation ? [at] : []));
    return cell.citation && column === (alike.find((at) => table.columns[at]?.type === 'text' && row[at].text) ?? alike[0]);
  });
  // Figures have no direction of their own: they stand under their heading. Words follow their script.
  const cells = row.map((cell, column) => el('td', { class: table.columns[column]?.align ?? 'start', dir: table.columns[column]?.align !== 'end' && 'auto' },
    cell.text, ...(marked[column] ? markers([cell.citation], answer.citations, context) : [])));
  return el('tr', { class: table.highlight_rows.includes(index) ? 'cited' : '', 'data-row': index }, ...cells);
}

function sortRows(head, body, table, column) {
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of head.parentElement.children) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const key = (line) => table.rows[Number(line.dataset.row)][column];
  const compare = (a, b) => {
    const [left, right] = [key(a), key(b)];
    const numbers = left.sort !== null && right.sort !== null;
    const order = numbers ? left.sort - right.sort : left.text.localeCompare(right.text, undefined, { numeric: true });
    // Cells without a value (DNF, blank) stay last in both directions.
    if ((left.sort === null) !== (right.sort === null) && table.columns[column].type !== 'text') return left.sort === null ? 1 : -1;
    return descending ? -order : order;
  };
  body.append(...[...body.children].sort(compare));
}

const BAR_HEIGHT = 22;
const CHART_WIDTH = 560;
const CHART_ROWS = 12;

/** Horizontal bars; left to right in every language, because a chart's axis is. */
function barChart(table, context) {
  const { label, value, baseline } = table.chart;
  const at = (key) => table.columns.findIndex((column) => column.key === key);
  const [names, marks] = [at(label), at(value)];
  if (names < 0 || marks < 0) return null;
  const rows = table.rows.map((row, index) => ({ row, index })).filter(({ row }) => row[marks].sort !== null).slice(0, CHART_ROWS);
  if (rows.length < 2) return null;
  const numbers = rows.map(({ row }) => row[marks].sort);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  // From the least value the differences show; the best bar still needs a length, so the axis starts a fifth below it.
  const from = baseline === 'min' ? least - (most - least || 1) / 5 : Math.min(0, least);
  const scale = 280 / (most - from || 1);
  const gaps = table.columns[marks].type === 'time' && baseline === 'min';
  const bars = rows.map(({ row, index }, line) => {
    const y = line * BAR_HEIGHT;
    const width = Math.max(2, (row[marks].sort - from) * scale);
    return svg('g', { class: table.highlight_rows.includes(index) ? 'cited' : '' },
      text(row[names].text.slice(0, 28), { x: 172, y: y + 15, 'text-anchor': 'end' }),
      svg('rect', { x: 180, y: y + 4, width, height: BAR_HEIGHT - 8, rx: 2 }),
      text(row[marks].text + (gaps ? gap(row[marks], least) : ''), { x: 186 + width, y: y + 15 }));
  });
  const title = context.say('chart', { value: table.columns[marks].label, label: table.columns[names].label });
  return svg('svg', { class: 'chart', viewBox: `0 0 ${CHART_WIDTH} ${rows.length * BAR_HEIGHT + 4}`, role: 'img', 'aria-label': title }, ...bars);
}

/** How far a time is behind the best, as exact as it is printed: " +0.14". */
function gap(cell, best) {
  const decimals = /\.(\d+)/.exec(cell.text)?.[1].length ?? 0;
  return cell.sort > best ? ` +${(cell.sort - best).toFixed(decimals)}` : '';
}

function text(content, attributes) {
  const element = svg('text', attributes);
  element.textContent = content;
  return element;
}
