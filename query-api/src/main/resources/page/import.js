// Importing a file of a broker: choose it, see what it has, say where it goes, and see what became of each row.
import { a, button, details, div, form, h, h1, input, label, option, p, progress, select, span, strong, summary, textarea, useEffect,
  useRef, useState } from './html.js';
import { get, Problem, rows } from './api.js';
import { count, fixed, isolated, plural } from './format.js';
import { FORMATS, importFile, MOST_BYTES, previewOf } from './import-file.js';
import { Mapping } from './import-mapping.js';
import { Preview } from './import-preview.js';
import { isFlawless, stopped, Sum, Verdicts } from './import-verdicts.js';
import { useLoad } from './load.js';
import { Loaded, Notice, Panel, PortfolioLink } from './parts.js';
import { to } from './router.js';

const MOST_PORTFOLIOS = 1000;

/** How often a file is sent again without being asked. */
const MOST_RETRIES = 3;

/** What was chosen. It outlives a session: after signing in, this view starts again with it. */
const kept = { file: null, options: {} };

const forget = () => Object.assign(kept, { file: null, options: {} });

addEventListener('leave', forget);

export function View({ id, caller }) {
  const [chosen, setChosen] = useState({ ...kept, turn: 0 });
  const [problem, setProblem] = useState(null);
  const [run, setRun] = useState(null);
  useEffect(() => {
    document.title = 'Import a file – trakkit';
  }, []);
  const read = (file, options) => {
    Object.assign(kept, { file, options });
    setChosen((before) => ({ file, options, turn: before.turn + 1 }));
    setRun(null);
  };
  const choose = (files) => {
    const wrong = unfit(files);
    setProblem(wrong);
    if (!wrong) {
      read(files[0], {});
    }
  };
  useDrop(run === null ? choose : null);
  if (!caller.scopes.includes('write')) {
    return div({ class: 'empty' }, h1({ tabIndex: -1 }, 'This is not for your key'), p('Importing a file needs a key with the scope write.'),
      p({ class: 'ways' }, a({ href: to(['portfolios']) }, 'To the portfolios'), a({ href: to(['sign-in']) }, 'Sign in with another key')));
  }
  const { file, options, turn } = chosen;
  return [
    p({ class: 'trail' }, a({ href: to(['portfolios']) }, 'Portfolios'), id && h(Within, { id })),
    div({ class: 'view-head' }, h1({ tabIndex: -1 }, 'Import a file')),
    run
      ? h(Run, { key: turn, file, options, ...run, leave: () => read(null, {}) })
      : [
        h(Chooser, { choose, file }),
        problem && h(Notice, { problem }),
        file && h(Read, { key: turn, file, options, id, read: (changed) => read(file, changed), start: setRun })],
  ];
}

function Within({ id }) {
  const portfolio = useLoad((signal) => get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), [id]);
  return [' › ', h(PortfolioLink, { portfolio: portfolio.value, id })];
}

/** Why a file cannot be imported here; null if it can. */
function unfit(files) {
  const size = (bytes) => `${fixed(bytes / 1024 / 1024, 0)} MB`;
  const [file] = files;
  if (files.length > 1) {
    return new Problem('refused', 0, 'One file at a time', `These are ${count(files.length)} files. Choose one; the next one can follow.`);
  }
  if (file.size === 0) {
    return new Problem('refused', 0, 'This file is empty', `“${file.name}” has no bytes. Export it again, or choose another file.`);
  }
  return file.size > MOST_BYTES
    ? new Problem('refused', 413, 'This file is too large', `“${file.name}” has ${size(file.size)}; the page takes ${size(MOST_BYTES)}. `
      + 'Export shorter spans one by one, or import it with the command ./trakkit import.')
    : null;
}

