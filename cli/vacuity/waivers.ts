/** The file `vacuity-waivers.json` beside a model: findings of `--vacuity` that are as they should be. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { Waiver } from '../../checker/index.ts';
import { tracerUrl } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { JsonError, parseJson, readJsonText } from '../json-file.ts';
import { parsed } from '../parsed.ts';
import type { Selection } from '../selection/selection.ts';

const waiversFile = 'vacuity-waivers.json';

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('is empty'));
const patterns = v.pipe(
  v.union(
    [text, v.pipe(v.array(text), v.nonEmpty('names none'))],
    'is neither a pattern nor a list of patterns',
  ),
  v.transform((given) => (typeof given === 'string' ? [given] : given)),
);
const document = v.strictObject({
  schema: v.literal('nosplit.vacuity-waivers/1'),
  waivers: v.array(
    v.strictObject({
      kind: v.picklist([
        'dead-action',
        'conjunct-never-false',
        'antecedent-never-true',
        'property-never-killed',
      ]),
      system: patterns,
      config: patterns,
      name: text,
      reason: text,
    }),
  ),
});

/** The waivers beside the model that was selected. Throws as {@link waiversBeside} does. */
export const waiversOf = ({ subject, module }: Selection, cwd: string): readonly Waiver[] =>
  waiversBeside(subject.kind === 'model' ? module.url : tracerUrl, cwd);

/**
 * The waivers beside the module at `url`, none where there is no such file: an entry with several patterns is a waiver for
 * each pair of them. Throws a UsageError, which names the file as seen from `cwd`, for one that is not of
 * `nosplit.vacuity-waivers/1`.
 */
export function waiversBeside(url: string, cwd: string): readonly Waiver[] {
  const path = fileURLToPath(new URL(waiversFile, url));
  if (!existsSync(path)) return [];
  const file = relative(cwd, path);
  return parseWaivers(
    judged(file, () => readJsonText(path)),
    file,
  );
}

/** `file` names the text in messages. */
export function parseWaivers(json: string, file: string): readonly Waiver[] {
  const data = judged(file, () => parseJson(json));
  const written = parsed(
    document,
    data,
    (issue) =>
      new UsageError(`${file} is no file of nosplit.vacuity-waivers/1 (${issue}); docs/check.md shows one`),
  );
  const waivers = written.waivers.flatMap(({ system, config, ...waiver }) =>
    system.flatMap((one) => config.map((other): Waiver => ({ ...waiver, system: one, config: other }))),
  );
  const seen = new Set<string>();
  for (const { kind, system, config, name } of waivers) {
    const key = JSON.stringify([kind, system, config, name]);
    if (seen.has(key))
      throw new UsageError(`${file} waives ${kind} ${name} of ${system} at ${config} twice; remove one`);
    seen.add(key);
  }
  return waivers;
}

function judged<Answer>(file: string, read: () => Answer): Answer {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonError) throw new UsageError(`${file} ${error.message}; mend it, or remove it`);
    throw error;
  }
}
