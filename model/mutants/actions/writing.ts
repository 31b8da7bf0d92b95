/** Sections and writing: the mutants of `../writing.ts` as changes of the hand-written actions. */
import { debugVariant } from '../../designs.ts';
import { NESTED, OUTER } from '../../state.ts';
import { also, changed, instead } from '../../change.ts';
import type { ActionChange } from './mutant.ts';
import { correct, keepingSlots } from './mutant.ts';

export const writingChanges: Readonly<Record<string, ActionChange>> = {
  'split-varint': {
    design: { ...correct, name: 'split-varint', splitPoints: ['traceBuf.varint'] },
  },
  'split-byte': {
    design: { ...correct, name: 'split-byte', splitPoints: ['traceBuf.byte'] },
  },
  'split-event': {
    design: { ...correct, name: 'split-event', splitPoints: ['traceWriter.event'] },
  },
  'split-end': {
    design: { ...correct, name: 'split-end', splitPoints: ['traceWriter.end'] },
  },
  'writer-before-arguments': {
    design: { ...correct, name: 'writer-before-arguments', sharedWriter: true },
  },
  'end-does-not-store': {
    mutate: (actions) => changed(actions, { End: keepingSlots }),
  },
  'release-lowers-flag': {
    mutate: (actions) =>
      changed(actions, {
        Release: also((next, { m }) => {
          next.m.at(Number(m)).writing = false;
        }),
      }),
  },
  'gen-before-flag': {
    mutate: (actions) =>
      changed(actions, {
        AcquireFlagDown: also((next, { m, depth }) => {
          next.m.at(Number(m)).stack.at(Number(depth)).gen = next.trace.gen;
        }),
        AcquireLoadGen: instead((next, { m, depth }) => {
          const mp = next.m.at(Number(m));
          const section = mp.stack.at(Number(depth));
          mp.entryGen = section.gen;
          section.phase = section.gen === 0 ? 'undo' : 'section';
        }),
      }),
  },
  'entry-gen-before-flag': {
    mutate: (actions) =>
      changed(actions, {
        AcquireFlagDown: also((next, { m }) => {
          next.m.at(Number(m)).entryGen = next.trace.gen;
        }),
        AcquireLoadGen: instead((next, { m, depth }) => {
          const section = next.m.at(Number(m)).stack.at(Number(depth));
          section.gen = next.trace.gen;
          section.phase = section.gen === 0 ? 'undo' : 'section';
        }),
      }),
  },
  'entry-gen-not-stored': {
    mutate: (actions) =>
      changed(actions, {
        AcquireLoadGen: also((next, { m }) => {
          next.m.at(Number(m)).entryGen = 0;
        }),
      }),
  },
  'undo-leaves-flag': {
    mutate: (actions) =>
      changed(actions, {
        AcquireUndo: also((next, { m }) => {
          next.m.at(Number(m)).writing = true;
        }),
      }),
  },
  'undo-leaves-locks': {
    mutate: (actions) =>
      changed(actions, {
        AcquireUndo: also((next, { m }) => {
          next.m.at(Number(m)).locks++;
        }),
      }),
  },
  'release-leaves-locks': {
    mutate: (actions) =>
      changed(actions, {
        Release: also((next, { m, depth }) => {
          if (depth === NESTED) next.m.at(Number(m)).locks++;
        }),
      }),
  },
  'reentered-not-counted': {
    mutate: (actions) =>
      changed(actions, {
        AcquireReentrant: also((next, { m }) => {
          next.m.at(Number(m)).reentered = 0;
        }),
      }),
  },
  'gen-zero-unchecked': {
    mutate: (actions) =>
      changed(actions, {
        AcquireLoadGen: also((next, { m, depth }) => {
          next.m.at(Number(m)).stack.at(Number(depth)).phase = 'section';
        }),
      }),
  },
  'end-wrong-slot': {
    mutate: (actions) =>
      changed(actions, {
        End: (action) => ({
          ...action,
          effect: (next, params) => {
            const section = next.m.at(Number(params['m'])).stack.at(Number(params['depth']));
            const { gen } = section;
            if (next.trace.gen !== 0) section.gen = next.trace.gen;
            action.effect(next, params);
            section.gen = gen;
          },
        }),
      }),
  },
  'refill-forgets-buffer': {
    mutate: (actions) =>
      changed(actions, {
        Refill: (action) => ({
          ...action,
          effect: (next, params) => {
            next.m.at(Number(params['m'])).stack.at(Number(params['depth'])).traceBuf = 0;
            action.effect(next, params);
          },
        }),
      }),
  },
  'ensure-without-room': {
    mutate: (actions) =>
      changed(actions, {
        EventEnsure: also((next, { m, depth }) => {
          const section = next.m.at(Number(m)).stack.at(Number(depth));
          if (section.traceBuf !== 0) section.phase = 'firstUnit';
        }),
      }),
  },
  'throwsplit-not-restored': {
    design: debugVariant(correct),
    mutate: (actions) =>
      changed(actions, {
        End: also((next, { m, depth }) => {
          if (depth === OUTER) next.m.at(Number(m)).throwsplit = true;
        }),
      }),
  },
};
