/**
 * Modules for worker threads, which run built code only, while what tests share is not built: the module's types are
 * stripped here, and what it imports of ours is taken from `build`.
 */
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const build = new URL('../../build/checker/', import.meta.url).href;

/** The URL of a module with this TypeScript text, whose imports are of `../folder/name.ts` or `./name.ts` in this folder. */
export function moduleOf(text: string): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
    },
  });
  const built = outputText
    .replaceAll(/from '\.\.\/([\w/-]+)\.ts'/g, `from '${build}$1.js'`)
    .replaceAll(/from '\.\/([\w-]+\.ts)'/g, (_, name: string) => `from '${workerModule(name)}'`);
  // A module's URL may stand in the text of another one, between single quotes.
  return `data:text/javascript,${encodeURIComponent(built).replaceAll("'", '%27')}`;
}

/** The URL of this folder's module `name`. */
export const workerModule = (name: string): string =>
  moduleOf(readFileSync(new URL(name, import.meta.url), 'utf8'));
