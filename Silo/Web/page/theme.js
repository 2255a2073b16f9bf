import { find } from './dom.js';

const KEY = 'hunyuan3d.theme';

/** What this browser keeps; nothing where it keeps nothing for any page, which it says by an exception. */
function read() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} theme */
function keep(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It holds until the page is left.
  }
}

/** Dark, light, or as the system says; kept in this browser. */
export function startTheme() {
  const choice = find(document, '#theme', HTMLSelectElement);
  const apply = () => {
    if (choice.value) document.documentElement.dataset.theme = choice.value;
    else delete document.documentElement.dataset.theme;
  };
  choice.value = read();
  apply();
  choice.addEventListener('change', () => {
    keep(choice.value);
    apply();
  });
}
