import { find } from './dom.js';

/**
 * Says something to those who do not see the page change.
 * @param {string} text
 */
export function announce(text) {
  find(document, '#announcer', HTMLElement).textContent = text;
}
