// Reading for views: what is loading, what has come, what went wrong and when it is tried again.
import { useEffect, useState } from './html.js';

/** @param read takes an AbortSignal; it runs again when a key changes */
export function useLoad(read, keys) {
  const [state, setState] = useState({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    let timer = null;
    setState((before) => ({ ...before, loading: true }));
    read(abort.signal).then(
      (value) => !abort.signal.aborted && setState({ value, loading: false }),
      (problem) => {
        if (abort.signal.aborted) {
          return;
        }
        setState((before) => ({ value: before.value, problem, loading: false }));
        if (problem.retryIn) {
          timer = setTimeout(() => setTurn((number) => number + 1), problem.retryIn * 1000);
        }
      },
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [...keys, turn]);
  return { ...state, reload: () => setTurn((number) => number + 1) };
}
