/** Systems from modules: an example by its name, or a user's own file. */
import { existsSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Params, Scalar, System } from '../../checker/index.ts';
import type { Example } from '../../examples/index.ts';
import { examples } from '../../examples/index.ts';
import { UsageError, messageOf } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Selection } from './selection.ts';

/** `--model NAME|FILE --set key=value …`. Throws a UsageError for whatever is wrong with the name, the file or a key. */
export async function selectModule(model: string, set: readonly string[], cwd: string): Promise<Selection> {
  const example = examples.find(({ name }) => name === model);
  const params = parseParams(set);
  return example === undefined ? userModule(model, params, cwd) : exampleModule(example, params);
}

async function exampleModule(example: Example, params: Params): Promise<Selection> {
  for (const [key, value] of Object.entries(params)) {
    const known = example.params[key];
    if (known === undefined) throw new UsageError(unknownKey(key, example.name, Object.keys(example.params)));
    if (typeof value !== typeof known.default)
      throw new UsageError(
        `--set ${key}=${String(value)}: ${example.name} takes a ${typeof known.default} here (${known.about})`,
      );
  }
  const module: unknown = await import(example.url);
  return selection(example.name, example.name, example.url, params, systemFrom(example.name, module, params));
}

async function userModule(model: string, params: Params, cwd: string): Promise<Selection> {
  const path = resolve(cwd, model);
  if (!existsSync(path)) {
    const hint = /[/\\.]/.test(model)
      ? ''
      : didYouMean(
          model,
          examples.map(({ name }) => name),
        );
    throw new UsageError(
      `--model ${model}: no example has this name and no file this path${hint}; \`nosplit list\` shows the examples`,
    );
  }
  const url = pathToFileURL(path).href;
  let module: unknown;
  try {
    module = await import(url);
  } catch (error) {
    throw new UsageError(`--model ${model}: ${whyNotLoaded(error, model)}`);
  }
  return selection(basename(model, extname(model)), model, url, params, systemFrom(model, module, params));
}

function selection(name: string, model: string, url: string, params: Params, system: System): Selection {
  const settings = settingsOf(params);
  return {
    system,
    module: { url, params },
    subject: { kind: 'model', model, params },
    title: settings.length === 0 ? name : `${name} with ${settings.join(', ')}`,
    words: ['--model', model, ...settings.flatMap((setting) => ['--set', setting])],
    placeOf: () => null,
    cure: [],
  };
}

/** Parameters as --set takes them: `n=8`. */
export const settingsOf = (params: Params): string[] =>
  Object.entries(params).map(([key, value]) => `${key}=${String(value)}`);

function parseParams(set: readonly string[]): Params {
  const params: Record<string, Scalar> = {};
  for (const setting of set) {
    const [, key, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || text === undefined)
      throw new UsageError(`--set ${setting}: write --set key=value`);
    params[key] =
      text === 'true' ? true : text === 'false' ? false : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  }
  return params;
}

/** The system that a module stands for: its default export, or what that function makes of `params`. */
function systemFrom(model: string, module: unknown, params: Params): System {
  const exported = field(module, 'default');
  const keys = Object.keys(params);
  if (exported === undefined)
    throw new UsageError(
      `--model ${model}: the module has no default export; export default a system, or a function from parameters to one`,
    );
  if (typeof exported !== 'function') {
    if (keys[0] !== undefined)
      throw new UsageError(
        `--set ${keys[0]}: ${model} exports a system, which takes no parameters; export default a function from parameters to it`,
      );
    return asSystem(model, exported);
  }
  const read = new Set<PropertyKey>();
  let made: unknown;
  try {
    made = (exported as (params: Params) => unknown)(recordingReads(params, read));
  } catch (error) {
    throw new UsageError(`--model ${model}: its default export threw: ${messageOf(error)}`);
  }
  const unread = keys.find((key) => !read.has(key));
  if (unread !== undefined) throw new UsageError(unknownKey(unread, model, [...read].map(String)));
  return asSystem(model, made);
}

/** The same parameters, noting which of them are asked for: a key that a function never reads is a mistyped one. */
function recordingReads(params: Params, read: Set<PropertyKey>): Params {
  return new Proxy(params, {
    get: (target, key) => {
      if (typeof key === 'string') read.add(key);
      return typeof key === 'string' ? target[key] : undefined;
    },
    ownKeys: (target) => {
      const keys = Reflect.ownKeys(target);
      keys.forEach((key) => read.add(key));
      return keys;
    },
  });
}

/** Takes a value for a System after looking at its parts; what is inside them the engine judges when it compiles them. */
function asSystem(model: string, value: unknown): System {
  const missing = (['name', 'state', 'initial', 'actions', 'properties'] as const).filter(
    (part) => field(value, part) === undefined,
  );
  if (missing.length > 0 || field(field(value, 'state'), 'kind') !== 'record') {
    const what =
      value instanceof Promise
        ? 'a promise'
        : missing.length === 5
          ? 'no system'
          : `a system without ${missing.join(', ') || 'a record as its state'}`;
    throw new UsageError(
      `--model ${model}: its default export gives ${what}; build one with over(record({…})).system({…})`,
    );
  }
  return value as System;
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;

function unknownKey(key: string, model: string, known: readonly string[]): string {
  const takes = known.length === 0 ? 'takes no parameters' : `takes ${known.join(', ')}`;
  return `--set ${key}: unknown parameter${didYouMean(key, known)}; ${model} ${takes}`;
}

function whyNotLoaded(error: unknown, model: string): string {
  const code = field(error, 'code');
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION' && /\.[cm]?ts$/.test(model))
    return `Node ${process.versions.node} cannot load TypeScript; compile it (npx tsc ${model}) and give the .js file`;
  const [message = ''] = messageOf(error).split('\n');
  if (code === 'ERR_MODULE_NOT_FOUND' && message.includes("'nosplit'"))
    return 'it imports nosplit, which is not installed beside it; run npm install nosplit there';
  return `cannot be loaded: ${error instanceof Error ? `${error.name}: ` : ''}${message}`;
}
