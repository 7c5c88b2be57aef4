// Importing a file: what the server makes of it, and what becomes of each row.
import { get, offline, Problem, query } from './api.js';
import { upload } from './upload.js';

const PATH = '/api/v1/trade/bulk/';

/** The answer is held in memory, and so is every row. A larger file is for the command. */
export const MOST_BYTES = 50 * 1024 * 1024;

/** Seconds for the results of 1,000 rows. A gateway waits 60 s for an answer, and the rows of five waits can be open. */
const WAIT = 8;

/** How often rows without a result are asked about again. */
const MOST_PASSES = 5;

/** The presets, as ?format= names them. */
export const FORMATS = [
  ['avanza', 'Avanza'], ['coinbase', 'Coinbase'], ['degiro-account', 'DEGIRO, account'], ['degiro-transactions', 'DEGIRO, transactions'],
  ['etoro', 'eToro'], ['fidelity', 'Fidelity'], ['freetrade', 'Freetrade'], ['ghostfolio', 'Ghostfolio'], ['groww', 'Groww'],
  ['ibkr-activity', 'Interactive Brokers, activity statement'], ['ibkr-flex', 'Interactive Brokers, Flex query'],
  ['ibkr-history', 'Interactive Brokers, transaction history'], ['portfolio-perf', 'Portfolio Performance'], ['revolut', 'Revolut, stocks'],
  ['revolut-crypto', 'Revolut, crypto'], ['robinhood', 'Robinhood'], ['saxo', 'Saxo'], ['scalable', 'Scalable Capital'],
  ['schwab', 'Charles Schwab, CSV'], ['schwab-json', 'Charles Schwab, JSON'], ['sharesight', 'Sharesight'], ['swissquote', 'Swissquote'],
  ['trade-republic', 'Trade Republic'], ['trading212', 'Trading 212'], ['wealthfolio', 'Wealthfolio'], ['zerodha', 'Zerodha'],
];

const parameters = ({ format, map, tz, account }) => ({ format: format || 'auto', map, tz, account });

/** A file can have been changed or removed since it was chosen; the request would fail as if the server were away. */
async function requireReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch {
    throw new Problem('refused', 0, 'The file cannot be read', 'It has been changed, moved or removed since it was chosen. Choose it again.');
  }
}

/** A server that refuses a large file before it has read all of it closes the connection, and a browser does not say why. */
const requireSignedIn = (signal) => get('/api/v1/session', signal);

/** What the file would store. Nothing is stored. */
export async function previewOf(file, options, signal) {
  await requireReadable(file);
  await requireSignedIn(signal);
  return JSON.parse(await upload(query(PATH, { ...parameters(options), dry_run: true }), file, { accept: 'application/json', signal }));
}

/** Calls back for each complete line of a text that grows. */
function lineReader(onLine) {
  let at = 0;
  return (text) => {
    for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
      onLine(JSON.parse(text.slice(at, end)));
      at = end + 1;
    }
  };
}

/** Posts the file once. `rows` takes the results as they come. */
async function post(path, file, rows, { signal, onSent, onRows }) {
  let counts = null;
  const read = lineReader((line) => {
    if ('complete' in line) {
      counts = line;
    } else {
      rows.push(line);
    }
  });
  const more = (text) => {
    read(text);
    onRows();
  };
  more(await upload(path, file, { accept: 'application/x-ndjson', headers: { Prefer: `wait=${WAIT}` }, signal, onSent, onText: more }));
  if (counts === null) {
    throw offline();
  }
  // The last line before the counts says from where on nothing was taken.
  return { counts, broken: counts.complete ? null : rows.pop() };
}

const isOpen = (row) => row.status < 300 && !row.state;

/** Later rows of a file in no order of time can change what became of earlier ones. */
const mayChange = (row, format) => format === 'trakkit' && (row.state === 'rejected' || row.state === 'applied');

/** What became of a row at last, and whether this import brought it. */
const settled = (before, now) => ({ ...now, status: now.status < 300 && before.status !== 202 ? before.status : now.status === 200 ? 201 : now.status });

/**
 * Imports a file, and waits for what becomes of its rows.
 *
 * @param rows an array that takes the results as they come, also of an import that fails or is aborted
 * @param onProgress takes { sent } from 0 to 1, then { rows }, then { open }, the rows that are asked about again
 * @return { counts, broken }
 */
export async function importFile(file, { options, portfolio, format, rows, signal, onProgress }) {
  await requireReadable(file);
  await requireSignedIn(signal);
  const path = query(PATH, { ...parameters(options), portfolio: portfolio.id, user_id: portfolio.user_id });
  const result = await post(path, file, rows, {
    signal, onSent: (sent) => onProgress({ sent }), onRows: () => onProgress({ rows: rows.length }) });
  if (result.broken || result.counts.omitted) {
    return result;
  }
  const open = () => rows.filter(isOpen).length;
  let again = open() > 0 || rows.some((row) => mayChange(row, format));
  for (let pass = 1; again && pass < MOST_PASSES; pass++) {
    onProgress({ open: open() });
    // As repeats, the rows give their state after the whole file.
    const repeated = [];
    const { broken } = await post(path, file, repeated, { signal, onSent: () => {}, onRows: () => {} });
    if (broken || repeated.length !== rows.length) {
      break;
    }
    repeated.forEach((row, index) => {
      rows[index] = settled(rows[index], row);
    });
    again = open() > 0;
  }
  return result;
}

export const VERDICTS = [
  ['counts', 'Counts'], ['known', 'Known already'], ['not-counted', 'Does not count'], ['refused', 'Refused'], ['waiting', 'Not decided yet'],
  ['missed', 'Cannot be held yet'], ['skipped', 'Skipped'], ['joined', 'Part of another row'],
];

export function verdictOf(row) {
  if (row.joined_to) {
    return 'joined';
  }
  if (row.missed || row.skipped) {
    return row.missed ? 'missed' : 'skipped';
  }
  if (row.status >= 400) {
    return 'refused';
  }
  if (row.state === 'rejected' || row.state === 'failed') {
    return 'not-counted';
  }
  if (row.state === 'applied') {
    return row.status === 200 ? 'known' : 'counts';
  }
  return 'waiting';
}
