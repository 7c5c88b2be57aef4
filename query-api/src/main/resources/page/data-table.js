// Tables of data: sorted, in pages, and as CSV. On a phone each row stands on its own, with the names of its columns.
import { button, caption, div, h, label, nav, option, p, select, span, table, tbody, td, th, thead, tr, useId, useMemo, useState }
  from './html.js';
import { idle } from './focus.js';
import { count } from './format.js';

const isNumber = (column) => column.number === true;

const NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** Excel and its kin take a cell that begins so for a formula; "-1+cmd" is one as well, "-1" is a number. */
const harmless = (text) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) && !NUMBER.test(text) ? `'${text}` : text);

const csvCell = (value) => {
  const text = harmless(value === null || value === undefined ? '' : String(value));
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The values as the API gave them, not as the locale writes them. */
export function csv(columns, rows) {
  const kept = columns.filter((column) => column.raw);
  const lines = [kept.map((column) => column.csv ?? column.name), ...rows.map((row) => kept.map((column) => column.raw(row)))];
  return `${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

export function save(name, text, type = 'text/csv') {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const CsvButton = ({ name, columns, rows, text = 'Download CSV' }) => button(
  { type: 'button', class: 'quiet', onClick: () => save(`${name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.csv`, csv(columns, rows)) },
  text);

const order = (one, other) => (one === other ? 0 : one === null ? 1 : other === null ? -1 : one < other ? -1 : 1);

/** Numbers are compared as binary ones: that is for the order on the screen only. */
function sorted(rows, column, descending) {
  const key = (row) => {
    const value = (column.sort ?? column.raw)(row);
    return value === null || value === undefined || value === '' ? null : isNumber(column) ? Number(value) : String(value);
  };
  const keyed = rows.map((row) => [key(row), row]);
  keyed.sort(([one], [other]) => (descending && one !== null && other !== null ? order(other, one) : order(one, other)));
  return keyed.map(([, row]) => row);
}

/**
 * @param columns { name, cell(row), raw(row), number, csv, head }: what is shown, what CSV has, whether it is a number, and
 *   whether it names the row
 * @param pageSize the most rows in the document at once
 */
export function DataTable({ title, columns, rows, keyOf, pageSize = 50, start, fresh, sortable = true }) {
  const [by, setBy] = useState(start ?? { name: null, descending: false });
  const [page, setPage] = useState(0);
  const column = columns.find(({ name }) => name === by.name);
  const all = useMemo(() => (column ? sorted(rows, column, by.descending) : rows), [rows, by.name, by.descending]);
  const pages = Math.max(1, Math.ceil(all.length / pageSize));
  const at = Math.min(page, pages - 1);
  const shown = all.slice(at * pageSize, (at + 1) * pageSize);
  const choose = (name) => {
    setBy((before) => ({ name, descending: before.name === name ? !before.descending : Boolean(columns.find((one) => one.name === name)?.number) }));
    setPage(0);
  };
  return div({ class: 'data' },
    sortable && h(SortOnPhone, { columns, by, choose, setBy }),
    h(Rows, { title, columns, rows: shown, keyOf, by, choose: sortable ? choose : null, fresh }),
    pages > 1 && h(Pages, { title, at, pages, total: all.length, pageSize, turn: setPage }));
}

function SortOnPhone({ columns, by, setBy }) {
  const id = useId();
  return div({ class: 'phone-sort' },
    label({ for: id }, 'Sort by'),
    select({ id, value: `${by.name ?? ''}${by.descending ? ' ↓' : ''}`,
      onChange: (event) => {
        const name = event.target.value;
        setBy(name.endsWith(' ↓') ? { name: name.slice(0, -2), descending: true } : { name: name || null, descending: false });
      } },
    option({ value: '' }, 'as it comes'),
    columns.filter((column) => column.raw).flatMap(({ name }) => [
      option({ value: name }, `${name}, ascending`), option({ value: `${name} ↓` }, `${name}, descending`)])));
}

export function Rows({ title, columns, rows, keyOf, by = {}, choose, fresh }) {
  // A table that is too wide for its panel is scrolled within it, not with the page.
  return div({ class: 'table' }, table({ role: 'table', class: 'rows' },
    caption({ class: 'hidden' }, title),
    thead({ role: 'rowgroup' }, tr({ role: 'row' }, columns.map((column) => h(Head, { column, by, choose })))),
    tbody({ role: 'rowgroup' }, rows.map((row) => tr({ role: 'row', key: keyOf?.(row) },
      columns.map((column) => cell(column, row, fresh)))))));
}

function Head({ column, by, choose }) {
  const chosen = by.name === column.name;
  const direction = chosen ? (by.descending ? 'descending' : 'ascending') : undefined;
  return th({ role: 'columnheader', scope: 'col', class: isNumber(column) ? 'number' : '', 'aria-sort': direction },
    choose && column.raw
      ? button({ type: 'button', onClick: () => choose(column.name) },
        column.name, span({ 'aria-hidden': 'true', class: 'arrow' }, chosen ? (by.descending ? '▼' : '▲') : ''))
      : column.name);
}

function cell(column, row, fresh) {
  const classes = [isNumber(column) ? 'number' : '', column.tone?.(row) ?? '', fresh?.(row, column) ? 'fresh' : ''];
  const attributes = {
    class: classes.filter(Boolean).join(' '),
    'data-label': column.name,
    title: column.exact?.(row) ?? undefined,
  };
  return column.head
    ? th({ ...attributes, role: 'rowheader', scope: 'row' }, column.cell(row))
    : td({ ...attributes, role: 'cell' }, column.cell(row));
}

const turning = (name, goesOn, turn) => button({ type: 'button', ...idle(!goesOn), onClick: () => goesOn && turn() }, name);

function Pages({ title, at, pages, total, pageSize, turn }) {
  return nav({ class: 'pages', 'aria-label': `Pages of ${title}` },
    turning('Previous', at > 0, () => turn(at - 1)),
    p({ 'aria-live': 'polite' },
      `${count(at * pageSize + 1)}–${count(Math.min(total, (at + 1) * pageSize))} of ${count(total)}`),
    turning('Next', at < pages - 1, () => turn(at + 1)));
}

/** The pages of a list that the server divides; its count stops at 10,000. */
export function ServerPages({ title, page, list, pageSize, turn }) {
  const from = (page - 1) * pageSize + 1;
  const total = list.count >= 10_000 ? `${count(10_000)} or more` : count(list.count);
  return nav({ class: 'pages', 'aria-label': `Pages of ${title}` },
    turning('Previous', page > 1, () => turn(page - 1)),
    p({ 'aria-live': 'polite' },
      list.results.length ? `${count(from)}–${count(from + list.results.length - 1)} of ${total}` : `0 of ${total}`),
    turning('Next', Boolean(list.next), () => turn(page + 1)));
}
