import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultGoroot, readFacts } from '../../facts/index.ts';
import { judgeLog } from '../judge/judge.ts';
import { LogReader } from '../log/reader.ts';
import { recordFields } from '../log/records.ts';
import { openLog } from '../testing/make-log.ts';
import type { Written } from '../testing/make-log.ts';
import { record } from './record.ts';

const goroot = await defaultGoroot();
const recognised = goroot !== null && process.platform === 'linux' ? await hooksFit(goroot) : false;
if (!recognised) console.log('skipped: real logs, which need Linux and a Go of 1.24 to 1.27');

async function hooksFit(dir: string): Promise<boolean> {
  const { reentry } = await readFacts(dir);
  return reentry.value !== 'drop';
}

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-recorded-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

/** Goroutines that grow, threads that exit, and two traces. */
const program = `package main

import (
	"io"
	"runtime"
	"runtime/trace"
	"time"
)

func deepen(left int) int {
	var frame [512]byte
	frame[left%len(frame)] = 1
	if left == 0 {
		return int(frame[0])
	}
	return deepen(left-1) + int(frame[1])
}

func main() {
	for range 2 {
		if err := trace.Start(io.Discard); err != nil {
			panic(err)
		}
		for end := time.Now().Add(150 * time.Millisecond); time.Now().Before(end); {
			done := make(chan int)
			go func() {
				runtime.LockOSThread()
				done <- deepen(100)
			}()
			<-done
		}
		trace.Stop()
	}
}
`;

test.skipIf(!recognised)(
  'what the real tracer does is a run of the model, and with a step missing it is none',
  { timeout: 400_000, tags: 'exhaustive' },
  async () => {
    writeFileSync(join(cwd, 'go.mod'), 'module recorded\n\ngo 1.22\n');
    writeFileSync(join(cwd, 'main.go'), program);
    const out = join(cwd, 'run.log');
    const recorded = await record({
      command: ['go', 'run', '.'],
      out,
      capacity: 2 ** 28,
      parts: ['core', 'statuses'],
      cwd,
      env: { ...process.env, GOFLAGS: '', GOWORK: 'off', GODEBUG: '' },
    });
    expect(recorded.ended).toBe('exit 0');
    expect(recorded.log?.records).toBeGreaterThan(5000);
    const log = new LogReader(out);
    const { design } = log.header;
    const { verdict, reason, consumed, ms, statuses } = judgeLog(log, design);
    log.close();
    expect([verdict, reason, consumed]).toEqual(['accepted', null, recorded.log?.records]);
    expect(ms).toBeGreaterThan(3);
    expect(statuses?.records).toBeGreaterThan(1000);
    expect(statuses?.resources).toBeGreaterThan(5);

    const first = firstOf(out, 5000);
    const words = { room: log.room, mMax: ms };
    const whole = judgeLog(openLog(first, { words }), design, { properties: false });
    expect(whole.reason).toBe(null);
    // One of an M's own records is missing.
    for (const at of [100, 777, 2345, 3456, 4321]) {
      const own = first.findIndex(([kind], index) => index >= at && kind === 'end');
      const damaged = openLog(first.toSpliced(own, 1), { words });
      expect(judgeLog(damaged, design, { properties: false }).verdict).toBe('rejected');
    }
  },
);

function firstOf(path: string, count: number): Written[] {
  const log = new LogReader(path);
  const records: Written[] = [];
  while (records.length < count && log.next()) {
    const fields: readonly string[] = recordFields[log.kind];
    records.push([log.kind, ...(fields[0] === 'ms' ? log.list : log.values.slice(0, fields.length))]);
  }
  log.close();
  return records;
}
