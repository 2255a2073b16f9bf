import { address, jobPath } from './api.js';
import { copy, fill, find, make } from './dom.js';
import { capital, duration, ordinal } from './text.js';

/** @type {Record<string, string>} */
const waits = {
  device: 'for a free device',
  memory: 'for memory on a device',
  offPeak: 'for the off-peak hours',
  retry: 'for another attempt',
  equalJob: 'for an equal job that is running',
  equalShape: 'for the mesh of a job with the same shape',
  silo: 'for a worker to start',
};

/** @param {import('../api').Job} job */
function headline({ status, queuePosition, waitingFor, progress }) {
  if (status === 'running') return progress?.stage === 'texture' ? 'Painting the texture' : 'Making the shape';
  if (queuePosition !== null) return queuePosition === 1 ? 'Next in line' : `${ordinal(queuePosition)} in line`;
  return waitingFor ? `Waiting ${waits[waitingFor] ?? ''}` : 'Waiting';
}

/** @param {import('../api').Job} job */
function detail({ status, queuePosition, waitingFor, waitDetail, estimatedWaitSeconds, progress }) {
  if (status === 'running' && progress) {
    const step = capital(progress.step) + (progress.of > 1 ? `, ${progress.done} of ${progress.of}` : '');
    const left = progress.remainingSeconds === null ? '' : `, about ${duration(progress.remainingSeconds)} to go`;
    return `${step} · ${duration(progress.elapsedSeconds)} so far${left}`;
  }
  const reason = queuePosition !== null && waitingFor ? `Waits ${waits[waitingFor] ?? ''}` : '';
  const estimate = estimatedWaitSeconds === null ? '' : `starts in about ${duration(estimatedWaitSeconds)}`;
  return [reason, waitDetail, estimate].filter(Boolean).join(' · ');
}

/** The stages of a job and the one it is in. @param {import('../api').Job} job */
function steps({ status, progress, options }) {
  const names = ['Waiting', 'Shape', ...(options.texture ? ['Texture'] : []), 'Model'];
  const current = status === 'queued' && !progress ? 0 : progress?.stage === 'texture' ? 2 : 1;
  return names.map((name, i) => {
    const step = make('li', { className: i < current ? 'past' : i === current ? 'now' : '' }, name);
    if (i === current) step.setAttribute('aria-current', 'step');
    return step;
  });
}

/** @param {import('../api').Job} job */
function trouble({ failure, siloLosses, attempt }) {
  if (failure) return `Attempt ${attempt} did not succeed: ${failure.message}`;
  return siloLosses.length > 0 ? 'A worker was lost; the job goes on with another one, from its last checkpoint.' : '';
}

/** A job that is on its way. */
export class ProgressView {
  /** @param {HTMLElement} body */
  constructor(body) {
    this.body = body;
  }

  /** @param {import('../api').Job} job */
  show(job) {
    if (!this.body.querySelector('.progress')) {
      this.body.replaceChildren(copy('progress-view'));
      find(this.body, 'img', HTMLImageElement).src = address(`${jobPath(job.id)}/artifacts/input`);
    }
    fill(this.body, 'headline', headline(job));
    fill(this.body, 'detail', detail(job));
    fill(this.body, 'trouble', trouble(job));
    const bar = find(this.body, 'progress', HTMLProgressElement);
    if (job.progress) bar.value = Math.round(job.progress.fraction * 100);
    else bar.removeAttribute('value');
    const list = find(this.body, '[data-steps]', HTMLElement);
    const next = steps(job);
    if (list.children.length !== next.length || next.some((step, i) => step.className !== list.children[i].className)) list.replaceChildren(...next);
  }
}

/** What to tell someone who does not see the page; the same text for changes too small to tell. @param {import('../api').Job} job */
export const spoken = (job) => headline(job);
