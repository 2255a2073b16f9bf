import { readEngines } from './api.js';
import { find, make } from './dom.js';
import { engineName } from './text.js';

const ASK_AGAIN_MS = 2000;

/** What each engine is, for people. Those that are not named here are shown by their name alone. @type {Record<string, string>} */
const meanings = {
  hunyuan3d: 'Neural networks: sees the sides that the picture does not show.',
  relief: 'No networks: rounds the outline and paints it, in seconds.',
  simulated: 'Makes a placeholder at a set pace, for load tests.',
};

/** Better ones first; the first that is there is chosen. */
const order = ['hunyuan3d', 'relief'];

/** The engines that the cluster offers, as a choice, with the models of the chosen one. */
export class EngineChoice {
  /** @type {import('../api').Engine[]} */
  #engines = [];

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.box = find(form, '#engines', HTMLFieldSetElement);
    this.box.addEventListener('change', () => this.#showModels());
    find(form, '#texture', HTMLInputElement).addEventListener('change', () => this.#showModels());
  }

  /** Asks until a silo has told what it can run. */
  async load() {
    const answer = await readEngines().catch(() => null);
    const engines = (answer?.engines ?? []).filter((engine) => engine.shape);
    if (engines.length === 0) {
      find(this.box, '[data-loading]', HTMLElement).textContent = answer ? 'No worker has reported yet…' : 'The server does not answer…';
      setTimeout(() => this.load(), ASK_AGAIN_MS);
      return;
    }

    this.#engines = engines.sort((one, other) => rank(one) - rank(other));
    this.box.replaceChildren(make('legend', {}, 'Engine'), ...this.#engines.map(option));
    this.#showModels();
  }

  /** @param {string} name */
  choose(name) {
    const choice = this.box.querySelector(`input[value="${CSS.escape(name)}"]`);
    if (choice instanceof HTMLInputElement) choice.checked = true;
    this.#showModels();
  }

  #showModels() {
    const chosen = this.#engines.find((engine) => engine.name === new FormData(this.form).get('engine'));
    const textured = find(this.form, '#texture', HTMLInputElement).checked;
    this.#offer('models', 'model', chosen?.models ?? []);
    this.#offer('textureModels', 'textureModel', textured ? (chosen?.textureModels ?? []) : []);
  }

  /** @param {string} kind @param {string} field @param {string[]} names The default first. */
  #offer(kind, field, names) {
    const select = find(this.form, `#${field}`, HTMLSelectElement);
    const before = select.value;
    select.replaceChildren(...names.map((name) => make('option', {}, name)));
    if (names.includes(before)) select.value = before;
    for (const part of this.form.querySelectorAll(`[data-for="${kind}"]`)) {
      /** @type {HTMLElement} */ (part).hidden = names.length === 0;
      for (const input of part.querySelectorAll('input, select')) /** @type {HTMLInputElement} */ (input).disabled = names.length === 0;
    }
  }
}

/** @param {import('../api').Engine} engine */
const rank = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);

/** @param {import('../api').Engine} engine @param {number} index */
function option({ name }, index) {
  const input = make('input', { type: 'radio', name: 'engine', value: name, checked: index === 0 });
  const meaning = make('span', { className: 'hint' }, meanings[name] ?? '');
  return make('label', { className: 'engine' }, input, make('span', {}, make('strong', {}, engineName(name)), ' ', meaning));
}
