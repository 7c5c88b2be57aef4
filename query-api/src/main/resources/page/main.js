// The frame of the page: who is signed in, which view is shown, the theme.
import { a, button, div, footer, form, h, header, input, li, main, nav, option, p, render, select, span, label, ul, useEffect,
  useErrorBoundary, useRef, useState } from './html.js';
import { actFor, exchange, holdKey, onSignedOut } from './api.js';
import { keepFocusIn } from './focus.js';
import { ZONE } from './format.js';
import { Notice } from './parts.js';
import { to, usePlace } from './router.js';
import { SignIn } from './sign-in.js';

/** Each view is a module of its own, which is fetched when it is first shown; those of portfolios, unless late, soon after the page. */
const VIEWS = [
  { path: ['portfolios'], load: () => import('./portfolios.js'), section: 'portfolios' },
  { path: ['portfolio', ':id'], load: () => import('./portfolio.js'), section: 'portfolios' },
  { path: ['portfolio', ':id', 'trades'], load: () => import('./trades.js'), section: 'portfolios' },
  { path: ['portfolio', ':id', 'position', ':ticker'], load: () => import('./position.js'), section: 'portfolios' },
  { path: ['portfolio', ':id', 'explain'], load: () => import('./explain-total.js'), section: 'portfolios', late: true },
  { path: ['portfolio', ':id', 'explain', ':ticker'], load: () => import('./explain.js'), section: 'portfolios' },
  { path: ['portfolio', ':id', 'new-trade'], load: () => import('./trade-form.js'), section: 'portfolios', late: true },
  { path: ['portfolio', ':id', 'trade', ':reference'], load: () => import('./trade-form.js'), section: 'portfolios', late: true },
  { path: ['import'], load: () => import('./import.js'), section: 'portfolios', late: true },
  { path: ['portfolio', ':id', 'import'], load: () => import('./import.js'), section: 'portfolios', late: true },
  { path: ['operations'], load: () => import('./operations.js'), section: 'operations' },
  { path: ['operations', 'dead-letters'], load: () => import('./dead-letters.js'), section: 'operations' },
  { path: ['operations', 'replays'], load: () => import('./replays.js'), section: 'operations' },
  { path: ['administration'], load: () => import('./administration.js'), section: 'administration' },
];

const SECTIONS = [
  { key: 'portfolios', name: 'Portfolios', scope: 'read', ofClient: true, address: to(['portfolios']) },
  { key: 'operations', name: 'Operations', scope: 'ops', address: to(['operations']) },
  { key: 'administration', name: 'Administration', scope: 'admin', platform: true, address: to(['administration']) },
];

/** A key of the platform sees the portfolios of the client for which it acts. */
const mustChoose = (caller) => caller.platform && caller.client === null;

/** What the key allows. */
const sectionsOf = (caller) => SECTIONS
  .filter(({ scope, platform, ofClient }) => (ofClient && mustChoose(caller) && caller.scopes.includes('admin')) || (caller.scopes.includes(scope) && (!platform || caller.platform)))
  // What is happening to the whole platform is not for the operator of one client.
  .map((section) => (section.key === 'operations' && !caller.platform ? { ...section, address: to(['operations', 'dead-letters']) } : section));

function found(place) {
  const parts = place.parts.length ? place.parts : ['portfolios'];
  for (const view of VIEWS) {
    const matches = view.path.length === parts.length
      && view.path.every((part, index) => part.startsWith(':') || part === parts[index]);
    if (matches) {
      const names = view.path.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), parts[index]]] : []));
      return { view, ids: Object.fromEntries(names) };
    }
  }
  return null;
}

/** For views that keep something: it is not for whoever comes next. */
const leave = () => dispatchEvent(new Event('leave'));

