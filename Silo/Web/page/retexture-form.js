import { jobPath } from './api.js';
import { find } from './dom.js';
import { PictureDrop } from './picture-drop.js';
import { Submission } from './submission.js';

/** Paints a completed job's model anew, as a job of its own. */
export class RetextureForm {
  #busy = false;

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

  async #submit() {
    if (this.#busy) return;
    if (!this.seed.validity.valid) return this.#tell(this.seed.validationMessage);
    this.#tell('');
    this.#busy = true;
    const content = new FormData();
    if (this.seed.value) content.set('seed', this.seed.value);
    if (this.drop.file) content.set('image', this.drop.file);
    try {
      const sending = new Submission(`${jobPath(this.job.id)}/retexture`, content, (seconds, problem) => this.#tell(`${problem.message} Next try in ${seconds} s.`));
      const job = await sending.send();
      if (job) this.onJob(job);
    } catch (error) {
      this.#tell(error instanceof Error ? error.message : String(error));
    } finally {
      this.#busy = false;
    }
  }

  /** @param {string} message */
  #tell(message) {
    this.error.textContent = message;
    this.error.hidden = message === '';
  }
}
