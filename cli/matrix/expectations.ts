/**
 * The committed answers of the matrix: what each variant of the tracer gave in each bounds. They stand beside the model as
 * one line a variant, so that a change of verdict is a changed line in review.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { UsageError, fileError } from '../errors.ts';
import { JsonError, readJsonFile } from '../json-file.ts';
import { parsed } from '../parsed.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const outcome = v.strictObject({
  verdict: v.picklist(['holds', 'violated']),
  distinct: count,
  generated: count,
  diameter: count,
  /** By property: the steps of its shortest counterexample (of a lasso, stem and loop), null where it has none (`sometimes`). */
  violated: v.record(v.string(), v.strictObject({ steps: v.nullable(count), trace: v.nullable(v.string()) })),
});
const file = v.strictObject({
  schema: v.literal('nosplit.expectations/1'),
  /** By bounds, then by the variant's name. */
  configs: v.record(v.string(), v.record(v.string(), outcome)),
});

/** What a search of one variant's whole space gave. */
export type Outcome = v.InferOutput<typeof outcome>;
export type Expectations = v.InferOutput<typeof file>['configs'];

/** The committed file: beside the model's source, or where the package was installed. */
export const expectationsDefault = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? '../../model/expectations.json' : '../../../model/expectations.json',
    import.meta.url,
  ),
);

/** Throws a UsageError for a file that is missing or none of ours. */
export function readExpectations(given: string | undefined, cwd: string): Expectations {
  const path = given === undefined ? expectationsDefault : resolve(cwd, given);
  const wrong = (what: string): UsageError =>
    new UsageError(
      `--expectations ${given ?? path} ${what}; nosplit matrix --update --expectations FILE writes one`,
    );
  let data: unknown;
  try {
    data = readJsonFile(path);
  } catch (error) {
    if (error instanceof JsonError) throw wrong(error.message);
    throw error;
  }
  return parsed(file, data, (issue) => wrong(`is no nosplit.expectations/1 (${issue})`)).configs;
}

/** Writes them in the order given, a line for each variant. Throws a UsageError where the file cannot be written. */
export function writeExpectations(configs: Expectations, given: string | undefined, cwd: string): string {
  const path = given === undefined ? expectationsDefault : resolve(cwd, given);
  const blocks = Object.entries(configs).map(([config, variants]) => {
    const lines = Object.entries(variants).map(
      ([name, one]) => `      ${JSON.stringify(name)}: ${JSON.stringify(one)}`,
    );
    return `    ${JSON.stringify(config)}: {\n${lines.join(',\n')}\n    }`;
  });
  const text = `{\n  "schema": "nosplit.expectations/1",\n  "configs": {\n${blocks.join(',\n')}\n  }\n}\n`;
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UsageError(
      `--expectations ${given ?? path} cannot be written (${fileError(error)}); choose another file`,
    );
  }
  return path;
}
