// What became of each row of a file: in pages, and as CSV.
import { div, h, li, p, span, strong, ul, useMemo, useState } from './html.js';
import { CsvButton, DataTable } from './data-table.js';
import { VERDICTS, verdictOf } from './import-file.js';
import { count, NONE, plural } from './format.js';
import { Choice, named, Panel } from './parts.js';

const NAMES = Object.fromEntries(VERDICTS);

const GOOD = new Set(['counts', 'known', 'joined', 'skipped']);

/** Rows of the file that did not become part of the portfolio, although they should. */
const FAILURES = new Set(['not-counted', 'refused', 'waiting']);
const SKIPPED = new Set(['missed', 'skipped', 'joined']);

/** Whether all rows are what they should be. */
export const isFlawless = (rows) => rows.every((row) => GOOD.has(verdictOf(row)));

export function Verdicts({ name, rows, counts }) {
  const [shown, setShown] = useState('');
  const all = useMemo(() => rows.map((row, index) => ({ ...row, index, verdict: verdictOf(row) })), [rows]);
  const groups = useMemo(() => grouped(all), [all]);
  const some = VERDICTS.filter(([key]) => groups.has(key));
  const listed = shown ? groups.get(shown) ?? [] : all;
  const csv = (title, wanted) => {
    const chosen = all.filter((row) => wanted.has(row.verdict));
    return chosen.length > 0 && h(CsvButton, { name: `${name}-${title}`, text: `Download ${title} (${count(chosen.length)})`, columns: COLUMNS, rows: chosen });
  };
  return h(Panel, { title: 'A verdict for each row', wide: true, tools: [csv('failures', FAILURES), csv('skipped rows', SKIPPED)] }, [
    counts?.omitted > 0 && p({ class: 'muted' }, `${plural(counts.omitted, 'row that was', 'rows that were')} taken are not listed: there were too many.`),
    some.length > 1 && h(Choice, { name: 'Verdict', value: shown, choose: setShown,
      options: [['', `All ${count(all.length)}`], ...some.map(([key, text]) => [key, `${text} ${count(groups.get(key).length)}`])] }),
    all.length
      ? h(DataTable, { key: shown, title: 'Verdicts', columns: COLUMNS, rows: listed, keyOf: (row) => row.index })
      : p({ class: 'empty' }, 'No row has a verdict.')]);
}

function grouped(rows) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row.verdict)) {
      groups.set(row.verdict, []);
    }
    groups.get(row.verdict).push(row);
  }
  return groups;
}

/** The outcome in one sentence for each verdict. */
export function Sum({ rows }) {
  const numbers = useMemo(() => {
    const found = new Map();
    for (const row of rows) {
      const verdict = verdictOf(row);
      found.set(verdict, (found.get(verdict) ?? 0) + 1);
    }
    return found;
  }, [rows]);
  return ul(VERDICTS.filter(([key]) => numbers.has(key)).map(([key]) => li(SENTENCES[key](numbers.get(key)))));
}

const sentence = (one, many) => (number) => [strong(count(number)), ` ${number === 1 ? one : many}`];

const SENTENCES = {
  counts: sentence('record counts now.', 'records count now.'),
  known: sentence('record was known already and counts once.', 'records were known already and count once.'),
  'not-counted': sentence('record is kept, but does not count.', 'records are kept, but do not count.'),
  refused: sentence('row was refused.', 'rows were refused.'),
  waiting: sentence('record is accepted and not processed yet.', 'records are accepted and not processed yet.'),
  missed: sentence('row cannot be held by a portfolio yet.', 'rows cannot be held by a portfolio yet.'),
  skipped: sentence('row was skipped: it has no effect.', 'rows were skipped: they have no effect.'),
  joined: sentence('row is part of another one.', 'rows are part of others.'),
};

function why(row) {
  if (row.joined_to) {
    return `part of the record of line ${row.joined_to}`;
  }
  return row.missed ?? row.skipped ?? row.detail ?? row.errors?.map((error) => [named(error), error.detail].filter(Boolean).join(' ')).join('; ') ?? '';
}

const COLUMNS = [
  { name: 'Line', csv: 'line', head: true, number: true, raw: (row) => row.line, cell: (row) => count(row.line) },
  { name: 'Verdict', csv: 'verdict', raw: (row) => NAMES[row.verdict],
    cell: (row) => span({ class: `state ${GOOD.has(row.verdict) ? '' : 'rejected'}` }, NAMES[row.verdict]) },
  { name: 'Why', csv: 'why', raw: why, cell: (row) => why(row) || NONE },
  { name: 'Reference', csv: 'ref_id', raw: (row) => row.ref_id ?? '', cell: (row) => span({ class: 'ref' }, row.ref_id ?? NONE) },
];

export const stopped = ({ broken }) => (broken
  ? div({ class: 'notice', role: 'alert' },
    strong(`From line ${count(broken.line)} on nothing was taken`),
    p(broken.errors?.map((error) => error.detail).join('; ') || `The answer was ${broken.status}.`),
    p(broken.status === 401 ? 'Sign in again, then import the file again.' : 'Import the file again once that is fixed.',
      ' Rows that were taken count once.'))
  : null);
