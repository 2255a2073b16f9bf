import { jobPath } from './api.js';
import { find } from './dom.js';
import { PictureDrop } from './picture-drop.js';
import { Submission } from './submission.js';

/** Paints a completed job's model anew, as a job of its own. */
export class RetextureForm {
  /** @type {Submission | null} */
  #sending = null;

  /**
   * @param {HTMLFormElement} form
   * @param {import('../api').Job} job
   * @param {(job: import('../api').Job) => void} onJob
   */
  constructor(form, job, onJob) {
    this.form = form;
    this.job = job;
    this.onJob = onJob;
    this.drop = new PictureDrop(find(form, '.drop', HTMLElement));
    this.seed = find(form, '#retexture-seed', HTMLInputElement);
    this.error = find(form, '[role="alert"]', HTMLElement);
    this.seed.value = String(Number(job.options.seed) + 1);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
  }

  /** Gives up what the server has not taken yet. */
  dispose() {
    this.#sending?.stop();
  }

  async #submit() {
    if (this.#sending) return;
    if (!this.seed.validity.valid) return this.#tell(this.seed.validationMessage);
    this.#tell('');
    const content = new FormData();
    if (this.seed.value) content.set('seed', this.seed.value);
    if (this.drop.file) content.set('image', this.drop.file);
    this.#sending = new Submission(`${jobPath(this.job.id)}/retexture`, content, (seconds, problem) => this.#tell(`${problem.message} Next try in ${seconds} s.`));
    try {
      const job = await this.#sending.send();
      if (job) this.onJob(job);
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
    } finally {
      this.#sending = null;
    }
  }

  /** @param {string} message */
  #tell(message) {
    this.error.textContent = message;
    this.error.hidden = message === '';
  }
}
