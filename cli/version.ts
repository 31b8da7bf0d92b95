/** Which nosplit this is. */
import { readFileSync } from 'node:fs';

/** From the package that this file is part of, one or two folders up (sources, or dist). */
export function version(): string {
  for (const above of ['../package.json', '../../package.json']) {
    try {
      const found: unknown = JSON.parse(readFileSync(new URL(above, import.meta.url), 'utf8'));
      if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
    } catch {
      continue;
    }
  }
  return 'unknown';
}

/** Whether the first word asks for it. */
export const asksVersion = ([word = '']: readonly string[]): boolean =>
  ['version', '--version', '-V'].includes(word);

/** What nosplit does, in a line. */
export const about =
  "check Go's execution tracer, a Go tree or your own model, in every order of steps within stated bounds";
