import type { Place } from './fact.ts';
import type { Facts } from './facts.ts';

/**
 * Where a tree has what a model's action stands for. This is the statement, if the action is known by its name. If not, it is the
 * function that its source names, as in `runtime/tracebuf.go, traceWriter.refill` (whatever follows the name is left out). null if there
 * is none. Functions move between files from release to release, so the named file only decides between several of one name.
 */
export function locate(facts: Facts, source: string, action?: string): Place | null {
  const named = /^runtime\/([\w/]+\.go), \(?\*?([\w.]+?)\)?(?:\.(\w+))?(?:\W|$)/.exec(source);
  if (named === null) return null;
  const [, file, first = '', second] = named;
  const name = second === undefined ? first : `${first}.${second}`;
  const declarations = facts.index.get(name) ?? [];
  const found = declarations.find((each) => each.file === file) ?? declarations[0];
  if (found === undefined) return null;
  return (
    (action === undefined ? undefined : facts.actions.get(action)) ?? { file: found.file, line: found.line }
  );
}
