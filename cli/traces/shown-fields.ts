/** `--watch` and `--hide`: which fields of a state a replay shows. */
import type { FieldShown } from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';

/**
 * Fields are given by path, and stand for all below: `m[0].buf`, or with `[]` for every index, `m[].buf`. Throws a UsageError for
 * one that the schema does not have.
 */
export function shownFields(
  fields: readonly FieldShown[],
  watch: readonly string[] | undefined,
  hide: readonly string[] | undefined,
): (path: string) => boolean {
  const [watched, hidden] = [pathsOf(fields, '--watch', watch), pathsOf(fields, '--hide', hide)];
  return (path) => (watched === null || watched.has(path)) && hidden?.has(path) !== true;
}

function pathsOf(
  fields: readonly FieldShown[],
  option: string,
  given: readonly string[] | undefined,
): ReadonlySet<string> | null {
  if (given === undefined) return null;
  const paths = new Set<string>();
  for (const name of given) {
    const pattern = patternOf(name);
    const own = fields.filter(({ path }) => pattern.test(path));
    if (own.length === 0) {
      const known = fields.flatMap(({ path }) => [path, path.replaceAll(/\[[^\]]*\]/g, '[]')]);
      throw new UsageError(
        noSuch(`${option} ${name}: no field has this path`, name, known, 'replay --at 0 prints them'),
      );
    }
    for (const { path } of own) paths.add(path);
  }
  return paths;
}

function patternOf(name: string): RegExp {
  const escaped = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\\[\\]', '\\[[^\\]]*\\]');
  return new RegExp(`^${escaped}(?![\\w])`);
}
