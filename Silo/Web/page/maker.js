import { announce } from './announce.js';
import { find } from './dom.js';
import { EngineChoice } from './engine-choice.js';
import { PictureDrop } from './picture-drop.js';
import { Problem } from './problem.js';
import { Submission } from './submission.js';

const PATH = '/v1/generations';

/** The form that makes a job. */
export class Maker {
  /** @type {Submission | null} */
  #sending = null;

  /** @param {(job: import('../api').Job) => void} onJob Told of the new job. */
  constructor(onJob) {
    this.onJob = onJob;
    this.section = find(document, '#maker', HTMLElement);
    this.form = find(this.section, 'form', HTMLFormElement);
    this.error = find(this.form, '#maker-error', HTMLElement);
    this.retry = find(this.form, '#retry', HTMLElement);
    this.drops = [...this.form.querySelectorAll('.drop')].map((zone) => new PictureDrop(/** @type {HTMLElement} */ (zone)));
    this.engines = new EngineChoice(this.form);
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    find(this.retry, '[data-stop]', HTMLElement).addEventListener('click', () => this.#sending?.stop());
    document.addEventListener('paste', (event) => {
      const file = [...(event.clipboardData?.files ?? [])].find((file) => file.type.startsWith('image/'));
      if (file) this.drops[0].take(file);
    });
  }

  /** Fills the form in as for an earlier job, but for its pictures, which the browser no longer has. @param {import('../api').Job} job */
  fillFrom({ options, priority, schedule }) {
    for (const [name, value] of Object.entries({ ...options, priority, schedule })) {
      const field = this.form.elements.namedItem(name);
      if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = String(value) === 'true';
      else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = String(value ?? '');
    }
    this.engines.choose(String(options.engine));
    this.section.focus();
  }

  async #submit() {
    if (this.#sending) return;
    this.#clear();
    if (!this.drops[0].file) {
      this.drops[0].fail('Choose a picture first.');
      this.drops[0].input.focus();
      return;
    }
    if (!this.#check()) return;
    this.#sending = new Submission(PATH, this.#content(), (seconds, problem) => this.#tellWait(seconds, problem));
    this.#busy(true);
    try {
      const job = await this.#sending.send();
      if (job) this.onJob(job);
    } catch (error) {
      this.#tell(error);
    } finally {
      this.#sending = null;
      this.#busy(false);
    }
  }

  /** What differs from nothing: a field left empty keeps the server's default. */
  #content() {
    const content = new FormData();
    for (const { name, file } of this.drops) if (file) content.set(name, file);
    for (const [name, value] of new FormData(this.form)) if (value !== '') content.set(name, value);
    for (const name of ['texture', 'useCache']) content.set(name, String(find(this.form, `#${name}`, HTMLInputElement).checked));
    return content;
  }

  /** The browser's own checks of the bounds, in the page's own place for errors. */
  #check() {
    const wrong = [...this.form.elements].find((field) => field instanceof HTMLInputElement && !field.disabled && !field.validity.valid);
    if (!(wrong instanceof HTMLInputElement)) return true;
    this.#blame(wrong.name, wrong.validationMessage);
    return false;
  }

  /** @param {unknown} error */
  #tell(error) {
    const problem = error instanceof Problem ? error : new Problem(0, String(error));
    if (problem.status === 401) return;
    const unplaced = problem.faults.filter(({ field, message }) => !this.#blame(field, message)).map(({ message }) => message);
    const text = problem.faults.length === 0 ? problem.message : unplaced.join(' ');
    this.error.textContent = text;
    this.error.hidden = text === '';
  }

  /** Puts a message beside its field, shows the field and goes there. False: there is no such field. @param {string} name @param {string} message */
  #blame(name, message) {
    const drop = this.drops.find((drop) => drop.name === name);
    const field = this.form.querySelector(`[name="${CSS.escape(name)}"]`);
    const target = drop?.input ?? (field instanceof HTMLElement ? field : null);
    if (!target || target.closest('[hidden]')) return false;
    for (let around = target.closest('details'); around; around = around.parentElement?.closest('details') ?? null) around.open = true;
    if (drop) drop.fail(message);
    else this.#mark(target, name, message);
    target.focus();
    announce(message);
    return true;
  }

  /** @param {HTMLElement} field @param {string} name @param {string} message */
  #mark(field, name, message) {
    let error = this.form.querySelector(`[data-error="${CSS.escape(name)}"]`);
    if (!(error instanceof HTMLElement)) {
      error = document.createElement('p');
      error.className = 'error';
      error.id = `error-${name}`;
      /** @type {HTMLElement} */ (error).dataset.error = name;
      field.after(error);
      field.setAttribute('aria-describedby', error.id);
    }
    error.textContent = message;
    /** @type {HTMLElement} */ (error).hidden = false;
    field.setAttribute('aria-invalid', 'true');
  }

  #clear() {
    this.error.hidden = true;
    for (const drop of this.drops) drop.fail('');
    for (const error of this.form.querySelectorAll('[data-error]')) /** @type {HTMLElement} */ (error).hidden = true;
    for (const field of this.form.querySelectorAll('[aria-invalid="true"]')) field.removeAttribute('aria-invalid');
  }

  /** @param {number} seconds @param {Problem} problem */
  #tellWait(seconds, problem) {
    if (this.retry.hidden) announce(`${problem.message} It is tried again.`);
    this.retry.hidden = false;
    find(this.retry, '[data-text]', HTMLElement).textContent = `${problem.message} Next try in ${seconds} s.`;
  }

  /** @param {boolean} busy */
  #busy(busy) {
    const button = find(this.form, '[type="submit"]', HTMLButtonElement);
    button.setAttribute('aria-disabled', String(busy));
    button.textContent = busy ? 'Sending…' : 'Make model';
    if (!busy) this.retry.hidden = true;
  }
}
