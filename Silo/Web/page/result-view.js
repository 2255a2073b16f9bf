import { address, jobPath } from './api.js';
import { copy, fill, find, make } from './dom.js';
import { hasViewer, showModel } from './model-view.js';
import { RetextureForm } from './retexture-form.js';
import { count, duration, engineName, size } from './text.js';
import { Turntable } from './turntable.js';

const formats = [['glb', 'GLB'], ['obj', 'OBJ (zip)'], ['stl', 'STL'], ['ply', 'PLY']];

/** A completed job: the model to look at, to take away and to paint anew. */
export class ResultView {
  /** @type {{ dispose(): void } | null} */
  #shown = null;
  #showing = new AbortController();

  /**
   * @param {HTMLElement} body
   * @param {import('../api').Job} job
   * @param {(job: import('../api').Job) => void} onJob
   */
  constructor(body, job, onJob) {
    this.body = body;
    this.job = job;
    body.replaceChildren(copy('result-view'));
    this.view = find(body, '[data-view]', HTMLElement);
    this.#addTabs();
    this.#addDownloads();
    this.#addFacts();
    this.retexture = new RetextureForm(find(body, '[data-retexture]', HTMLFormElement), job, onJob);
  }

  dispose() {
    this.#clear();
    this.retexture.dispose();
  }

  #clear() {
    this.#showing.abort();
    this.#shown?.dispose();
    this.#shown = null;
  }

  #addTabs() {
    const tabs = find(this.body, '[data-tabs]', HTMLFieldSetElement);
    const names = [...(hasViewer() ? [['model', 'Model']] : []), ['turntable', 'Views'], ['input', 'Picture'], ['cutout', 'Cut-out']];
    for (const [value, name] of names) tabs.append(make('label', {}, make('input', { type: 'radio', name: 'look', value }), make('span', {}, name)));
    tabs.addEventListener('change', () => this.#look());
    find(tabs, 'input', HTMLInputElement).checked = true;
    this.#look();
  }

  async #look() {
    this.#clear();
    const showing = (this.#showing = new AbortController());
    const chosen = find(this.body, '[data-tabs] input:checked', HTMLInputElement).value;
    fill(this.body, 'note', hasViewer() || chosen !== 'turntable' ? '' : 'This server was built without the interactive viewer, so it draws the views itself.');
    this.view.dataset.look = chosen;
    if (chosen === 'turntable') {
      this.#shown = new Turntable(this.view, this.job.id);
    } else if (chosen !== 'model') {
      const alt = chosen === 'input' ? 'The picture you gave' : 'What was taken for the subject';
      this.view.replaceChildren(make('img', { alt, src: address(`${jobPath(this.job.id)}/artifacts/${chosen}`) }));
    } else {
      const shown = await showModel(this.view, this.job, showing.signal, (reason) => fill(this.body, 'note', reason));
      if (showing.signal.aborted) shown.dispose();
      else this.#shown = shown;
    }
  }

  #addDownloads() {
    const links = formats.map(([format, name], i) => {
      const href = address(`${jobPath(this.job.id)}/model?format=${format}`);
      const link = make('a', { href, download: '', className: i === 0 ? 'button primary' : 'button' }, name);
      if (i === 0 && this.job.result) link.append(' ', make('small', {}, size(this.job.result.bytes)));
      return link;
    });
    find(this.body, '[data-downloads]', HTMLElement).append(...links);
  }

  #addFacts() {
    const { result, options } = this.job;
    if (!result) return;
    /** @type {[string, string][]} */
    const facts = [
      ['Made by', result.fromCache ? `${engineName(result.engine)}, for an equal request before` : engineName(result.shapeEngine)],
      ['Models', [result.model, result.textureModel].filter(Boolean).join(', ')],
      ['Surface', `${count(result.faces)} faces, ${count(result.vertices)} vertices`],
      ['Printable', result.closed ? 'closed surface' : 'has open edges'],
      ['Texture', result.textureSize > 0 ? `${result.textureSize} × ${result.textureSize}` : 'none'],
      ['Time', ['shape', 'texture'].filter((stage) => stage in result.seconds).map((stage) => `${stage} ${duration(result.seconds[stage])}`).join(', ')],
      ['Seed', String(options.seed)],
    ];
    const list = find(this.body, '[data-facts]', HTMLElement);
    for (const [name, value] of facts) if (value) list.append(make('div', {}, make('dt', {}, name), make('dd', {}, value)));
  }
}
