/** How a tree was read, as words of a command line and in brief. */
import type { Facts } from '../../facts/index.ts';
import { splitPoints } from '../../facts/index.ts';
import type { Design } from '../../model/index.ts';
import { count } from '../reporters/words.ts';
import type { TreeOptions } from './selection.ts';

/** How the tree was read, where that was said. */
export function readSubject({ goos, goarch, accept }: TreeOptions): { readonly read?: TreeOptions } {
  const read = {
    ...(goos === undefined ? {} : { goos }),
    ...(goarch === undefined ? {} : { goarch }),
    ...(accept === undefined ? {} : { accept }),
  };
  return Object.keys(read).length === 0 ? {} : { read };
}

export const treeWords = ({ goos, goarch, accept = [] }: TreeOptions): string[] => [
  ...(goos === undefined ? [] : ['--goos', goos]),
  ...(goarch === undefined ? [] : ['--goarch', goarch]),
  ...accept.flatMap((shape) => ['--accept', shape]),
];

/** How much of the tree the verdict is about. */
export function coverageInBrief({ coverage }: Facts): string {
  const { functions, statements, steps, releases, platform, accepted } = coverage;
  const like =
    releases.length === 0
      ? `as ${coverage.nearest} has them but for what was accepted: ${accepted.join(', ')}`
      : `as ${releases.length === 1 ? '' : 'from '}${spanOf(releases)} has them`;
  return (
    `${functions} functions read for ${platform.goos}/${platform.goarch}, ${count(statements)} statements: ` +
    `${count(steps)} are steps, the others no part of the protocol (nosplit facts --go --statements); ${like}`
  );
}

const spanOf = (releases: readonly string[]): string =>
  releases.length === 1 ? (releases[0] ?? '') : `${releases[0] ?? ''} to ${releases.at(-1) ?? ''}`;

export function factsInBrief(facts: Facts): string {
  const inside = splitPoints(facts).filter(({ insideWriter }) => insideWriter);
  const splits =
    inside.length === 0
      ? 'no function'
      : inside.map(({ name, file, line }) => `${name} ${file}:${line}`).join(', ');
  return `lock ${facts.lock.value}, a nested section ${nested[facts.reentry.value]}, ${splits} between writer() and end() may grow the stack`;
}

const nested: Readonly<Record<Design['reentry'], string>> = {
  drop: 'drops its event',
  reload: 'reloads the generation',
  entryGen: 'uses the entry generation',
};
