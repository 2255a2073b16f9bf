import { find } from './dom.js';

const KEY = 'hunyuan3d.theme';

/** Dark, light, or as the system says; kept in this browser. */
export function startTheme() {
  const choice = find(document, '#theme', HTMLSelectElement);
  const apply = () => {
    if (choice.value) document.documentElement.dataset.theme = choice.value;
    else delete document.documentElement.dataset.theme;
  };
  choice.value = localStorage.getItem(KEY) ?? '';
  apply();
  choice.addEventListener('change', () => {
    localStorage.setItem(KEY, choice.value);
    apply();
  });
}
