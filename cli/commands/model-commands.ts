/** The commands that need a model, or the checker. */
import type { Command } from '@commander-js/extra-typings';
import type { World } from '../world.ts';
import { addCheck } from './check.ts';
import { addConform } from './conform.ts';
import { addEmitTest } from './emit-test.ts';
import { addFacts } from './facts.ts';
import { addList } from './list.ts';
import { addMatrix } from './matrix.ts';
import { addReplay } from './replay.ts';
import { addRun } from './run.ts';
import { addStart } from './start.ts';
import { addWhy } from './why.ts';

export function addModelCommands(program: Command, world: World, finish: (exit: number) => void): void {
  addCheck(program, world, finish);
  addConform(program, world, finish);
  addEmitTest(program, world, finish);
  addFacts(program, world, finish);
  addList(program, world, finish);
  addMatrix(program, world, finish);
  addReplay(program, world, finish);
  addRun(program, world, finish);
  addStart(program, world, finish);
  addWhy(program, world, finish);
}
