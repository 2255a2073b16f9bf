import { announce } from './announce.js';
import { copy, find } from './dom.js';
import { size } from './text.js';

/** The server's bound for a whole request. */
const MAX_BYTES = 64 * 1024 * 1024;

/** A place for one picture: dropped, pasted, or chosen with the browser's own dialog, which is what the keyboard opens. */
export class PictureDrop {
  /** @type {File | null} */
  #file = null;
  #address = '';

  /** @param {HTMLElement} zone Carries its field's name and its label. */
  constructor(zone) {
    this.zone = zone;
    this.name = zone.dataset.picture ?? '';
    this.label = zone.dataset.label ?? '';
    zone.append(copy('drop-zone'));
    this.input = find(zone, 'input', HTMLInputElement);
    this.input.id = `picture-${this.name}-${zone.closest('#maker') ? 'new' : 'anew'}`;
    this.error = find(zone, '.error', HTMLElement);
    this.error.id = `${this.input.id}-error`;
    this.input.setAttribute('aria-describedby', this.error.id);
    const label = find(zone, 'label', HTMLLabelElement);
    label.htmlFor = this.input.id;
    find(label, 'strong', HTMLElement).textContent = this.label;
    find(label, '.hint', HTMLElement).textContent = zone.classList.contains('small') ? 'optional' : 'Drop, paste or choose a PNG, JPEG, WebP, BMP or GIF';
    this.remove = find(zone, '.remove', HTMLButtonElement);
    this.remove.textContent = 'Remove';
    this.remove.setAttribute('aria-label', `Remove ${this.label.toLowerCase()}`);
    this.#listen();
  }

  get file() {
    return this.#file;
  }

  /** Takes a picture in, or refuses it in words. @param {File} file */
  take(file) {
    if (!file.type.startsWith('image/')) return this.fail(`${file.name} is not a picture.`);
    if (file.size > MAX_BYTES) return this.fail(`${file.name} has ${size(file.size)}, and the server takes ${size(MAX_BYTES)} at most.`);
    this.#show(file);
    announce(`${this.label}: ${file.name}`);
  }

  clear() {
    this.#show(null);
    this.input.value = '';
  }

  /** @param {string} message Empty: nothing is wrong. */
  fail(message) {
    this.error.textContent = message;
    this.error.hidden = message === '';
    this.input.setAttribute('aria-invalid', String(message !== ''));
  }

  #listen() {
    this.input.addEventListener('change', () => {
      const file = this.input.files?.[0];
      if (file) this.take(file);
    });
    this.remove.addEventListener('click', () => {
      this.clear();
      this.input.focus();
    });
    this.zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.zone.classList.add('over');
    });
    this.zone.addEventListener('dragleave', () => this.zone.classList.remove('over'));
    this.zone.addEventListener('drop', (event) => {
      event.preventDefault();
      this.zone.classList.remove('over');
      const file = event.dataTransfer?.files[0];
      if (file) this.take(file);
    });
  }

  /** @param {File | null} file */
  #show(file) {
    this.fail('');
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#file = file;
    this.#address = file ? URL.createObjectURL(file) : '';
    const image = find(this.zone, 'img', HTMLImageElement);
    image.hidden = !file;
    if (file) image.src = this.#address;
    else image.removeAttribute('src');
    this.zone.classList.toggle('filled', file !== null);
    this.remove.hidden = !file;
  }
}
