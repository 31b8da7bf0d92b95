// Programs whose logs are judged: each workload is traced for so many milliseconds, again and again in some, and uses its part of
// the runtime hard. Usage: workloads NAME MILLISECONDS
package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"runtime/trace"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

var workloads = map[string]func(time.Duration){
	"http":       traced(serve),
	"collect":    traced(collect),
	"gomaxprocs": traced(resize),
	"restarts":   restarts,
	"timers":     traced(timers),
	"locks":      traced(locks),
	"channels":   traced(channels),
	"children":   traced(children),
	"threads":    traced(threads),
	"growth":     traced(growth),
}

var sink atomic.Int64

func main() {
	if len(os.Args) == 3 {
		millis, err := strconv.Atoi(os.Args[2])
		if work := workloads[os.Args[1]]; work != nil && err == nil {
			work(time.Duration(millis) * time.Millisecond)
			return
		}
	}
	fmt.Fprintln(os.Stderr, "usage: workloads NAME MILLISECONDS")
	os.Exit(2)
}

// traced runs a workload within one trace.
func traced(work func(until time.Time)) func(time.Duration) {
	return func(lasting time.Duration) {
		start()
		work(time.Now().Add(lasting))
		trace.Stop()
	}
}

func start() {
	if err := trace.Start(io.Discard); err != nil {
		panic(err)
	}
}

// several runs one function on many goroutines until the time is over.
func several(many int, until time.Time, work func(worker int)) {
	var all sync.WaitGroup
	for worker := range many {
		all.Add(1)
		go func() {
			defer all.Done()
			for time.Now().Before(until) {
				work(worker)
			}
		}()
	}
	all.Wait()
}

// serve answers clients over loopback.
func serve(until time.Time) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	page := make([]byte, 10_000)
	server := &http.Server{Handler: http.HandlerFunc(func(to http.ResponseWriter, _ *http.Request) {
		if _, err := to.Write(page); err != nil {
			return
		}
	})}
	go server.Serve(listener)
	url := "http://" + listener.Addr().String()
	several(8, until, func(int) {
		answer, err := http.Get(url)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	})
	_ = server.Close()
}

type node struct{ left, right *node }

func grown(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{grown(depth - 1), grown(depth - 1)}
}

// collect keeps the collector at work.
func collect(until time.Time) {
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	several(4, until, func(int) {
		if grown(10).left != nil {
			sink.Add(1)
		}
		runtime.Gosched()
	})
}

// resize changes the number of Ps while goroutines hand over to each other.
func resize(until time.Time) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	go func() {
		for time.Now().Before(until) {
			runtime.GOMAXPROCS(1 + rand.IntN(8))
			time.Sleep(200 * time.Microsecond)
		}
	}()
	channels(until)
}

// restarts traces for two milliseconds, again and again.
func restarts(lasting time.Duration) {
	until := time.Now().Add(lasting)
	go growth(until)
	for time.Now().Before(until) {
		start()
		time.Sleep(2 * time.Millisecond)
		trace.Stop()
	}
}

func timers(until time.Time) {
	several(200, until, func(worker int) {
		time.Sleep(time.Duration(worker%10) * 10 * time.Microsecond)
	})
}

func locks(until time.Time) {
	var lock sync.RWMutex
	several(16, until, func(worker int) {
		if worker%4 == 0 {
			lock.Lock()
			sink.Add(1)
			runtime.Gosched()
			lock.Unlock()
			return
		}
		lock.RLock()
		runtime.Gosched()
		lock.RUnlock()
	})
}

// channels passes a value round a ring.
func channels(until time.Time) {
	const many = 8
	var ring [many]chan int
	for at := range ring {
		ring[at] = make(chan int)
	}
	var all sync.WaitGroup
	for at := range many {
		all.Add(1)
		go func() {
			defer all.Done()
			next := ring[(at+1)%many]
			for value := range ring[at] {
				if at == 0 && time.Now().After(until) {
					value = -1
				}
				next <- value
				if value < 0 {
					break
				}
			}
			if at == 0 {
				<-ring[0]
			}
		}()
	}
	ring[0] <- 0
	all.Wait()
}

// children waits for other processes beside goroutines that write.
func children(until time.Time) {
	go channels(until)
	several(2, until, func(int) { _ = exec.Command("/bin/true").Run() })
}

// threads come and go: a goroutine that ends while it is locked takes its thread along.
func threads(until time.Time) {
	several(4, until, func(int) {
		done := make(chan bool)
		go func() {
			runtime.LockOSThread()
			close(done)
		}()
		<-done
	})
}

func deepen(left int) int {
	var frame [300]byte
	frame[left%len(frame)] = 1
	if left == 0 {
		return int(frame[0])
	}
	return deepen(left-1) + int(frame[left%len(frame)])
}

// growth has stacks grow.
func growth(until time.Time) {
	several(4, until, func(int) {
		done := make(chan int)
		go func() { done <- deepen(80) }()
		sink.Add(int64(<-done))
	})
}
