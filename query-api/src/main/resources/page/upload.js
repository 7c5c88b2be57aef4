// Sends a file: says how much of it is sent, and gives the answer as it comes. fetch() does not say what is sent.
import { credentials, offline, Problem, refused, tell } from './api.js';

/**
 * @param onSent takes the part of the file that is sent, from 0 to 1
 * @param onText takes the answer so far
 * @return the whole answer; throws a Problem
 */
export function upload(path, file, { accept, headers = {}, signal, onSent = () => {}, onText = () => {} }) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Problem('given-up', 0, '', ''));
      return;
    }
    const request = new XMLHttpRequest();
    const fail = (problem) => {
      tell(problem);
      reject(problem);
    };
    request.open('POST', path);
    credentials('POST', path).forEach((value, name) => request.setRequestHeader(name, value));
    Object.entries({ Accept: accept, 'Content-Type': 'application/octet-stream', ...headers })
      .forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.addEventListener('progress', (event) => event.lengthComputable && onSent(event.loaded / event.total));
    request.addEventListener('progress', () => request.status === 200 && onText(request.responseText));
    request.addEventListener('load', () => (request.status === 200
      ? resolve(request.responseText)
      : fail(refused(request.status, request.responseText, request.getResponseHeader('Retry-After')))));
    request.addEventListener('error', () => fail(offline()));
    request.addEventListener('abort', () => reject(new Problem('given-up', 0, '', '')));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
