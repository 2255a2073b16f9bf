import { address, jobPath } from './api.js';
import { copy, find, make } from './dom.js';
import { Turntable } from './turntable.js';

/** Bundled from packages, so not part of every build. */
const VIEWER = './viewer.js';

/** @returns {boolean} */
export const hasViewer = () => document.documentElement.dataset.viewer === 'yes';

/**
 * Shows the model to be turned freely, or turning views where that cannot be.
 * @param {HTMLElement} view
 * @param {import('../api').Job} job
 * @param {AbortSignal} signal Aborted when something else is to be shown.
 * @param {(reason: string) => void} onFallback
 * @returns {Promise<{ dispose(): void }>}
 */
export async function showModel(view, job, signal, onFallback) {
  view.replaceChildren(make('p', { className: 'loading', role: 'status' }, 'Loading the model…'));
  try {
    /** @type {typeof import('../viewer/viewer.js')} */
    const { Viewer } = await import(VIEWER);
    const viewer = await Viewer.open(address(`${jobPath(job.id)}/model?format=glb`), signal);
    if (signal.aborted) return viewer;
    addControls(view, viewer);
    return viewer;
  } catch (error) {
    if (signal.aborted) return { dispose() {} };
    onFallback(`The interactive viewer does not run here (${error instanceof Error ? error.message : error}), so this shows views that the server drew.`);
    return new Turntable(view, job.id);
  }
}

/** @param {HTMLElement} view @param {import('../viewer/viewer.js').Viewer} viewer */
function addControls(view, viewer) {
  const { canvas } = viewer;
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', 'The 3D model. Arrow keys turn it, plus and minus zoom, Home shows its front.');
  view.replaceChildren(canvas, copy('viewer-controls'));
  viewer.fit();
  const run = (/** @type {string} */ action) => viewer.act(action);
  canvas.addEventListener('keydown', (event) => {
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    run(action);
  });
  const toolbar = find(view, '.viewer-controls', HTMLElement);
  for (const button of toolbar.querySelectorAll('button')) {
    button.addEventListener('click', () => {
      const pressed = run(button.dataset.action ?? '');
      if (pressed !== undefined) button.setAttribute('aria-pressed', String(pressed));
    });
  }
  if (!matchMedia('(prefers-reduced-motion: reduce)').matches) find(toolbar, '[data-action="spin"]', HTMLElement).click();
}

/** @type {Record<string, string>} */
const keys = {
  ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down', '+': 'in', '=': 'in', '-': 'out', Home: 'reset',
};
