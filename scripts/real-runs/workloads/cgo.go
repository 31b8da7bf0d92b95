//go:build cgo

package main

/*
static int counted(int n) {
	volatile int sum = 0;
	for (int i = 0; i < n; i++) sum += i;
	return sum;
}
*/
import "C"

import (
	"runtime"
	"time"
)

func init() {
	workloads["cgo"] = traced(callC)
}

// callC goes in and out of C.
func callC(until time.Time) {
	several(8, until, func(worker int) {
		sink.Add(int64(C.counted(C.int(100 * worker))))
		runtime.Gosched()
	})
}
