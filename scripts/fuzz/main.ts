/**
 * Random systems and damaged files against slow twins, for as long as you like:
 *
 *   npm run fuzz -- --minutes 10 [--seed 7] [--only systems]
 *
 * Prints what was tried. Ends with 1 at the first difference, hang or crash, and prints the input and how to have it again.
 */
import { fileURLToPath } from 'node:url';
import { checkpoints } from './checkpoints.ts';
import { fuzz } from './fuzz.ts';
import { liveness } from './liveness.ts';
import { misfits } from './misfits.ts';
import { reports } from './reports.ts';
import { symmetry } from './symmetry.ts';
import { systems } from './systems.ts';
import { traces } from './traces.ts';

await fuzz(fileURLToPath(import.meta.url), [
  ...systems,
  ...liveness,
  checkpoints,
  symmetry,
  misfits,
  traces,
  reports,
]);
