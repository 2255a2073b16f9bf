import { address, jobPath, readJobs } from './api.js';
import { fill, find, make } from './dom.js';
import { isFinal } from './job-watch.js';
import { Problem } from './problem.js';
import { ago, engineName, statusName } from './text.js';

const PAGE = 12;
const REFRESH_MS = 5000;

/** The jobs so far, newest first, in pages. While one of them is not at its end and the page is looked at, the first page is read again now and then. */
export class History {
  /** @type {Map<string, import('../api').Job>} */
  #jobs = new Map();
  /** @type {string | null} */
  #next = null;
  #current = '';
  #reading = 0;

  constructor() {
    this.section = find(document, '.history', HTMLElement);
    this.list = find(this.section, '#history-list', HTMLElement);
    this.note = find(this.section, '#history-note', HTMLElement);
    this.more = find(this.section, '#history-more', HTMLButtonElement);
    this.filter = find(this.section, '#history-filter', HTMLSelectElement);
    this.filter.addEventListener('change', () => this.load());
    this.more.addEventListener('click', () => this.#append());
    setInterval(() => this.#refresh(), REFRESH_MS);
    document.addEventListener('visibilitychange', () => this.#refresh());
  }

  /** Reads the first page anew. */
  load() {
    this.#jobs.clear();
    return this.#read(`/v1/generations?limit=${PAGE}${this.#status}`);
  }

  /** Takes a job's newer state in. @param {import('../api').Job} job */
  take(job) {
    if (this.#status && !this.#status.endsWith(`=${job.status}`) && !this.#jobs.has(job.id)) return;
    this.#add([job]);
    this.#render();
  }

  /** Marks the job that is shown. @param {string} id */
  mark(id) {
    this.#current = id;
    this.#render();
  }

  get #status() {
    return this.filter.value ? `&status=${this.filter.value}` : '';
  }

  #refresh() {
    const active = [...this.#jobs.values()].some((job) => !isFinal(job));
    if (active && document.visibilityState === 'visible') void this.#read(`/v1/generations?limit=${PAGE}${this.#status}`, true);
  }

  async #append() {
    if (this.#next) await this.#read(this.#next);
  }

  /** @param {string} path @param {boolean} [again] The first page again, beside those after it. */
  async #read(path, again = false) {
    const reading = ++this.#reading;
    try {
      const page = await readJobs(path);
      if (reading !== this.#reading) return;
      if (!again) this.#next = page.next;
      this.#add(page.generations);
      this.#render();
    } catch (error) {
      if (reading !== this.#reading || again) return;
      this.#tell(error instanceof Problem ? error.message : String(error));
    }
  }

  /** @param {import('../api').Job[]} jobs */
  #add(jobs) {
    for (const job of jobs) if ((this.#jobs.get(job.id)?.version ?? -1) <= job.version) this.#jobs.set(job.id, job);
  }

  #render() {
    const jobs = [...this.#jobs.values()].sort((one, other) => Date.parse(other.submitted) - Date.parse(one.submitted));
    this.#tell(jobs.length > 0 ? '' : this.filter.value ? 'None of these.' : 'What you make is kept here.');
    this.more.hidden = this.#next === null;
    const cards = new Map([...this.list.children].map((card) => [/** @type {HTMLElement} */ (card).dataset.id, card]));
    jobs.forEach((job, i) => {
      const card = /** @type {HTMLElement} */ (cards.get(job.id) ?? newCard(job));
      cards.delete(job.id);
      update(card, job, job.id === this.#current);
      // Moved only if it must: an element that is moved loses the focus.
      if (this.list.children[i] !== card) this.list.insertBefore(card, this.list.children[i] ?? null);
    });
    for (const gone of cards.values()) gone.remove();
  }

  /** @param {string} text */
  #tell(text) {
    this.note.textContent = text;
    this.note.hidden = text === '';
  }
}

/** @param {import('../api').Job} job */
function newCard({ id }) {
  const picture = make('img', { alt: '', loading: 'lazy', decoding: 'async' });
  // The files of an old job may be gone; the job is still told.
  picture.addEventListener('error', () => (picture.hidden = true));
  const about = make('span', { className: 'about' }, make('span', { className: 'status' }), make('span', { className: 'hint' }));
  /** @type {HTMLElement} */ (about.children[0]).dataset.slot = 'status';
  /** @type {HTMLElement} */ (about.children[1]).dataset.slot = 'when';
  const card = make('li', {}, make('a', { href: `#/jobs/${id}` }, make('span', { className: 'thumb' }, picture), about));
  card.dataset.id = id;
  return card;
}

/** @param {HTMLElement} card @param {import('../api').Job} job @param {boolean} current */
function update(card, job, current) {
  const done = job.status === 'completed';
  const picture = find(card, 'img', HTMLImageElement);
  const source = address(`${jobPath(job.id)}/${done ? 'preview' : 'artifacts/input'}`);
  if (picture.src !== source) {
    picture.hidden = false;
    picture.src = source;
  }
  card.classList.toggle('done', done);
  card.dataset.status = job.status;
  const share = job.status === 'running' && job.progress ? ` ${Math.round(job.progress.fraction * 100)} %` : '';
  fill(card, 'status', statusName(job.status) + share);
  fill(card, 'when', `${engineName(String(job.options.engine))}, ${ago(job.submitted, Date.now())}`);
  const link = find(card, 'a', HTMLAnchorElement);
  if (current) link.setAttribute('aria-current', 'true');
  else link.removeAttribute('aria-current');
}
