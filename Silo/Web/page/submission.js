import { submitJob } from './api.js';
import { Problem } from './problem.js';

const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 60;

/** Sends one request until the server takes it or has something against it. Busy and unreachable servers are asked again when they said, or ever more rarely. */
export class Submission {
  #ending = new AbortController();
  // Chosen once: the server makes one job of all tries, also of one whose answer was lost.
  #key = newKey();

  /**
   * @param {string} path
   * @param {FormData} form
   * @param {(seconds: number, problem: Problem) => void} onWait Told every second until the next try.
   */
  constructor(path, form, onWait) {
    this.path = path;
    this.form = form;
    this.onWait = onWait;
  }

  /** Gives up between tries. */
  stop() {
    this.#ending.abort();
  }

  /**
   * @returns {Promise<import('../api').Job | null>} Null: it was stopped.
   * @throws {Problem} The request itself is at fault.
   */
  async send() {
    for (let wait = FIRST_WAIT_SECONDS; ; wait = Math.min(2 * wait, LONGEST_WAIT_SECONDS)) {
      try {
        return await submitJob(this.path, this.form, this.#key, this.#ending.signal);
      } catch (error) {
        if (this.#ending.signal.aborted) return null;
        if (!(error instanceof Problem) || !error.passing) throw error;
        await this.#wait(error.retryAfter ?? wait, error);
        if (this.#ending.signal.aborted) return null;
      }
    }
  }

  /** @param {number} seconds @param {Problem} problem */
  async #wait(seconds, problem) {
    for (let left = Math.min(seconds, LONGEST_WAIT_SECONDS); left > 0 && !this.#ending.signal.aborted; left--) {
      this.onWait(left, problem);
      await second(this.#ending.signal);
    }
  }
}

/** @param {AbortSignal} signal Ends it early. @returns {Promise<void>} */
function second(signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Not randomUUID: browsers keep that from pages that came over plain HTTP from another machine. */
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
