import { announce } from './announce.js';
import { address, cancelJob, jobPath } from './api.js';
import { copy, fill, find } from './dom.js';
import { isFinal, JobWatch } from './job-watch.js';
import { Problem } from './problem.js';
import { ProgressView, spoken } from './progress-view.js';
import { ResultView } from './result-view.js';
import { ago, engineName } from './text.js';

const TITLE = document.title;

/** @type {Record<import('../api').Status, string>} */
const titles = { queued: 'Your model is on its way', running: 'Your model is on its way', completed: 'Your model', failed: 'This did not work', cancelled: 'Cancelled' };

/** The part of the page that shows one job, from its submission to its model. */
export class Stage {
  /** @type {JobWatch | null} */
  #watch = null;
  /** @type {ResultView | null} */
  #result = null;
  #told = '';

  /**
   * @param {object} listener
   * @param {(job: import('../api').Job) => void} listener.onChange The job reached another status.
   * @param {(job: import('../api').Job) => void} listener.onJob A new job was made of the shown one.
   * @param {(job: import('../api').Job) => void} listener.onAgain
   */
  constructor(listener) {
    this.listener = listener;
    this.section = find(document, '#stage', HTMLElement);
    this.showNothing();
  }

  showNothing() {
    this.#leave();
    document.title = TITLE;
    this.section.replaceChildren(copy('empty-stage'));
  }

  /** @param {string} id */
  show(id) {
    this.#leave();
    this.section.replaceChildren(copy('job-stage'));
    fill(this.section, 'title', 'Looking for the job…');
    fill(this.section, 'subtitle', '');
    fill(this.section, 'connection', '');
    const cancel = find(this.section, '[data-cancel]', HTMLButtonElement);
    cancel.hidden = true;
    cancel.addEventListener('click', () => this.#cancel(id, cancel));
    let status = '';
    this.#watch = new JobWatch(id, {
      onJob: (job) => {
        this.#render(job);
        if (job.status !== status) this.listener.onChange(job);
        status = job.status;
      },
      onConnection: (connected) => fill(this.section, 'connection', connected ? '' : 'The connection is lost; trying again…'),
      onProblem: (problem) => this.#tell(problem),
    });
  }

  /** For readers and keyboards: the new content begins here. */
  focus() {
    find(this.section, '#stage-title', HTMLElement).focus();
  }

  #leave() {
    this.#watch?.stop();
    this.#result?.dispose();
    this.#watch = this.#result = null;
    this.#told = '';
  }

  /** @param {import('../api').Job} job */
  #render(job) {
    fill(this.section, 'title', titles[job.status]);
    fill(this.section, 'subtitle', `${engineName(String(job.options.engine))} · ${ago(job.submitted, Date.now())}`);
    find(this.section, '[data-cancel]', HTMLButtonElement).hidden = isFinal(job);
    const body = find(this.section, '[data-body]', HTMLElement);
    document.title = isFinal(job) ? `${titles[job.status]} · ${TITLE}` : `${Math.round((job.progress?.fraction ?? 0) * 100)} % · ${TITLE}`;
    const speech = isFinal(job) ? titles[job.status] : spoken(job);
    if (speech !== this.#told) announce(speech);
    this.#told = speech;
    if (job.status === 'completed') this.#result ??= new ResultView(body, job, this.listener.onJob);
    else if (isFinal(job)) this.#showEnd(body, job);
    else new ProgressView(body).show(job);
  }

  /** @param {HTMLElement} body @param {import('../api').Job} job */
  #showEnd(body, job) {
    body.replaceChildren(copy('ended-view'));
    find(body, 'img', HTMLImageElement).src = address(`${jobPath(job.id)}/artifacts/input`);
    fill(body, 'headline', job.status === 'failed' ? 'The job failed' : 'The job was cancelled');
    fill(body, 'detail', job.failure?.message ?? '');
    find(body, '[data-again]', HTMLElement).addEventListener('click', () => this.listener.onAgain(job));
  }

  /** @param {string} id @param {HTMLButtonElement} button */
  async #cancel(id, button) {
    button.disabled = true;
    const watch = this.#watch;
    try {
      watch?.take(await cancelJob(id));
    } catch (error) {
      fill(this.section, 'connection', error instanceof Problem ? error.message : String(error));
    } finally {
      button.disabled = false;
    }
  }

  /** @param {Problem} problem */
  #tell(problem) {
    fill(this.section, 'title', problem.status === 404 ? 'There is no such job' : 'This did not work');
    fill(this.section, 'subtitle', problem.message);
    document.title = TITLE;
  }
}
