/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.streams;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Knows the open streams and ends them.
 *
 * @since 0.1.0
 */
@Internal
public final class StreamRegistry implements StatusContributor, DisposableBean {

	private static final String KIND = "sse";

	/**
	 * A thread is taken only by a stream whose client is slow to read; a few of those
	 * must not keep the others waiting.
	 */
	private static final int THREADS = 16;

	private final ShutdownClock clock;

	private final TerminationEvents events;

	private final Duration writeTimeout;

	private final InFlightTracker tracker;

	private final Set<OpenStream> streams = ConcurrentHashMap.newKeySet();

	private final Map<OpenStream.Outcome, LongAdder> ended = new ConcurrentHashMap<>();

	private final ThreadPoolExecutor executor;

	private volatile boolean ending;

	StreamRegistry(ShutdownClock clock, TerminationEvents events, Duration writeTimeout) {
		this.clock = clock;
		this.events = events;
		this.writeTimeout = writeTimeout;
		this.tracker = new InFlightTracker(clock);
		// One task for each open stream at most, so the queue cannot grow without bound
		this.executor = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> ShutdownThreads.newThread("shutdown-streams-end", task),
				new ThreadPoolExecutor.DiscardPolicy());
		this.executor.allowCoreThreadTimeOut(true);
	}

	/**
	 * A response turns out to be a stream: it is counted as one from now on and ended
	 * when its time has come, which may be at once.
	 * @param inFlight what it is tracked as
	 * @param ending ends it; may be called before this method returns
	 * @return the gate that the application has to write through
	 */
	public StreamGate open(InFlight inFlight, StreamEnding ending) {
		OpenStream stream = new OpenStream(ending);
		this.streams.add(stream);
		inFlight.moveTo(this.tracker);
		inFlight.whenEnded(() -> closed(stream));
		if (this.ending) {
			end(stream);
		}
		return stream.getGate();
	}

	/**
	 * A response turns out to be no stream after all: it counts as a request again, and
	 * not as a stream that has ended.
	 * @param inFlight what it is tracked as
	 * @param gate the gate that it was given
	 */
	public void cancel(InFlight inFlight, StreamGate gate) {
		this.streams.removeIf((stream) -> stream.getGate() == gate);
		inFlight.moveBack();
	}

	private void closed(OpenStream stream) {
		if (this.streams.remove(stream)) {
			ended(stream.getOutcome()).increment();
		}
	}

	private LongAdder ended(OpenStream.Outcome outcome) {
		return this.ended.computeIfAbsent(outcome, (key) -> new LongAdder());
	}

	/**
	 * Return what streams are sent before they are closed.
	 * @return the events
	 */
	public TerminationEvents getEvents() {
		return this.events;
	}

	/**
	 * Return the time that ending one stream may take.
	 * @return the timeout
	 */
	public Duration getWriteTimeout() {
		return this.writeTimeout;
	}

	CompletionStage<@Nullable Void> drain() {
		return this.tracker.drain();
	}

	/**
	 * End all streams, each on its own, and those that are still to come.
	 */
	void endAll() {
		// The order matters: a stream that is not seen here sees the flag
		this.ending = true;
		this.streams.forEach(this::end);
	}

	private void end(OpenStream stream) {
		this.executor.execute(() -> {
			StreamGate gate = stream.getGate();
			if (!gate.requestEnd()) {
				this.clock.schedule(this.writeTimeout, () -> this.executor.execute(gate::forceEnd));
			}
		});
	}

	/**
	 * Give up on the streams that are left.
	 */
	void abandon() {
		this.streams.forEach(OpenStream::abandon);
	}

	long getActive() {
		return this.tracker.getCount();
	}

	@Override
	public Map<String, Long> getCounts() {
		return Map.of("activeStreams", getActive());
	}

	@Override
	public List<Measurement> getMeasurements() {
		Measurement active = new Measurement(Measurement.Type.GAUGE, "shutdown.streams.active", Map.of("kind", KIND),
				"Streams that are open", "streams", this::getActive);
		return Stream.concat(Stream.of(active), Stream.of(OpenStream.Outcome.values()).map(this::measureEnded))
			.toList();
	}

	private Measurement measureEnded(OpenStream.Outcome outcome) {
		return new Measurement(Measurement.Type.COUNTER, "shutdown.streams.ended",
				Map.of("kind", KIND, "outcome", outcome.name().toLowerCase(Locale.ROOT)), "Streams that have ended",
				"streams", ended(outcome)::sum);
	}

	@Override
	public void destroy() {
		this.executor.shutdown();
	}

}