/** A file may be dropped anywhere. Elsewhere than here, a browser would leave the page and show the file. */
function useDrop(choose) {
  const latest = useRef(choose);
  latest.current = choose;
  useEffect(() => {
    const over = (event) => event.preventDefault();
    const drop = (event) => {
      event.preventDefault();
      if (event.dataTransfer?.files.length) {
        latest.current?.([...event.dataTransfer.files]);
      }
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, []);
}

const Chooser = ({ choose, file }) => div({ class: 'drop' },
  label({ for: 'file' }, file ? `Choose another file instead of “${file.name}”` : 'Drop the file of your broker here, or choose it'),
  input({ id: 'file', type: 'file', onChange: (event) => event.target.files.length && choose([...event.target.files]) }),
  !file && p({ class: 'muted' }, 'As the broker exports it: CSV, XLSX, XML or JSON, also in a ZIP. It is recognised by its header. Known are ',
    [...new Set(FORMATS.map(([, name]) => name.replace(/, .*/, '')))].join(', '), ', and trakkit’s own CSV.'));

function Read({ file, options, id, read, start }) {
  const preview = useLoad((signal) => previewOf(file, options, signal), []);
  const refused = preview.problem?.status === 400;
  return [
    h(Loaded, { state: preview, what: `what “${file.name}” has` }, (found) => [
      h(Preview, { found, name: file.name }),
      h(Into, { found, id, start })]),
    refused && p('Nothing is stored. Choose the format or describe the columns below, or choose another file.'),
    h(Options, { file, options, read, open: refused }),
  ];
}

function Options({ file, options, read, open }) {
  const submit = (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(event.target)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ''));
    // Without spaces: it is a part of the address.
    read(given.map ? { ...given, map: compacted(given.map) } : given);
  };
  return details({ class: 'panel options', open: open || Object.keys(options).length > 0 },
    summary(h('h2', null, 'How the file is read')),
    form({ onSubmit: submit },
      div({ class: 'fields' },
        label('Format', select({ name: 'format' }, [['', 'recognise it'], ...FORMATS].map(([value, text]) => option({ value, selected: value === (options.format ?? '') }, text)))),
        label('Time zone of its times', input({ name: 'tz', defaultValue: options.tz ?? '', maxLength: 64, placeholder: 'that of the format', spellcheck: false })),
        label('Account, if it has several', input({ name: 'account', defaultValue: options.account ?? '', maxLength: 100, placeholder: 'a name, or all' }))),
      details({ class: 'block', open: Boolean(options.map) }, summary('The description of its columns as JSON'),
        textarea({ 'aria-label': 'Description of its columns', name: 'map', rows: 8, spellcheck: false, defaultValue: pretty(options.map ?? '') })),
      button({ type: 'submit' }, 'Read the file this way')),
    h(Mapping, { file, map: options.map, take: (mapping) => read({ map: compacted(mapping) }) }));
}

const pretty = (json) => {
  try {
    return json && JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
};

const compacted = (json) => {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    // The server says what is wrong with it.
    return json;
  }
};

function Into({ found, id, start }) {
  const list = useLoad(async (signal) => {
    const found = await rows('/api/v1/portfolio/', {}, MOST_PORTFOLIOS, signal);
    const known = !id || found.rows.some((one) => String(one.id) === id);
    return { ...found, rows: known ? found.rows : [await get(`/api/v1/portfolio/${encodeURIComponent(id)}/`, signal), ...found.rows] };
  }, [id]);
  const submit = (portfolios) => (event) => {
    event.preventDefault();
    const chosen = new FormData(event.target).get('portfolio');
    start({ found, portfolio: portfolios.find((one) => String(one.id) === chosen) });
  };
  if (!found.records) {
    return p({ class: 'empty' }, 'There is nothing to import in this file.');
  }
  return h(Panel, { title: 'Where it goes', wide: true }, h(Loaded, { state: list, what: 'the portfolios' }, ({ rows: portfolios, more }) => (portfolios.length
    ? form({ onSubmit: submit(portfolios) },
      div({ class: 'fields' }, label('Portfolio', select({ name: 'portfolio', required: true },
        !id && portfolios.length > 1 && option({ value: '' }, 'Choose a portfolio'),
        portfolios.map((one) => option({ value: one.id, selected: String(one.id) === id }, `${isolated(one.name)} (${isolated(one.user_id)}, ${one.currency})`))))),
      more && p({ class: 'muted' }, `The first ${count(MOST_PORTFOLIOS)} portfolios are listed. Open another one, and choose “Import a file” there.`),
      found.format === 'trakkit' && p({ class: 'muted' }, 'Rows that name a portfolio go there; this one is for the others.'),
      p({ class: 'muted' }, 'It is safe to import a file again, or a longer one: records that are known count once.'),
      button({ type: 'submit', class: 'main' }, `Import ${plural(found.records, 'record', 'records')}`))
    : p({ class: 'empty' }, 'There is no portfolio yet. ', a({ href: to(['portfolios']) }, 'Create one'), '; this file stays chosen.'))));
}

