// For operators: records that can never be applied as they are; each is put into the log again or discarded.
import { button, code, dd, details, div, dl, dt, form, h, h1, input, label, option, p, pre, select, span, useEffect, useState }
  from './html.js';
import { exchange, get, query } from './api.js';
import { Rows } from './data-table.js';
import { focusSoon, idle } from './focus.js';
import { count, isMissing, NONE, time } from './format.js';
import { useLoad } from './load.js';
import { Loaded, Notice, Panel } from './parts.js';
import { Sections } from './operations.js';
import { adjust } from './router.js';

const LIMIT = 25;

export function View({ caller, place }) {
  const { outcome = 'open', reason = '', letter, after = '' } = place.parameters;
  const [changed, setChanged] = useState(0);
  const list = useLoad((signal) => get(query('/api/v1/ops/dead-letters/', { outcome, reason, after, limit: LIMIT }), signal), [outcome, reason, after, changed]);
  useEffect(() => {
    document.title = 'Dead letters – trakkit';
  }, []);
  const submit = (event) => {
    event.preventDefault();
    const fields = new FormData(event.target);
    adjust({ outcome: fields.get('outcome'), reason: fields.get('reason').trim(), after: '', letter: '' });
  };
  return [
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, 'Dead letters')),
    h(Sections, { caller, at: 'dead-letters' }),
    p({ class: 'muted' }, 'Records of the log that break a rule. They are kept with their bytes until someone decides.'),
    form({ class: 'filter', onSubmit: submit },
      label('Decision', select({ name: 'outcome' }, ['open', 'redriven', 'discarded', 'all'].map((one) => option({ value: one, selected: one === outcome }, one)))),
      label('Reason', input({ name: 'reason', defaultValue: reason, maxLength: 100, placeholder: 'unknown_portfolio' })),
      button({ type: 'submit' }, 'Show')),
    letter && h(Letter, { key: letter, id: letter, done: () => setChanged((number) => number + 1) }),
    h(Panel, { title: 'Newest records first', wide: true }, h(Loaded, { state: list, what: 'the dead letters' }, (found) => (found.results.length
      ? [
        h(Rows, { title: 'Dead letters', rows: found.results, keyOf: (row) => row.id, columns: COLUMNS }),
        div({ class: 'pages' },
          after && button({ type: 'button', onClick: () => adjust({ after: '' }) }, 'To the first page'),
          found.next && button({ type: 'button', onClick: () => adjust({ after: found.next }) }, 'Older ones'))]
      : p({ class: 'empty' }, outcome === 'open' && !reason ? 'There are none: every record of the log is applied.' : 'No dead letter matches.')))),
  ];
}

const COLUMNS = [
  { name: 'Logged', cell: (row) => time(row.logged_at) },
  { name: 'Record', head: true, cell: (row) => button({ type: 'button', class: 'link', 'data-letter': row.id, onClick: () => adjust({ letter: row.id }) },
    row.ref_id ?? row.event_id ?? row.id) },
  { name: 'Why', cell: (row) => span(row.reason_in_words, row.detail && span({ class: 'note' }, row.detail)) },
  { name: 'Client', cell: (row) => row.client_id },
  { name: 'Portfolio', number: true, cell: (row) => (isMissing(row.portfolio_id) ? NONE : String(row.portfolio_id)) },
  { name: 'Ticker', cell: (row) => row.ticker ?? NONE },
  { name: 'Decision', cell: (row) => (row.outcome ? `${row.outcome.outcome} by ${row.outcome.by}` : 'open') },
];

function Letter({ id, done }) {
  const [turn, setTurn] = useState(0);
  const letter = useLoad((signal) => get(`/api/v1/ops/dead-letters/${encodeURIComponent(id)}/`, signal), [id, turn]);
  const close = () => {
    adjust({ letter: '' });
    focusSoon(`[data-letter="${CSS.escape(id)}"]`);
  };
  return h(Panel, { title: 'One dead letter', wide: true, close, tools: button({ type: 'button', onClick: close }, 'Close') },
    h(Loaded, { state: letter, what: 'the dead letter' }, (found) => [
      dl({ class: 'terms' },
        term('Why', `${found.letter.reason_in_words}${found.letter.detail ? `: ${found.letter.detail}` : ''}`),
        term('Where', code(`${found.origin.topic}, partition ${found.origin.partition}, offset ${found.origin.offset}`)),
        term('Logged', time(found.letter.logged_at)),
        term('Decision', found.letter.outcome
          ? `${found.letter.outcome.outcome} by ${found.letter.outcome.by} at ${time(found.letter.outcome.at)}${found.letter.outcome.note ? `: ${found.letter.outcome.note}` : ''}` : 'open')),
      h(Bytes, { name: 'Key', bytes: found.key }), h(Bytes, { name: 'Value', bytes: found.value }),
      !found.letter.outcome && h(Decision, { id, done: () => {
        setTurn((number) => number + 1);
        done();
      } })]));
}

const term = (name, value) => div(dt(name), dd(value));

const Bytes = ({ name, bytes }) => details({ open: name === 'Value' },
  h('summary', null, `${name}${bytes ? `, ${count(size(bytes.base64))} bytes` : ''}`),
  bytes ? pre({ tabIndex: 0, 'aria-label': name }, bytes.text ?? `not UTF-8; in base64:\n${bytes.base64}`) : p({ class: 'muted' }, 'The record has none.'));

const size = (base64) => Math.floor(base64.length * 3 / 4) - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);

function Decision({ id, done }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    const action = event.submitter.value;
    const fields = new FormData(event.target);
    const note = fields.get('note').trim();
    setBusy(true);
    setProblem(null);
    try {
      await exchange('POST', `/api/v1/ops/dead-letters/${action}/`, { body: { ids: [id], by: fields.get('by').trim(), ...(note && { note }) } });
      done();
    } catch (failure) {
      setProblem(failure);
    }
    setBusy(false);
  };
  return form({ class: 'decision', onSubmit: submit, 'aria-label': 'Decide' },
    h('h3', null, 'Decide'),
    problem && h(Notice, { problem }),
    div({ class: 'fields' },
      label('Your name', input({ name: 'by', required: true, maxLength: 255 })),
      label('Reason (needed to discard)', input({ name: 'note', maxLength: 1000 }))),
    div({ class: 'ways' },
      button({ type: 'submit', value: 'redrive', class: 'main', ...idle(busy) }, 'Redrive'),
      button({ type: 'submit', value: 'discard', class: 'danger', ...idle(busy) }, 'Discard'),
      span({ class: 'muted' }, 'Redrive puts a copy at the end of the log, once its cause is fixed. Discard leaves it out for good.')));
}
