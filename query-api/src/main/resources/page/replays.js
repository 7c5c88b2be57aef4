// For operators: read the log again to prove the numbers, to rebuild them, or to go back.
import { button, code, details, div, form, h, h1, input, label, option, p, pre, select, span, summary, useEffect, useState }
  from './html.js';
import { exchange, get } from './api.js';
import { Rows } from './data-table.js';
import { idle } from './focus.js';
import { count, duration, isMissing, time } from './format.js';
import { useLoad } from './load.js';
import { Loaded, Notice, Panel } from './parts.js';
import { Sections } from './operations.js';

const EVERY_MS = 2_000;

const COMMANDS = [
  ['plan', 'plan: say what would be read'], ['verify', 'verify: compare with the log, and print a digest'],
  ['journal', 'journal: compare the journal'], ['rebuild', 'rebuild: make a new generation and switch to it'],
  ['rollback', 'rollback: go back to the former generation'], ['discard', 'discard: delete the former or unfinished generation'],
];

/** These change what readers see. */
const CHANGES = new Set(['rebuild', 'rollback', 'discard']);

export function View({ caller }) {
  const [turn, setTurn] = useState(0);
  const again = () => setTurn((number) => number + 1);
  const state = useLoad((signal) => get('/api/v1/ops/replay/', signal), [turn]);
  const running = state.value?.replays.some((replay) => replay.state === 'running');
  useEffect(() => {
    document.title = 'Replays – trakkit';
  }, []);
  useEffect(() => {
    const ticking = setInterval(() => document.hidden || again(), running ? EVERY_MS : 5 * EVERY_MS);
    return () => clearInterval(ticking);
  }, [running]);
  return [
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, 'Replays')),
    h(Sections, { caller, at: 'replays' }),
    h(Start, { running, again }),
    h(Loaded, { state: { ...state, loading: false }, what: 'the replays' }, (found) => [
      h(Panel, { title: 'Generations of the read model' }, h(Rows, { title: 'Generations', rows: found.generations, keyOf: (row) => row.generation, columns: GENERATIONS })),
      h(Panel, { title: 'Replays, newest first', wide: true }, found.replays.length
        ? found.replays.map((replay) => h(Replay, { key: replay.id, replay, again }))
        : p({ class: 'empty' }, 'None has run. Start with verify: it changes nothing and says whether the numbers are those of the log.'))]),
  ];
}

const GENERATIONS = [
  { name: 'Generation', head: true, cell: (row) => row.generation },
  { name: 'Fold version', cell: (row) => row.fold_version },
  { name: 'State', cell: (row) => row.state },
];

function Start({ running, again }) {
  const [problem, setProblem] = useState(null);
  const [command, setCommand] = useState('verify');
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    if (busy || running) {
      return;
    }
    const fields = Object.fromEntries([...new FormData(event.target)].filter(([, value]) => value !== ''));
    setBusy(true);
    setProblem(null);
    try {
      await exchange('POST', '/api/v1/ops/replay/', { body: {
        command, requested_by: fields.by, ...(fields.portfolio && { portfolio_id: Number(fields.portfolio) }), ...(fields.ticker && { ticker: fields.ticker }),
        ...(CHANGES.has(command) && fields.sure !== 'yes' && { dry_run: true }) } });
      again();
    } catch (failure) {
      setProblem(failure);
    }
    setBusy(false);
  };
  const limited = !['rollback', 'discard'].includes(command);
  return form({ class: 'panel', onSubmit: submit, 'aria-labelledby': 'start-replay' },
    h('h2', { id: 'start-replay' }, 'Start a replay'),
    problem && h(Notice, { problem }),
    div({ class: 'fields' },
      label({ class: 'wide' }, 'Command', select({ value: command, onChange: (event) => setCommand(event.target.value) }, COMMANDS.map(([value, text]) => option({ value }, text)))),
      label('Your name', input({ name: 'by', required: true, maxLength: 255 })),
      limited && label('Only the portfolio', input({ name: 'portfolio', inputMode: 'numeric', pattern: '[0-9]{1,18}' })),
      limited && label('Only the ticker', input({ name: 'ticker', maxLength: 64 }))),
    CHANGES.has(command) && label({ class: 'inline' }, input({ type: 'checkbox', name: 'sure', value: 'yes' }),
      'Really do it. Without this mark it only reports what it would do.'),
    div({ class: 'ways' }, button({ type: 'submit', class: 'main', ...idle(busy || running) }, running ? 'A replay runs' : 'Start')));
}

function Replay({ replay, again }) {
  const [problem, setProblem] = useState(null);
  const [, tick] = useState(0);
  const cancel = () => exchange('POST', `/api/v1/ops/replay/${replay.id}/cancel/`, { body: undefined }).then(again, setProblem);
  const took = (Date.parse(replay.ended_at ?? new Date().toISOString()) - Date.parse(replay.started_at)) / 1000;
  const digest = replay.report?.digest;
  return div({ class: 'replay' },
    problem && h(Notice, { problem, again: () => tick((number) => number + 1) }),
    div({ class: 'record-head' },
      h('h3', null, `${replay.id}. ${replay.command}${replay.options?.dry_run ? ' (only reports)' : ''}`),
      span({ class: `state ${replay.state}` }, replay.state),
      span({ class: 'muted' }, `${time(replay.started_at)} by ${replay.requested_by}`),
      replay.state === 'running' && button({ type: 'button', onClick: cancel }, 'Cancel')),
    p(`${count(replay.records)} records in ${duration(Math.max(1, took))}, ${count(Math.round(replay.records / Math.max(1, took)))} a second.${remaining(replay)}`),
    replay.report?.summary && p({ class: replay.report.exit === 0 ? 'gain' : 'loss' }, verdict(replay.report)),
    digest && p('Digest ', code(typeof digest === 'string' ? digest : JSON.stringify(digest))),
    details(summary('All of it'), pre({ tabIndex: 0, 'aria-label': `Report of replay ${replay.id}` }, JSON.stringify({ options: replay.options, progress: replay.progress, report: replay.report }, null, 2))));
}

const verdict = ({ exit, summary: words }) => `${{ 0: 'No drift: ', 1: 'Cannot tell: ', 3: 'Drift: ' }[exit] ?? ''}${typeof words === 'string' ? words : JSON.stringify(words)}`;

/** What the phase under way has read, how fast, and how long the rest takes; in some phases the rest is not known. */
function remaining({ state, progress }) {
  if (state !== 'running' || !progress?.phase) {
    return '';
  }
  const { phase, read, of, records_per_second: rate, seconds_left: left } = progress;
  return ` Now: ${phase}, ${count(read)}${of > 0 ? ` of ${count(of)}` : ''}, ${count(rate)} a second${isMissing(left) ? '' : `, about ${duration(Math.max(1, left))} left`}.`;
}
