// Describing the columns of a file that no preset knows. The result is a mapping, as docs/broker-files.md has it: the server reads
// the file by it, and decides whether it fits.
import { button, div, form, h, input, label, option, p, select, span, useEffect, useState } from './html.js';
import { ZONE } from './format.js';

/** Enough for a header and examples; no more than examples are taken from it. */
const START = 256 * 1024;
const MOST_TITLE_LINES = 20;
const MOST_WORDS = 40;

const MEANINGS = [
  ['', 'is not read'], ['kind', 'what kind of row it is'], ['time', 'the day or time'], ['clock', 'the time of day'], ['ticker', 'the ticker'], ['isin', 'the ISIN'],
  ['volume', 'the units'], ['price', 'the price of one unit'], ['gross', 'the value of all units'], ['total', 'the money, with charges'],
  ['per_unit', 'the money per unit'], ['fee', 'a fee'], ['tax', 'a tax'], ['currency', 'the currency'], ['rate', 'the exchange rate'],
  ['account_currency', 'the currency of the account'], ['id', 'the reference of the row'], ['order', 'the reference of the order'], ['account', 'the account'],
];

const KINDS = [
  ['', 'Skip it: it has no effect'], ['buy', 'buy'], ['sell', 'sell'], ['trade_by_sign', 'buy or sell, by the sign of the units'], ['dividend', 'dividend'],
  ['interest', 'interest'], ['deposit', 'deposit'], ['withdrawal', 'withdrawal'], ['cash_by_sign', 'deposit or withdrawal, by the sign of the money'],
  ['charge', 'charge'], ['transfer_in', 'transfer in'], ['transfer_out', 'transfer out'], ['return_of_capital', 'return of capital'],
];

/** What the names of columns usually mean: a first guess, for a person to change. */
const GUESSES = [
  [/^(type|action|kind|side|transaction.?type|what|typ|art|aktion|soort)$/, 'kind'], [/^(time|uhrzeit|tijd)$/, 'clock'],
  [/date|^when$|datum|executed|zeitpunkt/, 'time'], [/isin/, 'isin'], [/ticker|symbol|stock|instrument|wertpapier/, 'ticker'],
  [/units|shares|quantity|volume|st(ü|ue)ck|anzahl|aantal|^no\.? of/, 'volume'], [/price|kurs|koers|preis/, 'price'],
  [/fee|commission|geb(ü|ue)hr|provision/, 'fee'], [/tax|steuer/, 'tax'], [/currency|w(ä|ae)hrung|^valuta$/, 'currency'],
  [/exchange.?rate|fx/, 'rate'], [/total|amount|betrag|bedrag/, 'total'], [/^(id|reference|ref|order.?id|transaction.?id)$/, 'id'],
];

const KIND_GUESSES = [
  [/^(buy|bought|kauf|koop|achat|b)\b/, 'buy'], [/^(sell|sold|verkauf|verkoop|vente|s)\b/, 'sell'], [/divid|aussch/, 'dividend'], [/interest|zins/, 'interest'],
  [/deposit|einzahl|incoming/, 'deposit'], [/withdraw|auszahl|outgoing/, 'withdrawal'], [/fee|charge|geb/, 'charge'],
];

const guess = (guesses, text) => guesses.find(([pattern]) => pattern.test(text.trim().toLowerCase()))?.[1] ?? '';

/** The cells of a line. A line break in quotes is not seen; the server does see it. */
function cells(line, delimiter) {
  const found = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (char === '"') {
      if (quoted && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else {
        quoted = !quoted;
      }
    } else if (char === delimiter && !quoted) {
      found.push(cell.trim());
      cell = '';
    } else {
      cell += char;
    }
  }
  return [...found, cell.trim()];
}

