// For esbuild: imports of a folder's index.ts become imports of the modules that it shows. Where several entries share what they have in
// common, esbuild lets each entry that imports an index load whatever any of them takes from it.
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

/** Where each index shows a name from, and what it is called there; null for an index that has code of its own. @type {Map<string, Map<string, [path: string, name: string]> | null>} */
const known = new Map();

/** @param {string} index */
function shownBy(index) {
  const before = known.get(index);
  if (before !== undefined) return before;
  const text = readFileSync(index, 'utf8').replace(/\/\*[^]*?\*\//g, '');
  /** @type {Map<string, [string, string]>} */
  const shown = new Map();
  const rest = text.replace(
    /export (type )?(\*|\{([^}]*)\}) from '([^']+)';/g,
    (_, type = '', all = '', names = '', from = '') => {
      if (type !== '') return '';
      if (all === '*') return all;
      for (const [name, as] of listed(names)) shown.set(as, [resolve(dirname(index), from), name]);
      return '';
    },
  );
  const answer = rest.trim() === '' ? shown : null;
  known.set(index, answer);
  return answer;
}

/** @param {string} names */
const listed = (names) =>
  names
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => /** @type {[string, string]} */ ([one.replace(/ as .*/, ''), one.replace(/.* as /, '')]));

/**
 * The text of the module at `path`, with the same number of lines.
 *
 * @param {string} text @param {string} path @returns {string}
 */
export function pastIndexes(text, path) {
  const folder = dirname(path);
  return text.replace(
    /^import \{([^}]*)\} from '(\.{1,2}\/(?:[^']*\/)?index\.ts)';/gm,
    (whole, names = '', from = '') => {
      const shown = shownBy(resolve(folder, from));
      if (shown === null) return whole;
      const direct = listed(names).map(([name, as]) => {
        const [module, own] = shown.get(name) ?? [resolve(folder, from), name];
        const place = relative(folder, module).replaceAll('\\', '/');
        return `import { ${own} as ${as} } from '${place.startsWith('.') ? place : `./${place}`}';`;
      });
      return direct.join(' ') + '\n'.repeat(whole.split('\n').length - 1);
    },
  );
}
