/** Designs by the steps of their programs, for tests. */
import type { ModuleSource, System } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { programsOfDesign } from '../program/edits/cures.ts';
import type { Granularity } from '../program/granularity.ts';
import programsOf, { programModule } from '../program/module.ts';
import type { ProgramParams } from '../program/module.ts';
import { partOf } from '../program/parts.ts';
import type { ProgramSchema } from '../program/state.ts';

interface Steps {
  readonly design: string;
  readonly bounds: string;
  /** Default coarse. */
  readonly granularity?: Granularity;
}

/** Throws where no programs are kept of the design for that part. */
function paramsOf({ design, bounds, granularity = 'coarse' }: Steps): ProgramParams {
  const kept = programsOfDesign(design, partOf(boundsNamed(bounds)) ?? 'core');
  if (kept === undefined) throw new RangeError(`${design} has no programs for ${bounds}`);
  const { release, programs, files } = kept;
  return { programs, bounds, name: release, files, granularity };
}

export const stepsOf = (steps: Steps): System<ProgramSchema> => programsOf(paramsOf(steps));

/** The same as it was built: worker threads cannot import a .ts file. */
export const builtStepsOf = (steps: Steps): ModuleSource => ({
  ...programModule(paramsOf(steps)),
  url: new URL('../../build/model/program/module.js', import.meta.url).href,
});
