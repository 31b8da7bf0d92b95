/** What tests of one's own model, and of one's own code, are written with: `nosplit/testing`. `nosplit/vitest` has the matchers. */
export { format } from '../cli/reporters/format.ts';
export type { FormatOptions } from '../cli/reporters/format.ts';
export { cover } from './cover.ts';
export type { Cover, CoverOptions, Path } from './cover.ts';
export { DriveError, drive } from './drive.ts';
export type { Driver, DriverOf, MakeDriver } from './drive.ts';
