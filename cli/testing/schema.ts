/** The schemas of what the command prints as JSON, to compare with real output. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { repository } from './world.ts';

/** The file `cli/schema/NAME.schema.json`. */
export const schemaFile = (name: string): Record<string, unknown> =>
  v.parse(
    v.record(v.string(), v.unknown()),
    JSON.parse(readFileSync(join(repository, `cli/schema/${name}.schema.json`), 'utf8')),
  );

/** Judges a value by that file; a keyword that the file misspells is an error. Files may refer to those of reports and of logs. */
export function validatorOf(name: string): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  for (const other of ['report', 'log']) if (other !== name) ajv.addSchema(schemaFile(other));
  return ajv.compile(schemaFile(name));
}
