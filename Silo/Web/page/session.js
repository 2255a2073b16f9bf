import { address, whenUnauthorized } from './api.js';
import { find } from './dom.js';
import { Problem } from './problem.js';

const PATH = '/v1/session';

/**
 * Who is at the page. A server without keys lets everyone in as an administrator; another one is given a key once and remembers it in a cookie that scripts
 * cannot read.
 * @param {() => void} onSignedIn
 */
export async function startSession(onSignedIn) {
  const dialog = find(document, '#sign-in', HTMLDialogElement);
  whenUnauthorized(() => dialog.open || dialog.showModal());
  // A page that needs a key is of no use without one.
  dialog.addEventListener('cancel', (event) => event.preventDefault());
  find(dialog, 'form', HTMLFormElement).addEventListener('submit', async (event) => {
    event.preventDefault();
    if (await signIn(dialog)) onSignedIn();
  });
  find(document, '#sign-out', HTMLElement).addEventListener('click', async () => {
    await fetch(address(PATH), { method: 'DELETE' });
    location.reload();
  });
  if (await readSession()) onSignedIn();
  else dialog.showModal();
}

/** False: a key is wanted. */
async function readSession() {
  const response = await fetch(address(PATH)).catch(() => null);
  if (response?.status === 401) return false;
  /** @type {import('../api').Session} */
  const session = response?.ok ? await response.json() : { user: '', role: 'admin', keys: false };
  find(document, '#dashboard', HTMLElement).hidden = session.role !== 'admin';
  find(document, '#sign-out', HTMLElement).hidden = !session.keys;
  return true;
}

/** @param {HTMLDialogElement} dialog */
async function signIn(dialog) {
  const key = find(dialog, '#key', HTMLInputElement);
  const error = find(dialog, '.error', HTMLElement);
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(address(PATH), { method: 'POST', headers, body: JSON.stringify({ key: key.value.trim() }) }).catch(() => null);
  const accepted = response?.ok === true && (await readSession());
  error.hidden = accepted;
  if (accepted) {
    key.value = '';
    dialog.close();
    return true;
  }

  error.textContent = response?.status === 401 ? 'This key is not known here.' : response ? (await Problem.of(response)).message : 'The server cannot be reached.';
  key.select();
  return false;
}
