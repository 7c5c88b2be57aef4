// Signing in: an API key becomes a session, whose cookie no script can read.
import { button, div, form, h, h1, input, label, p, strong, useEffect, useRef, useState } from './html.js';
import { exchange, holdKey } from './api.js';
import { idle } from './focus.js';
import { Notice } from './parts.js';

/** Why a session has ended before its time, if its key has; the answer to a call without any session is for programs. */
const WHY = [
  [/revoked/, 'Your key was revoked. Ask your administrator for another one.'],
  [/key has expired/, 'Your key has expired. Ask your administrator for another one.'],
];

export function SignIn({ expired, detail, done }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const field = useRef(null);
  const why = expired && WHY.find(([words]) => words.test(detail))?.[1];
  useEffect(() => {
    document.title = 'Sign in – trakkit';
    field.current?.focus();
  }, []);

  const submit = async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    const key = field.current.value.trim();
    setBusy(true);
    setProblem(null);
    try {
      done(await signIn(key));
    } catch (failure) {
      setProblem(failure.kind === 'signed-out'
        ? Object.assign(failure, { kind: 'refused', title: 'This key is not accepted' })
        : failure);
      setBusy(false);
      field.current?.focus();
    }
  };

  return div({ class: 'sign-in' },
    h1({ tabIndex: -1 }, expired ? 'Your session has ended' : 'Sign in'),
    why && p(strong(why)),
    p(expired
      ? 'Sign in again: you stay where you were, and nothing that trakkit has confirmed is lost.'
      : 'Use an API key. Your administrator issues it; it begins with trk_.'),
    problem && h(Notice, { problem }),
    form({ onSubmit: submit },
      label({ for: 'key' }, 'API key'),
      input({ id: 'key', ref: field, type: 'password', autocomplete: 'off', spellcheck: false, required: true, maxLength: 8192 }),
      button({ type: 'submit', class: 'main', ...idle(busy) }, busy ? 'Signing in …' : 'Sign in')),
    p({ class: 'muted' }, 'The page keeps no key: the browser gets a session of 12 hours. A key of the platform has no session; '
      + 'it is kept in this tab until you reload or close it.'));
}

async function signIn(key) {
  const { body: caller } = await exchange('GET', '/api/v1/session', { key, quiet: true });
  holdKey(null);
  // The cookie of a session that still lives would be a second credential.
  await exchange('DELETE', '/api/v1/session', { quiet: true }).catch(() => {});
  if (caller.client === null) {
    holdKey(key);
    return caller;
  }
  await exchange('POST', '/api/v1/session', { key, body: {}, starts: true, quiet: true });
  return (await exchange('GET', '/api/v1/session', { quiet: true })).body;
}
