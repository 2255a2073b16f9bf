import { find } from './dom.js';
import { History } from './history.js';
import { Maker } from './maker.js';
import { startSession } from './session.js';
import { Stage } from './stage.js';
import { startTheme } from './theme.js';

/** The id in <c>#/jobs/ID</c>; empty: the page without a job. */
const route = () => /^#\/jobs\/([\w-]{1,64})$/.exec(location.hash)?.[1] ?? '';

const history = new History();
const stage = new Stage({ onChange: (job) => history.take(job), onJob: open, onAgain: (job) => maker.fillFrom(job) });
const maker = new Maker(open);

/** @param {import('../api').Job} job */
function open(job) {
  history.take(job);
  location.hash = `#/jobs/${job.id}`;
}

function follow() {
  const id = route();
  if (id) stage.show(id);
  else stage.showNothing();
  history.mark(id);
}

startTheme();
// The fragment belongs to the routes, so the link that skips sets the focus itself.
find(document, '[data-skip]', HTMLElement).addEventListener('click', (event) => {
  event.preventDefault();
  find(document, '#maker', HTMLElement).focus();
});
window.addEventListener('hashchange', () => {
  follow();
  if (route()) stage.focus();
});
// A picture that misses its place must not replace the page.
for (const name of ['dragover', 'drop']) window.addEventListener(name, (event) => event.preventDefault());
startSession(() => {
  void maker.engines.load();
  void history.load();
  follow();
});
