/** Systems from modules: an example by its name, or a user's own file. */
import { existsSync, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModuleSource, Params, Scalar, System } from '../../checker/index.ts';
import { SystemError, loadSystem, plainStory } from '../../checker/index.ts';
import type { Example } from '../../examples/index.ts';
import { examples } from '../../examples/index.ts';
import { UsageError, fileError, messageOf } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import type { World } from '../world.ts';
import { settingsOf } from './selection.ts';
import type { Selection } from './selection.ts';

/** `--model NAME|FILE --set key=value …`. Throws a UsageError for whatever is wrong with the name, the file or a key. */
export async function selectModule(
  model: string,
  set: readonly string[],
  world: Pick<World, 'cwd' | 'runsModel'>,
): Promise<Selection> {
  const example = examples.find(({ name }) => name === model);
  const params = parseParams(set);
  return example === undefined ? userModule(model, params, world) : exampleModule(example, params);
}

async function exampleModule(example: Example, params: Params): Promise<Selection> {
  judgeParams(
    example.name,
    params,
    Object.entries(example.params).map(([key, known]) => [key, known.default, ` (${known.about})`]),
  );
  const system = await made(example.name, { url: example.url, params });
  return selection(example.name, example.name, { url: example.url, params }, params, system);
}

async function userModule(
  model: string,
  params: Params,
  { cwd, runsModel }: Pick<World, 'cwd' | 'runsModel'>,
): Promise<Selection> {
  const path = resolve(cwd, model);
  if (!existsSync(path)) {
    // What looks like a path is no slip in the name of an example.
    const known = /[/\\.]/.test(model) ? [] : examples.map(({ name }) => name);
    throw new UsageError(
      noSuch(
        `--model ${model}: no example has this name and no file this path`,
        model,
        known,
        '`nosplit list` shows the examples',
      ),
    );
  }
  if (statSync(path).isDirectory())
    throw new UsageError(`--model ${model} is a directory; give the file of a module, such as model.js`);
  if (extname(model) === '.json')
    throw new UsageError(
      `--model ${model} is JSON, and a model is a module; nosplit replay takes saved reports`,
    );
  const url = pathToFileURL(path).href;
  runsModel({ name: model, url });
  let module: unknown;
  try {
    module = await import(url);
  } catch (error) {
    throw new UsageError(`--model ${model}: ${whyNotLoaded(error, model)}`);
  }
  const declared = declaredBy(module);
  if (declared !== null) judgeParams(model, params, Object.entries(declared));
  const source = { url, params: { ...declared, ...params } };
  const system = declared === null ? await systemFrom(model, url, module, params) : await made(model, source);
  return selection(basename(model, extname(model)), model, source, params, system);
}

function selection(
  name: string,
  model: string,
  module: ModuleSource,
  params: Params,
  system: System,
): Selection {
  const settings = settingsOf(params);
  return {
    system,
    module,
    subject: { kind: 'model', model, params },
    title: settings.length === 0 ? name : `${name} with ${settings.join(', ')}`,
    waivedAs: { system: system.name, config: settings.length === 0 ? 'default' : settings.join(', ') },
    words: ['--model', model, ...settings.flatMap((setting) => ['--set', setting])],
    notes: [],
    facts: null,
    sources: null,
    story: plainStory,
  };
}

function parseParams(set: readonly string[]): Params {
  const params = new Map<string, Scalar>();
  for (const setting of set) {
    const [, key, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || text === undefined)
      throw new UsageError(`--set ${setting}: write --set key=value`);
    if (params.has(key)) throw new UsageError(`--set ${key} is given twice; give it once`);
    const isNumber = /^-?\d+(\.\d+)?$/.test(text);
    params.set(key, text === 'true' ? true : text === 'false' ? false : isNumber ? Number(text) : text);
  }
  // Also a key that every object has, `toString`, becomes one of its own, to be refused as any other.
  return Object.fromEntries(params);
}

