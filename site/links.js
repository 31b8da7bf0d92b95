// The links of a page, as they are in the site: to pages of the site, or to the files of the repository on GitHub.
import { posix } from 'node:path';
import { pages, placeOf } from './contents.js';

const repository = 'https://github.com/nosplit/nosplit/blob/main/';

/**
 * The text of a page with its links changed.
 *
 * @param {string} page its path in the repository
 * @param {string} text
 */
export function withLinks(page, text) {
  const parts = text.split(/(^(?:```|~~~)[\s\S]*?^(?:```|~~~)$)/m);
  return parts
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/\]\(([^()\s]+)\)/g, (_, link) => `](${linkFrom(page, link)})`)
            .replace(/\b(src|srcset)="([^"]+)"/g, (_, name, link) => `${name}="${pictureFrom(page, link)}"`),
    )
    .join('');
}

/** @param {string} page @param {string} link */
function linkFrom(page, link) {
  if (/^[a-z]+:|^#/.test(link)) return link;
  const [path = '', heading] = link.split('#');
  const target = posix.join(posix.dirname(page), path).replace(/\/$/, '');
  const anchor = heading === undefined ? '' : `#${heading}`;
  const known = [target, `${target}/README.md`].find((one) => pages.includes(one));
  if (known === undefined) return `${repository}${target}${anchor}`;
  return `${relative(page, placeOf(known))}${anchor}`;
}

/** @param {string} page @param {string} link */
const pictureFrom = (page, link) =>
  relative(page, posix.join(posix.dirname(page), link).replace(/^docs\//, ''));

/** @param {string} page @param {string} place */
function relative(page, place) {
  const path = posix.relative(posix.dirname(placeOf(page)), place);
  return path.startsWith('.') ? path : `./${path}`;
}
