package main

import (
	"math/rand/v2"
	"runtime"
	"time"
)

// GOMAXPROCS goes up and down, so that now and then a P dies while traceAdvance is between its reset of dead Ps and their statuses.
var gomaxprocs = workload{
	setUp: func() {},
	begin: func() {
		for range sleepers {
			go func() {
				for {
					time.Sleep(50 * time.Microsecond)
				}
			}()
		}
		go func() {
			for {
				runtime.GOMAXPROCS(few)
				pause(2500)
				runtime.GOMAXPROCS(many)
				pause(2500)
			}
		}()
	},
	pause: func() { pause(1000) },
}

const (
	sleepers = 4
	few      = 2
	many     = 6
)

func pause(micros int) {
	time.Sleep(time.Duration(rand.IntN(micros)) * time.Microsecond)
}
