/** The server's public API. Every address is relative to the page, which may lie below a path of a proxy. */
import { Problem } from './problem.js';

/** @type {() => void} */
let onUnauthorized = () => {};

/**
 * Whom to tell when the server wants a key.
 * @param {() => void} listener
 */
export function whenUnauthorized(listener) {
  onUnauthorized = listener;
}

/**
 * @param {string} path For example <c>/v1/generations</c>.
 */
export const address = (path) => new URL(path.replace(/^\//, ''), document.baseURI).href;

/**
 * @param {string} path
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 * @throws {Problem} On any answer but a success.
 */
export async function request(path, init) {
  const response = await fetch(address(path), init).catch((/** @type {Error} */ error) => {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, 'The server cannot be reached.');
  });
  if (response.ok) return response;
  if (response.status === 401) onUnauthorized();
  throw await Problem.of(response);
}

/**
 * @param {string} path
 * @param {AbortSignal} [signal]
 */
const read = async (path, signal) => (await request(path, { signal })).json();

/** @param {string} id */
export const jobPath = (id) => `/v1/generations/${encodeURIComponent(id)}`;

/** @returns {Promise<import('../api').Engines>} */
export const readEngines = () => read('/v1/engines');

/** @param {string} id @param {AbortSignal} [signal] @returns {Promise<import('../api').Job>} */
export const readJob = (id, signal) => read(jobPath(id), signal);

/** @param {string} path @returns {Promise<import('../api').JobList>} */
export const readJobs = (path) => read(path);

/** @param {string} id @returns {Promise<import('../api').Job>} */
export const cancelJob = async (id) => (await request(jobPath(id), { method: 'DELETE' })).json();

/**
 * @param {string} path Where to: <c>/v1/generations</c>, or the retexture of a job.
 * @param {FormData} form
 * @param {string} key The same for the same request, so that a repeated one makes no second job.
 * @param {AbortSignal} [signal]
 * @returns {Promise<import('../api').Job>}
 */
export const submitJob = async (path, form, key, signal) =>
  (await request(path, { method: 'POST', body: form, headers: { 'Idempotency-Key': key }, signal })).json();
