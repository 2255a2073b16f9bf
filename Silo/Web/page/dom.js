/** Finding and filling elements of the document. */

/**
 * The one element that the page is known to have.
 * @template {Element} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function find(root, selector, type) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no ${selector}.`);
  return found;
}

/**
 * A copy of a template of the document.
 * @param {string} id
 * @returns {DocumentFragment}
 */
export function copy(id) {
  return /** @type {DocumentFragment} */ (document.importNode(find(document, `#${id}`, HTMLTemplateElement).content, true));
}

/**
 * Sets the text of a slot; an empty text hides it. What has not changed is left alone, so that a reader is not told twice.
 * @param {ParentNode} root
 * @param {string} name
 * @param {string} text
 */
export function fill(root, name, text) {
  const slot = find(root, `[data-slot="${name}"]`, HTMLElement);
  if (slot.textContent !== text) slot.textContent = text;
  slot.hidden = text === '';
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}
