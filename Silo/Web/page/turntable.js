import { address, jobPath } from './api.js';
import { make } from './dom.js';

const COLUMNS = 4;
const ROWS = 2;
const VIEWS = COLUMNS * ROWS;
const PIXELS_A_VIEW = 40;

/** The model from eight sides, as the server drew it: one picture of four by two views, of which one shows. For browsers and builds without a viewer. */
export class Turntable {
  /** @param {HTMLElement} view @param {string} id */
  constructor(view, id) {
    this.image = make('img', { alt: 'The model', src: address(`${jobPath(id)}/preview`), draggable: false });
    this.slider = make('input', { type: 'range', min: '0', max: String(VIEWS - 1), value: '0', step: '1' });
    const label = make('label', { className: 'turn' }, 'Turn', this.slider);
    const frame = make('div', { className: 'turntable' }, this.image);
    view.replaceChildren(frame, label);
    this.slider.addEventListener('input', () => this.#turn());
    this.#drag(frame);
    this.#turn();
  }

  dispose() {}

  #turn() {
    const index = this.slider.valueAsNumber;
    this.image.style.translate = `${(-100 * (index % COLUMNS)) / COLUMNS}% ${(-100 * Math.floor(index / COLUMNS)) / ROWS}%`;
    this.slider.setAttribute('aria-valuetext', `${(index * 360) / VIEWS} degrees`);
  }

  /** @param {HTMLElement} frame */
  #drag(frame) {
    let start = 0;
    let from = 0;
    frame.addEventListener('pointerdown', (event) => {
      frame.setPointerCapture(event.pointerId);
      start = event.clientX;
      from = this.slider.valueAsNumber;
    });
    frame.addEventListener('pointermove', (event) => {
      if (!frame.hasPointerCapture(event.pointerId)) return;
      const moved = Math.round((start - event.clientX) / PIXELS_A_VIEW);
      this.slider.valueAsNumber = (((from + moved) % VIEWS) + VIEWS) % VIEWS;
      this.#turn();
    });
  }
}