function Run({ file, options, portfolio, found, leave }) {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState({ phase: 'runs', progress: { sent: 0 } });
  const control = useRef(null);
  const again = () => setTurn((number) => number + 1);
  useEffect(() => {
    const abort = new AbortController();
    let timer = null;
    const results = [];
    const change = (next) => !control.current?.left && setState(next);
    control.current = { abort, left: false };
    setState({ phase: 'runs', progress: { sent: 0 } });
    importFile(file, { options, portfolio, format: found.format, rows: results, signal: abort.signal,
      onProgress: (made) => change({ phase: 'runs', progress: made }) })
      .then((result) => change({ phase: 'done', rows: results, ...result }), (problem) => {
        if (turn >= MOST_RETRIES) {
          problem.retryIn = null;
        }
        change({ phase: problem.kind === 'given-up' ? 'aborted' : 'failed', problem, rows: results });
        if (problem.retryIn) {
          timer = setTimeout(again, problem.retryIn * 1000);
        }
      });
    return () => {
      control.current.left = true;
      abort.abort();
      clearTimeout(timer);
    };
  }, [turn]);
  useEffect(() => {
    if (state.phase !== 'runs') {
      return undefined;
    }
    const ask = (event) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [state.phase]);
  return state.phase === 'runs'
    ? h(Panel, { title: `Importing “${file.name}” into ${portfolio.name}`, wide: true }, [
      h(Bar, { made: state.progress, total: found.records + found.joined + found.skipped + found.wrong }),
      div({ class: 'ways' }, button({ type: 'button', onClick: () => control.current.abort.abort() }, 'Abort'),
        span({ class: 'muted' }, 'What trakkit has taken until then stays.'))])
    : h(Outcome, { state, file, portfolio, again, leave });
}

function Bar({ made, total }) {
  const words = made.open !== undefined
    ? made.open > 0 ? `All rows are taken. Asking what became of ${plural(made.open, 'record', 'records')} …` : 'All rows are taken. Asking what holds after the whole file …'
    : made.rows !== undefined
      ? `${count(made.rows)} of ${count(Math.max(total, made.rows))} rows have a verdict.`
      : made.sent < 1 ? `${fixed(100 * made.sent, 0)} % of the file is sent.` : 'The file is sent; trakkit reads it …';
  const bar = made.open !== undefined || (made.rows === undefined && made.sent >= 1)
    ? {}
    : made.rows !== undefined ? { max: Math.max(1, total), value: made.rows } : { max: 1, value: made.sent };
  return div({ class: 'importing' }, progress({ 'aria-label': 'Progress of the import', ...bar }), p(words));
}

function Outcome({ state, file, portfolio, again, leave }) {
  const { phase, problem, rows: results, counts } = state;
  const clean = phase === 'done' && !state.broken;
  return [
    phase === 'aborted' && div({ class: 'notice warn', role: 'status' }, strong('The import was aborted'),
      p('Records that trakkit had taken until then stay, also those without a verdict here. Import the file again to add the rest.')),
    phase === 'failed' && h(Notice, { problem, again }),
    phase === 'done' && stopped(state),
    (clean || results.length > 0) && div({ class: clean && isFlawless(results) ? 'notice good' : 'notice warn', role: 'status' },
      strong(clean ? `“${file.name}” is imported into ${portfolio.name}` : `${plural(results.length, 'row has', 'rows have')} a verdict`),
      h(Sum, { rows: results })),
    div({ class: 'ways after' },
      a({ class: clean ? 'button main' : 'button', href: to(['portfolio', portfolio.id]) }, `To ${portfolio.name}`),
      !clean && button({ type: 'button', class: 'main', onClick: again }, 'Import the file again'),
      button({ type: 'button', onClick: leave }, 'Import another file')),
    (clean || results.length > 0) && h(Verdicts, { name: file.name.replace(/\.[^.]*$/, ''), rows: results, counts }),
  ];
}
