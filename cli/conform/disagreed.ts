/** A disagreement from a saved report of `nosplit conform`. */
import * as v from 'valibot';
import { rowNames } from '../../conformance/index.ts';
import { conformReport, readJson } from '../traces/saved.ts';
import { UsageError } from '../errors.ts';
import { parsed } from '../parsed.ts';
import { configOf } from './document.ts';

/** Steps along which model and reference are compared. */
export interface ComparedSteps {
  readonly design: string;
  readonly debug: boolean;
  readonly config: string;
  readonly schedule: readonly string[];
}

const row = v.object({
  check: v.picklist(rowNames),
  schedule: v.nullable(v.array(v.string())),
});
const document = v.object({
  ...conformReport.entries,
  config: v.string(),
  designs: v.array(v.object({ design: v.string(), debug: v.boolean(), rows: v.array(row) })),
});

/**
 * The first disagreement of a report, or that of the design that is asked for; null where `given` is no report of conform. Throws a
 * UsageError for one without a schedule that disagrees.
 */
export function readDisagreed(given: string, design: string | undefined, cwd: string): ComparedSteps | null {
  const data = readJson(given, cwd);
  if (!v.is(conformReport, data)) return null;
  if (data.schema === 'nosplit.conform/1')
    throw new UsageError(
      `${given} is a report of an older version, whose steps were others; make it anew with nosplit conform --format json --out FILE`,
    );
  const { config, designs } = parsed(
    document,
    data,
    (issue) =>
      new UsageError(
        `${given} is no report of nosplit.conform/2 (${issue}); save one with nosplit conform --format json --out FILE`,
      ),
  );
  const disagreed = designs.flatMap((one) =>
    one.rows.flatMap(({ check, schedule }): readonly ComparedSteps[] =>
      schedule === null
        ? []
        : [{ design: one.design, debug: one.debug, config: configOf(check, config), schedule }],
    ),
  );
  const chosen = design === undefined ? disagreed[0] : disagreed.find((one) => one.design === design);
  if (chosen !== undefined) return chosen;
  const of = [...new Set(disagreed.map((one) => one.design))].join(', ');
  throw new UsageError(
    of === ''
      ? `${given} holds no schedule along which model and reference disagree; there is nothing to keep as a test`
      : `${given} holds no disagreement of design ${design ?? ''}; it has one of ${of}`,
  );
}