async function start(file) {
  const bytes = await file.slice(0, START).arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The header, which is the first of the lines with the most cells, and the rows below it; null if it is no table. */
async function tableOf(file) {
  const text = await start(file);
  if (text.includes('\0') || /^\s*[{[<]/.test(text)) {
    return null;
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  let best = null;
  for (const delimiter of [',', ';', '\t', '|']) {
    lines.slice(0, MOST_TITLE_LINES).forEach((line, index) => {
      const header = cells(line, delimiter);
      const filled = header.filter(Boolean).length;
      if (filled > (best?.filled ?? 2)) {
        best = { filled, header, delimiter, index };
      }
    });
  }
  return best && { header: best.header, rows: lines.slice(best.index + 1).map((line) => cells(line, best.delimiter)) };
}

/** The pattern in which a file writes times, by an example; empty for ISO 8601. */
function patternOf(example) {
  const day = /^\d{4}-\d\d-\d\d/.test(example) ? 'uuuu-MM-dd' : /^\d{4}\/\d\d?\/\d\d?/.test(example) ? 'uuuu/M/d'
    : (/^\d\d?([./-])\d\d?[./-]\d{4}/.exec(example) ?? [])[1]?.replace(/(.)/, 'd$1M$1uuuu') ?? '';
  const clock = / \d\d?:\d\d:\d\d/.test(example) ? ' H:mm:ss' : / \d\d?:\d\d/.test(example) ? ' H:mm' : '';
  return day === 'uuuu-MM-dd' && clock === '' ? '' : day + clock;
}

const decimalSign = (values) => (values.filter((value) => /,\d{1,2}$|,\d{4,}$/.test(value)).length > values.filter((value) => /\.\d+$/.test(value)).length ? ',' : '.');

/**
 * @param map the mapping by which the file was read before, as JSON
 * @param take takes the mapping as JSON
 */
export function Mapping({ file, map, take }) {
  const [table, setTable] = useState(undefined);
  const look = () => tableOf(file).then(setTable, () => setTable(null));
  useEffect(() => {
    if (map) {
      look();
    }
  }, []);
  if (table === undefined) {
    return p(button({ type: 'button', class: 'quiet', onClick: look }, 'Describe the columns'),
      span({ class: 'hint' }, ' for a table that is not recognised'));
  }
  return table === null
    ? p({ role: 'status' }, 'This is no table of text, so its columns cannot be described here. Save it as CSV, then choose that file.')
    : h(Columns, { table, before: parsed(map), take });
}

/** What a person wrote may be anything. */
function parsed(map) {
  try {
    const mapping = JSON.parse(map);
    return mapping && typeof mapping.columns === 'object' ? mapping : null;
  } catch {
    return null;
  }
}

function Columns({ table, before, take }) {
  const { header, rows } = table;
  const [meanings, setMeanings] = useState(() => (before ? meaningsOf(before, header) : firstGuess(header)));
  const of = (meaning) => header.findIndex((_, index) => meanings[index] === meaning);
  const examples = (index) => rows.map((row) => row[index] ?? '').filter(Boolean);
  const kind = of('kind');
  const words = kind < 0 ? [] : [...new Set(examples(kind))].slice(0, MOST_WORDS);
  const numbers = header.flatMap((_, index) => (['volume', 'price', 'total', 'gross'].includes(meanings[index]) ? examples(index) : []));
  const change = (index) => (event) => setMeanings(meanings.map((before, at) => (at === index ? event.target.value : before)));
  const time = patternOf(examples(of('time'))[0] ?? '');
  const submit = (event) => {
    event.preventDefault();
    take(JSON.stringify(mapping({ header, meanings, words, fields: new FormData(event.target) }), null, 2));
  };
  return form({ class: 'describe', onSubmit: submit, 'aria-label': 'Description of the columns' },
    h('h3', null, 'What each column is'),
    div({ class: 'fields' }, header.map((name, index) => name && label({ key: index }, `${name}${examples(index)[0] ? `, such as “${examples(index)[0].slice(0, 40)}”` : ''}`,
      select({ onChange: change(index) }, MEANINGS.map(([value, text]) => option({ value, selected: value === meanings[index] }, text)))))),
    words.length > 0 && [
      h('h3', null, `What each word in “${header[kind]}” is`),
      div({ class: 'fields' }, words.map((word, index) => label({ key: word }, word,
        select({ name: `word-${index}` }, KINDS.map(([value, text]) => option({ value, selected: value === (before ? before.kind?.values?.[word] ?? '' : guess(KIND_GUESSES, word)) }, text))))))],
    h('h3', null, 'How it is written'),
    div({ class: 'fields' },
      label('Decimal sign', select({ name: 'decimal' }, ['.', ','].map((value) => option({ value, selected: value === (before?.decimal ?? decimalSign(numbers)) }, `${value} as in 1${value}5`)))),
      label('Times', input({ name: 'times', maxLength: 60, spellcheck: false, placeholder: '2026-11-29 or 2026-11-29T15:30:00',
        defaultValue: before?.times?.[0] ?? (time && of('clock') >= 0 ? `${time} H:mm:ss` : time) }),
      span({ class: 'hint' }, 'd, M, uuuu, H, mm, ss; empty: ISO 8601')),
      label('Time zone', input({ name: 'zone', maxLength: 64, defaultValue: before?.zone ?? ZONE, spellcheck: false })),
      of('currency') < 0 && label('Currency', input({ name: 'currency', maxLength: 3, placeholder: 'that of the portfolio', defaultValue: before?.currency ?? '' }))),
    button({ type: 'submit', class: 'main' }, 'Read the file by this description'));
}

const meaningsOf = ({ kind, columns }, header) => header.map((name) => (kind?.column === name
  ? 'kind'
  : Object.entries(columns).find(([meaning, names]) => meaning !== 'kind' && [names].flat().includes(name))?.[0] ?? ''));

function firstGuess(header) {
  const once = new Set();
  return header.map((name) => {
    const meaning = guess(GUESSES, name);
    if (once.has(meaning) && meaning !== 'fee' && meaning !== 'tax') {
      return '';
    }
    once.add(meaning);
    return meaning;
  });
}

function mapping({ header, meanings, words, fields }) {
  const columns = {};
  header.forEach((name, index) => {
    const meaning = meanings[index];
    if (name && meaning && meaning !== 'kind') {
      columns[meaning] = [...columns[meaning] ?? [], name];
    }
  });
  // A file whose only security is named by its ISIN: that is its ticker, too.
  columns.ticker ??= columns.isin;
  const kinds = words.map((word, index) => [word, fields.get(`word-${index}`)]);
  const kind = header[meanings.indexOf('kind')];
  const times = fields.get('times').trim();
  const currency = fields.get('currency')?.trim().toUpperCase();
  return {
    header: header.filter((name, index) => name && meanings[index]),
    ignored: header.filter((name, index) => name && !meanings[index]),
    decimal: fields.get('decimal'),
    ...(times && { times: [times] }),
    ...(fields.get('zone').trim() && { zone: fields.get('zone').trim() }),
    ...(currency && { currency }),
    kind: kind
      ? {
        column: kind,
        values: Object.fromEntries(kinds.filter(([, value]) => value)),
        skip: Object.fromEntries(kinds.filter(([, value]) => !value).map(([word]) => [word, 'has no effect, as described'])),
      }
      : { column: columns.time?.[0] ?? '', values: { '*': 'trade_by_sign' } },
    columns,
  };
}