function Page() {
  const place = usePlace();
  const [caller, setCaller] = useState(null);
  const [problem, setProblem] = useState(null);
  const [turn, setTurn] = useState(0);
  const ask = () => setTurn((number) => number + 1);

  useEffect(() => {
    let timer = null;
    exchange('GET', '/api/v1/session', { quiet: true }).then(
      ({ body }) => {
        setCaller(body);
        setProblem(null);
      },
      (failure) => {
        setCaller((before) => (failure.kind === 'signed-out' ? null : before));
        setProblem(failure);
        if (failure.retryIn) {
          timer = setTimeout(ask, failure.retryIn * 1000);
        }
      });
    return () => clearTimeout(timer);
  }, [turn]);

  useEffect(() => onSignedOut((failure) => {
    holdKey(null);
    // The first answer says why; those after it come without the cookie, which has ended with the session.
    setProblem((before) => (before?.kind === 'signed-out' ? before : failure));
  }), []);

  const choose = async (client) => {
    actFor(client);
    try {
      setCaller((await exchange('GET', '/api/v1/session', { quiet: true })).body);
      leave();
      // What is on the screen is another client's.
      location.hash = client === null ? to(['operations']) : to(['portfolios']);
    } catch (failure) {
      actFor(caller.client);
      throw failure;
    }
  };
  const signedOut = problem?.kind === 'signed-out';
  const wantsOtherKey = place.parts[0] === 'sign-in';
  const signOut = async () => {
    await exchange('DELETE', '/api/v1/session', { quiet: true }).catch(() => {});
    holdKey(null);
    leave();
    setCaller(null);
    ask();
  };
  return [
    h(Frame, { caller: signedOut ? null : caller, place, signOut, choose }),
    main({ id: 'content', tabIndex: -1 },
      signedOut || wantsOtherKey
        ? h(SignIn, { expired: signedOut && caller !== null, detail: problem?.detail, done: (signedIn) => {
          setCaller(signedIn);
          setProblem(null);
          if (wantsOtherKey || mustChoose(signedIn)) {
            const sections = sectionsOf(signedIn);
            location.hash = (sections.find(({ ofClient }) => !ofClient || !mustChoose(signedIn)) ?? sections[0])?.address ?? to(['portfolios']);
          }
        } })
        : caller
          ? h(View, { key: `${caller.client} ${place.parts.join('/')}`, place, caller, choose })
          : problem
            ? h(Notice, { problem, again: ask })
            : p({ class: 'waiting' }, 'trakkit is opening …')),
    footer(p(`Times are in ${ZONE}.`), p(a({ href: '/docs/' }, 'The API'))),
  ];
}

function View({ place, caller, choose }) {
  const [failure, retry] = useErrorBoundary();
  const [module, setModule] = useState(null);
  const [missing, setMissing] = useState(false);
  const content = useRef(null);
  const match = found(place);
  useEffect(() => {
    document.title = 'trakkit';
    match?.view.load().then(setModule, () => setMissing(true));
  }, []);
  useEffect(() => {
    // The reader of a screen hears where they are, but not when the page opens.
    if (!module) {
      return undefined;
    }
    if (View.shown) {
      return focusHeading(content.current);
    }
    View.shown = true;
    return undefined;
  }, [module]);
  if (failure) {
    return h(Notice, { problem: failure, again: retry });
  }
  const section = SECTIONS.find(({ key }) => key === match?.view.section);
  if (section && !sectionsOf(caller).some(({ key }) => key === section.key)) {
    return div({ class: 'empty' },
      h('h1', { tabIndex: -1 }, 'This is not for your key'),
      p(`“${section.name}” needs a key ${section.platform ? 'of the platform ' : ''}with the scope ${section.scope}${section.ofClient ? ' of a client' : ''}.`),
      p({ class: 'ways' }, sectionsOf(caller).map(({ key, name, address }) => a({ key, href: address }, `To ${name}`)),
        a({ href: to(['sign-in']) }, 'Sign in with another key')));
  }
  if (section?.ofClient && mustChoose(caller)) {
    return h(Acting, { choose });
  }
  if (!match) {
    return div({ class: 'empty' }, h('h1', { tabIndex: -1 }, 'Nothing is here'), p('This page has no such view.'), p(a({ href: to(['portfolios']) }, 'To the portfolios')));
  }
  if (missing) {
    return div({ class: 'notice', role: 'alert' },
      p('A part of the page cannot be loaded: the server does not answer, or has another version now.'),
      p(button({ type: 'button', onClick: () => location.reload() }, 'Reload the page')));
  }
  return div({ ref: content },
    module ? h(module.View, { ...match.ids, place, caller }) : p({ class: 'waiting' }, 'Loading …'));
}