/** The system of a module that declares no parameters: those that its default export asks for are the ones that it takes. */
async function systemFrom(model: string, url: string, module: unknown, params: Params): Promise<System> {
  const exported = field(module, 'default');
  const [key] = Object.keys(params);
  if (exported !== undefined && typeof exported !== 'function' && key !== undefined) {
    throw new UsageError(
      `--set ${key}: ${model} exports a system, which takes no parameters; export default a function from parameters to it`,
    );
  }
  const read = new Set<string>();
  const seen = { all: false };
  const watched = new Proxy(params, {
    get: (target, name) => {
      if (typeof name === 'string') read.add(name);
      return typeof name === 'string' && Object.hasOwn(target, name) ? target[name] : undefined;
    },
    ownKeys: (target) => {
      seen.all = true;
      return Reflect.ownKeys(target);
    },
  });
  const system = await made(model, { url, params: watched });
  if (seen.all && key !== undefined)
    throw new UsageError(
      `--set ${key}: ${model} takes whatever is given, and a mistyped name would go unnoticed; let it export const params = { ${key}: … }, names with their defaults`,
    );
  const unread = Object.keys(params).find((name) => !read.has(name));
  if (unread !== undefined) throw new UsageError(unknownKey(unread, model, [...read]));
  return system;
}

/** The system of a module. Throws a UsageError where there is none, or making it throws. */
async function made(model: string, source: ModuleSource): Promise<System> {
  try {
    return await loadSystem(source);
  } catch (error) {
    throw new UsageError(
      error instanceof SystemError
        ? error.message.replace(source.url, `--model ${model}`)
        : `--model ${model}: its default export threw: ${messageOf(error)}`,
    );
  }
}

/** The parameters that a module exports, names with default values; null where it exports none, or something else by that name. */
function declaredBy(module: unknown): Params | null {
  const declared = field(module, 'params');
  if (typeof declared !== 'object' || declared === null) return null;
  const isScalar = (value: unknown): value is Scalar =>
    ['number', 'boolean', 'string'].includes(typeof value);
  const entries = Object.entries(declared) as [string, unknown][];
  const scalars = entries.flatMap(([key, value]) => (isScalar(value) ? [[key, value] as const] : []));
  return scalars.length === entries.length ? Object.fromEntries(scalars) : null;
}

/** Judges parameters by those that a model declares: a name with its default value, and what follows a complaint about it. */
function judgeParams(
  model: string,
  params: Params,
  declared: readonly (readonly [key: string, value: unknown, about?: string])[],
): void {
  for (const [key, value] of Object.entries(params)) {
    const [, known, about = ''] = declared.find(([name]) => name === key) ?? [];
    if (known === undefined)
      throw new UsageError(
        unknownKey(
          key,
          model,
          declared.map(([name]) => name),
        ),
      );
    if (typeof value !== typeof known)
      throw new UsageError(`--set ${key}=${String(value)}: ${model} takes a ${typeof known} here${about}`);
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;

function unknownKey(key: string, model: string, known: readonly string[]): string {
  const takes = known.length === 0 ? 'takes no parameters' : `takes ${known.join(', ')}`;
  return noSuch(`--set ${key}: unknown parameter`, key, known, `${model} ${takes}`);
}

function whyNotLoaded(error: unknown, model: string): string {
  const code = field(error, 'code');
  const [message = ''] = messageOf(error).split('\n');
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts\b/.test(message))
    return `it imports TypeScript, and Node ${process.versions.node} loads that only from a model in TypeScript; rename ${model} to end in .ts`;
  if (code === 'EACCES') return `it cannot be read (${fileError(error)})`;
  if (code === 'ERR_MODULE_NOT_FOUND' && message.includes("'nosplit'"))
    return 'it imports nosplit, which is not installed beside it; run npm install nosplit there';
  return `cannot be loaded: ${error instanceof Error ? `${error.name}: ` : ''}${message}${typeScriptHint(message, model)}`;
}

/** What to write in place of TypeScript that cannot be run by leaving out its types. */
function typeScriptHint(message: string, model: string): string {
  if (!/\.[cm]?ts$/.test(model)) return '';
  if (message.includes('strip-only mode'))
    return '; only the types are left out, so write what needs no other change (in place of an enum, an object or a union of strings)';
  if (message.includes('does not provide an export named')) return '; if that is a type, write import type';
  const [, missing] = /^Cannot find module '(.*)\.[cm]?js'/.exec(message) ?? [];
  return missing !== undefined && existsSync(`${missing}.ts`)
    ? `; write ${basename(missing)}.ts in the import`
    : '';
}
