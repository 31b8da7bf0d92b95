/** What `npm test` leaves out of a table or a loop. */
import { TestRunner } from 'vitest';

/** Whether the exhaustive tests are left out. */
export const isEveryDay: boolean = !TestRunner.matchesTags(['exhaustive']);

/** The rows of a table: all of them, or every day those at these places. */
export const rowsOf = <T>(rows: readonly T[], ...everyDay: readonly number[]): T[] =>
  rows.filter((_, index) => !isEveryDay || everyDay.includes(index));
