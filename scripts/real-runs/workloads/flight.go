//go:build go1.25

package main

import (
	"io"
	"runtime/trace"
	"time"
)

func init() {
	workloads["flight"] = flight
}

// flight has a flight recorder on, which takes what it has kept again and again, and a trace beside it now and then.
func flight(lasting time.Duration) {
	recorder := trace.NewFlightRecorder(trace.FlightRecorderConfig{MinAge: 10 * time.Millisecond})
	if err := recorder.Start(); err != nil {
		panic(err)
	}
	until := time.Now().Add(lasting)
	go channels(until)
	go growth(until)
	for time.Now().Before(until) {
		if _, err := recorder.WriteTo(io.Discard); err != nil {
			panic(err)
		}
		start()
		time.Sleep(5 * time.Millisecond)
		trace.Stop()
	}
	recorder.Stop()
}
