// Puts chunks of esbuild together. It makes one for each set of entries that share modules, a hundred in all, of which many have some
// hundred bytes; and to find, read and link a file takes Node as long as to compile some kilobytes of code.
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { build } from 'esbuild';

/** Code that is compiled while Node loads one file more, in bytes. */
const FILE_BYTES = 14_000;
const LITTLE_BYTES = 3000;

/** @typedef {{ readonly text: string, readonly entry: boolean }} Output A file by its path, where `entry` ones stay as they are. */
/** @typedef {Set<number>} Numbers */
/** @typedef {{ paths: string[], bytes: number, entries: Numbers, to: Set<Group>, builtins: Set<string> }} Group `entries`: those that load it. */

const importing = /\b(import|export)(\{[^}]*\})from"(\.[^"]*)"|\bimport"(\.[^"]*)"/g;

/** @param {string} path @param {string} text */
const importsOf = (path, text) =>
  [...text.matchAll(importing)].map(([, , , from, bare]) =>
    posix.join(posix.dirname(path), from ?? bare ?? ''),
  );

/** The modules of Node's that a text imports and that take longer to load than all code of a command. @param {string} text */
const builtinsOf = (text) =>
  new Set(
    [...text.matchAll(/\bfrom"node:(child_process|crypto|http|net|zlib)"/g)].map(([, name = '']) => name),
  );

/** @param {Numbers} one @param {Numbers} other */
const lacking = (one, other) => [...one].filter((each) => !other.has(each));

/**
 * The chunks that go together. No way of imports leads from a group over others back to it.
 *
 * @param {ReadonlyMap<string, Output>} outputs @returns {string[][]}
 */
function groupsOf(outputs) {
  const imports = new Map([...outputs].map(([path, { text }]) => [path, importsOf(path, text)]));
  /** @type {Group[]} */
  const groups = [...outputs].flatMap(([path, { text, entry }]) =>
    entry
      ? []
      : [
          {
            paths: [path],
            bytes: text.length,
            entries: new Set(),
            to: new Set(),
            builtins: builtinsOf(text),
          },
        ],
  );
  const groupOf = new Map(groups.map((group) => [group.paths[0], group]));
  for (const [path, to] of imports)
    for (const one of to) if (groupOf.has(one)) groupOf.get(path)?.to.add(groupOf.get(one));
  /** By entry, the modules of Node's that it loads. */
  const loaded = [...outputs].map(([path, { entry }], number) => {
    const seen = new Set();
    const builtins = new Set();
    const visit = (/** @type {string} */ one) => {
      if (seen.has(one)) return;
      seen.add(one);
      for (const name of builtinsOf(outputs.get(one)?.text ?? '')) builtins.add(name);
      groupOf.get(one)?.entries.add(number);
      for (const next of imports.get(one) ?? []) visit(next);
    };
    if (entry) visit(path);
    return builtins;
  });
  /** Whether a way leads from one to the other over a third. */
  const leads = (/** @type {Group} */ one, /** @type {Group} */ other) => {
    const waiting = [...one.to].filter((next) => next !== other);
    const seen = new Set(waiting);
    for (const next of waiting)
      for (const after of next.to) {
        if (after === other) return true;
        if (!seen.has(after)) waiting.push(after);
        seen.add(after);
      }
    return false;
  };
  /** Entries that load little at all, as what answers `--version`: they are to load nothing besides. */
  const little = new Set(
    [...outputs.keys()].flatMap((_, entry) =>
      groups.reduce((sum, { bytes, entries }) => sum + (entries.has(entry) ? bytes : 0), 0) < LITTLE_BYTES
        ? [entry]
        : [],
    ),
  );
  /** Whether entries that have no use for the group may load it: it is little, and they have what it imports. */
  const isCheap = (/** @type {Group} */ { bytes, to, builtins }, /** @type {number[]} */ entries) =>
    entries.length === 0 ||
    (bytes <= FILE_BYTES &&
      entries.every(
        (entry) =>
          !little.has(entry) &&
          [...to].every((next) => next.entries.has(entry)) &&
          [...builtins].every((name) => loaded[entry]?.has(name)),
      ));
  for (;;) {
    let best = { gain: 0, one: groups[0], other: groups[0] };
    for (const [index, one] of groups.entries())
      for (const other of groups.slice(index + 1)) {
        const [alone, others] = [lacking(one.entries, other.entries), lacking(other.entries, one.entries)];
        if (!isCheap(other, alone) || !isCheap(one, others)) continue;
        const both = one.entries.size - alone.length;
        const gain = both * FILE_BYTES - alone.length * other.bytes - others.length * one.bytes;
        if (gain > best.gain && !leads(one, other) && !leads(other, one)) best = { gain, one, other };
      }
    const { gain, one, other } = best;
    if (gain === 0 || one === undefined || other === undefined) break;
    groups.splice(groups.indexOf(other), 1);
    one.paths.push(...other.paths);
    one.bytes += other.bytes;
    one.entries = new Set([...one.entries, ...other.entries]);
    one.to = new Set([...one.to, ...other.to]);
    one.builtins = new Set([...one.builtins, ...other.builtins]);
    for (const group of groups) if (group.to.delete(other)) group.to.add(one);
    one.to.delete(one);
    one.to.delete(other);
  }
  return groups.map(({ paths }) => paths);
}

/** @param {string} text */
const shownBy = (text) => {
  const [, names = ''] = /export\{([^}]*)\};?\s*$/.exec(text) ?? [];
  return names
    .split(',')
    .filter((one) => one !== '')
    .map((one) => one.replace(/.* as /, ''));
};

/**
 * The same files with fewer chunks, by their paths.
 *
 * @param {ReadonlyMap<string, Output>} outputs @param {string} folder where new chunks go @returns {Promise<Map<string, string>>}
 */
export async function merged(outputs, folder) {
  const groups = groupsOf(outputs);
  /** By chunk, where it is, and by its own names what they are called there. @type {Map<string, { path: string, names: Map<string, string> }>} */
  const places = new Map();
  for (const paths of groups) {
    const hash = createHash('sha256').update(paths.join(' ')).digest('hex').slice(0, 8);
    const path = paths.length === 1 ? (paths[0] ?? '') : `${folder}/chunks-${hash}.js`;
    const taken = new Set();
    for (const chunk of paths) {
      const names = new Map();
      for (const name of shownBy(outputs.get(chunk)?.text ?? '')) {
        let as = name;
        while (taken.has(as)) as += '_';
        taken.add(as);
        names.set(name, as);
      }
      places.set(chunk, { path, names });
    }
  }
  /** The text of a file that will be at `path`, whose imports say where everything is. */
  const placed = (/** @type {string} */ from, /** @type {string} */ path) =>
    (outputs.get(from)?.text ?? '').replace(importing, (whole, word, names, imported, bare) => {
      const place = places.get(posix.join(posix.dirname(from), imported ?? bare));
      if (place === undefined || place.path === path) return whole;
      const to = posix.relative(posix.dirname(path), place.path);
      const where = `"${to.startsWith('.') ? to : `./${to}`}"`;
      if (names === undefined) return `import${where}`;
      const renamed = names.replace(
        /([^{},\s]+)( as [^{},\s]+)?/g,
        (/** @type {string} */ _, /** @type {string} */ name, as = ` as ${name}`) =>
          `${place.names.get(name) ?? name}${as}`,
      );
      return `${word}${renamed}from${where}`;
    });
  const files = new Map();
  for (const [path, { entry }] of outputs) if (entry) files.set(path, placed(path, path));
  const written = groups.map(async (paths) => {
    const { path } = places.get(paths[0] ?? '') ?? { path: '' };
    if (paths.length === 1) return files.set(path, placed(path, path));
    const all = paths.map((chunk) => {
      const shown = [...(places.get(chunk)?.names ?? [])].map(([name, as]) => `${name} as ${as}`);
      return `export {${shown.join()}} from '${chunk}';`;
    });
    const { outputFiles } = await build({
      stdin: { contents: all.join('\n'), resolveDir: '/' },
      ...{ bundle: true, format: 'esm', minifySyntax: true, minifyWhitespace: true, write: false },
      ...{ charset: 'utf8', legalComments: 'none', logLevel: 'warning', target: 'node20', platform: 'node' },
      plugins: [
        {
          name: 'merged',
          setup(building) {
            building.onResolve({ filter: /.*/ }, ({ path: asked, importer }) => {
              const chunk = importer === '<stdin>' ? asked : posix.join(posix.dirname(importer), asked);
              return paths.includes(chunk)
                ? { path: chunk, namespace: 'chunk' }
                : { path: asked, external: true };
            });
            building.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path: chunk }) => ({
              contents: placed(chunk, path),
            }));
          },
        },
      ],
    });
    return files.set(path, outputFiles[0]?.text ?? '');
  });
  await Promise.all(written);
  return files;
}
