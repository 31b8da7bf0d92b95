/**
 * The programs of released trees, as they lie beside this file: JSON with a line for each program, so that one is parsed without the others.
 * A page has another module in its place: `no-releases.ts`.
 */
import { readFileSync } from 'node:fs';
import type { Kept } from './no-releases.ts';

/** Lines before that of the first program. */
const HEAD_LINES = 3;

export function keptReleases(): Kept {
  const lines = readFileSync(new URL('releases.json', import.meta.url), 'utf8').split('\n');
  return {
    head: JSON.parse(`${lines.slice(0, HEAD_LINES).join('')}]}`),
    program: (number) => JSON.parse((lines[HEAD_LINES + number] ?? '').replace(/,$/, '')) as unknown,
  };
}
