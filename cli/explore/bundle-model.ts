/** A user's model as one script for the page's worker: bundled with esbuild, where that is installed. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtFolder } from '../../explorer/index.ts';
import { messageOf, oneLine } from '../errors.ts';
import { isExample } from '../selection/examples.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';

/** As much of esbuild as is used: it is no dependency of nosplit's, and stands beside the model or nowhere. */
interface Bundler {
  build(
    this: void,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly outputFiles: readonly { readonly text: string }[];
  }>;
}

/**
 * The script, or null for a system that is built in, and where the model cannot be bundled: then a line on stderr says why, and
 * the page shows the run as it was recorded.
 */
export async function modelScript(
  { subject, module }: Selection,
  { stderr }: Pick<World, 'stderr'>,
  /** Modules beside which esbuild is looked for, after the model. */
  beside: readonly string[] = [fileURLToPath(import.meta.url)],
): Promise<string | null> {
  if (subject.kind !== 'model' || isExample(subject.model)) return null;
  const path = fileURLToPath(module.url);
  const without = (why: string): null => {
    stderr.write(
      oneLine(
        `the code of ${subject.model} is not in the file, which shows the run as it was recorded: ${why}`,
      ),
    );
    return null;
  };
  const bundler = await bundlerFor([path, ...beside]);
  if (bundler === null)
    return without('esbuild, which bundles it, is not installed; npm install esbuild beside it');
  try {
    return await bundled(bundler, path);
  } catch (error) {
    return without(firstError(error));
  }
}

async function bundlerFor(beside: readonly string[]): Promise<Bundler | null> {
  for (const from of beside)
    try {
      return (await import(pathToFileURL(createRequire(from).resolve('esbuild')).href)) as Bundler;
    } catch {
      continue;
    }
  return null;
}

async function bundled({ build }: Bundler, model: string): Promise<string> {
  const browser = join(builtFolder(), '../browser');
  const [asks, checker] = ['explorer/own-model.js', 'checker/public.js'].map((path) => join(browser, path));
  const { outputFiles } = await build({
    stdin: {
      contents: `import { answerIn, makeOwn } from ${JSON.stringify(asks)};
import * as model from ${JSON.stringify(model)};
answerIn(globalThis, makeOwn(model.default));
`,
      resolveDir: dirname(model),
    },
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['browser'],
    // The model and the page use one checker.
    alias: { 'nosplit/checker': checker },
    plugins: [fileUrls],
    define: { 'import.meta.url': '"page:/"' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** What esbuild asks of a plugin, as far as it is used. */
interface Resolving {
  onResolve(
    which: { readonly filter: RegExp },
    resolve: (imported: { readonly path: string }) => { readonly path: string },
  ): void;
}

/** Node imports by `file:` address, too. */
const fileUrls = {
  name: 'file addresses',
  setup(building: Resolving): void {
    building.onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }));
  },
};

/** The first of esbuild's errors, with its place. */
function firstError(error: unknown): string {
  const { errors = [] } = error as {
    readonly errors?: readonly {
      readonly text: string;
      readonly location: { readonly file: string; readonly line: number } | null;
    }[];
  };
  const [first] = errors;
  if (first === undefined) return messageOf(error);
  const { text, location } = first;
  return location === null ? text : `${location.file}:${location.line}: ${text}`;
}