/** Where a key of the platform has no client yet. What it does for one is in the audit log. */
function Acting({ choose }) {
  const [problem, setProblem] = useState(null);
  const submit = (event) => {
    event.preventDefault();
    setProblem(null);
    choose(new FormData(event.target).get('client').trim()).catch(setProblem);
  };
  return div({ class: 'sign-in' },
    h('h1', { tabIndex: -1 }, 'Act for a client'),
    p('A key of the platform sees no portfolios of its own. Name the client whose portfolios you need. The audit log notes each request.'),
    problem && h(Notice, { problem }),
    form({ onSubmit: submit },
      label({ for: 'client' }, 'Client'),
      input({ id: 'client', name: 'client', required: true, maxLength: 64, pattern: '[a-z0-9_\\-]{1,64}', title: 'The id of a client', autocomplete: 'off', spellcheck: false }),
      button({ type: 'submit', class: 'main' }, 'Act for it')));
}

/** Focuses the heading once it is there, unless a person has gone elsewhere meanwhile. Returns how to stop waiting. */
function focusHeading(content) {
  const found = () => {
    const heading = content?.querySelector('h1');
    const free = document.activeElement === document.body || document.activeElement === null;
    if (heading && free) {
      heading.focus();
    }
    return heading || !free;
  };
  if (found()) {
    return undefined;
  }
  const waiting = new MutationObserver(() => found() && waiting.disconnect());
  waiting.observe(content, { childList: true, subtree: true });
  return () => waiting.disconnect();
}

function Frame({ caller, place, signOut, choose }) {
  const [problem, setProblem] = useState(null);
  const active = found(place)?.view.section;
  const sections = caller ? sectionsOf(caller) : [];
  return header(
    a({ class: 'skip', href: '#content', onClick: (event) => {
      event.preventDefault();
      document.getElementById('content').focus();
    } }, 'Skip to the content'),
    a({ class: 'brand', href: to(['portfolios']) }, 'trakkit'),
    sections.length > 0 && nav({ 'aria-label': 'Sections' }, ul(sections.map(({ key, name, address }) =>
      li(a({ href: address, 'aria-current': key === active ? 'page' : undefined }, name))))),
    div({ class: 'side' },
      caller && span({ class: 'client', title: 'Whose data you see' },
        caller.client === null ? 'platform' : `${caller.platform && !caller.open ? 'acting for' : 'Client'} ${caller.client}`, caller.user_id && ` · ${caller.user_id}`, caller.open && span({ class: 'wide-only' }, ' · no key needed')),
      caller?.platform && !caller.open && caller.client !== null
        && button({ type: 'button', class: 'quiet', onClick: () => choose(null).catch(setProblem) }, 'Stop acting'),
      h(Theme),
      caller && !caller.open && button({ type: 'button', class: 'quiet', onClick: signOut }, 'Sign out')),
    problem && h(Notice, { problem }));
}

/** theme.js keeps the choice and shows it. */
function Theme() {
  const [theme, setTheme] = useState(document.documentElement.dataset.chosen);
  const choose = (event) => {
    setTheme(event.target.value);
    dispatchEvent(new CustomEvent('choosetheme', { detail: event.target.value }));
  };
  return label({ class: 'theme' }, span({ class: 'hidden' }, 'Theme'),
    select({ value: theme, onChange: choose },
      option({ value: 'system' }, 'Theme: system'),
      option({ value: 'light' }, 'Theme: light'),
      option({ value: 'dark' }, 'Theme: dark')));
}

/** Loads the other views, so that later a view itself can say that the connection is lost. */
const fetchViews = () => VIEWS.filter(({ section, late }) => section === 'portfolios' && !late).forEach(({ load }) => load().catch(() => {}));
addEventListener('load', () => setTimeout(fetchViews, 500));

const root = document.getElementById('page');
root.textContent = '';
keepFocusIn(root);
render(h(Page), root);
