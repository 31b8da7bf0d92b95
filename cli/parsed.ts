/** Data that somebody else wrote, by its schema. */
import * as v from 'valibot';
import type { UsageError } from './errors.ts';

/** What the schema makes of the data. Throws what `wrong` makes of the first issue: where it is, and what is wrong there. */
export function parsed<S extends v.GenericSchema>(
  schema: S,
  data: unknown,
  wrong: (issue: string) => UsageError,
): v.InferOutput<S> {
  const result = v.safeParse(schema, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw wrong(`${v.getDotPath(issue) ?? 'root'}: ${issue.message}`);
}
