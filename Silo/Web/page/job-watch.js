import { address, jobPath, readJob } from './api.js';
import { Problem } from './problem.js';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15000;

/** @param {import('../api').Job} job */
export const isFinal = (job) => job.status !== 'queued' && job.status !== 'running';

/**
 * Follows one job to its end over server-sent events. The browser connects again by itself where a connection breaks, and says what it saw last; where
 * the server refuses, the job is read, which says why, and followed again a little later.
 */
export class JobWatch {
  /** @type {EventSource | null} */
  #events = null;
  #ending = new AbortController();
  #version = -1;
  #wait = FIRST_WAIT_MS;

  /**
   * @param {string} id
   * @param {object} listener
   * @param {(job: import('../api').Job) => void} listener.onJob
   * @param {(connected: boolean) => void} listener.onConnection
   * @param {(problem: Problem) => void} listener.onProblem There is no such job, or it is not for this user.
   */
  constructor(id, listener) {
    this.id = id;
    this.listener = listener;
    void this.#read();
  }

  stop() {
    this.#ending.abort();
    this.#events?.close();
  }

  /** Takes a newer state of the job in, whoever read it. @param {import('../api').Job} job */
  take(job) {
    if (this.#ending.signal.aborted || job.version < this.#version) return;
    this.#version = job.version;
    this.#wait = FIRST_WAIT_MS;
    this.listener.onConnection(true);
    this.listener.onJob(job);
    if (isFinal(job)) this.stop();
  }

  async #read() {
    try {
      this.take(await readJob(this.id, this.#ending.signal));
      if (!this.#ending.signal.aborted) this.#connect();
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      if (error instanceof Problem && error.passing) this.#later();
      else if (error instanceof Problem) this.listener.onProblem(error);
      else throw error;
    }
  }

  #connect() {
    const events = new EventSource(address(`${jobPath(this.id)}/events`));
    this.#events = events;
    events.addEventListener('open', () => this.listener.onConnection(true));
    events.addEventListener('message', (event) => this.take(JSON.parse(event.data)));
    events.addEventListener('error', () => {
      this.listener.onConnection(false);
      if (events.readyState === EventSource.CLOSED) this.#later();
    });
  }

  #later() {
    this.#events?.close();
    this.listener.onConnection(false);
    setTimeout(() => this.#ending.signal.aborted || void this.#read(), this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_WAIT_MS);
  }
}
