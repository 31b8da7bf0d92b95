export { addressOf } from './address.ts';
export type {
  Base,
  BuiltIn,
  Embedded,
  Other,
  Question,
  RunOfDesign,
  SourceLine,
  Spec,
  TreeData,
} from './data.ts';
export { Desk } from './desk.ts';
export { builtFolder, pageFile, pageShell, part, workerPart } from './page.ts';
export { literal, testFile, walkTest } from './share/test-file.ts';
export { detailsShown, runShown, systemShown } from './show.ts';
export { linesOf } from './systems/programs.ts';
export { prologuesOf } from './systems/prologues.ts';
export { mutantsOf } from './systems/mutants-of.ts';
export { followOther, standsAt } from './counterparts.ts';
export { changedTitle, refuseOthers, withGuards } from './changes.ts';
