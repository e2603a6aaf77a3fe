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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownThreads;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Knows the open streams and ends them, each on its own and with a deadline of its own.
 *
 * @since 0.1.0
 */
@Internal
public final class StreamRegistry implements StatusContributor, DisposableBean {

	private final ShutdownClock clock;

	private final TerminationEvents events;

	private final StreamPolicies policies;

	private final Duration writeTimeout;

	private final InFlightTracker tracker;

	private final Set<OpenStream> streams = ConcurrentHashMap.newKeySet();

	private final Map<StreamKind, LongAdder> active = new ConcurrentHashMap<>();

	private final Map<OutcomeOfKind, LongAdder> ended = new ConcurrentHashMap<>();

	private final LongAdder cut = new LongAdder();

	private final EndingThreads endingThreads;

	/**
	 * Not the one that may be full of what is to be cut.
	 */
	private final ThreadPoolExecutor cuttingExecutor = newCuttingExecutor();

	private volatile @Nullable Ending ending;

	StreamRegistry(ShutdownClock clock, TerminationEvents events, StreamPolicies policies, Duration writeTimeout) {
		this.clock = clock;
		this.events = events;
		this.policies = policies;
		this.writeTimeout = writeTimeout;
		this.tracker = new InFlightTracker(clock);
		this.endingThreads = new EndingThreads(clock);
	}

	/**
	 * Return what clients are told.
	 * @return the message
	 */
	public String getMessage() {
		return this.events.getMessage();
	}

	private static ThreadPoolExecutor newCuttingExecutor() {
		// One task for each open stream at most, so the queue cannot grow without bound
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> ShutdownThreads.newThread("shutdown-streams-cut", task),
				new ThreadPoolExecutor.DiscardPolicy());
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * A response turns out to be a stream: it is counted as one from now on and ended
	 * when its time has come, which may be at once.
	 * @param details what is known of it
	 * @param inFlight what it is tracked as
	 * @param ending ends it; may be called before this method returns
	 * @return the gate that the application has to write through
	 */
	public StreamGate open(StreamDetails details, InFlight inFlight, StreamEnding ending) {
		GatedStream gated = new GatedStream(details, ending);
		StreamGate gate = new StreamGate(MessageBoundary.of(details), gated);
		OpenStream stream = new OpenStream(details.kind(), this.policies.get(details.path()), inFlight, gate);
		gated.stream = stream;
		inFlight.moveTo(this.tracker);
		// Nothing was written yet, so its end does not block; on another thread it might
		// come too late for a short response
		add(stream, Runnable::run);
		return gate;
	}

	/**
	 * A stream opens that is no HTTP response: it is counted until it says that it is
	 * closed.
	 * @param details what is known of it
	 * @param endable ends it; may be called before this method returns
	 * @param counted is given what is to be told how it ends, before anything is called
	 */
	public void open(StreamDetails details, EndableStream endable, Consumer<OpenStream> counted) {
		InFlight inFlight = this.tracker.begin(() -> Map.of("path", details.path()));
		OpenStream stream = new OpenStream(details.kind(), this.policies.get(details.path()), inFlight, endable);
		counted.accept(stream);
		add(stream, this.endingThreads);
	}

	private void add(OpenStream stream, Executor endingExecutor) {
		this.streams.add(stream);
		active(stream.getKind()).increment();
		stream.getInFlight().whenEnded(() -> closed(stream));
		Ending ending = this.ending;
		if (ending != null) {
			endInTime(stream, ending, endingExecutor);
		}
	}

	/**
	 * A response turns out to be no stream after all: it counts as a request again, and
	 * not as a stream that has ended.
	 * @param inFlight what it is tracked as
	 */
	public void cancel(InFlight inFlight) {
		this.streams.stream().filter((stream) -> stream.getInFlight() == inFlight).forEach(this::remove);
		inFlight.moveBack();
	}

	private void closed(OpenStream stream) {
		if (remove(stream)) {
			OpenStream.Ending ending = stream.getEnding();
			if (ending == OpenStream.Ending.CUT) {
				this.cut.increment();
			}
			ended(new OutcomeOfKind(stream.getKind(), ending.getOutcome())).increment();
		}
	}

	private boolean remove(OpenStream stream) {
		if (!this.streams.remove(stream)) {
			return false;
		}
		active(stream.getKind()).decrement();
		stream.cancelDeadlines();
		return true;
	}

	private LongAdder active(StreamKind kind) {
		return this.active.computeIfAbsent(kind, (key) -> new LongAdder());
	}

	private LongAdder ended(OutcomeOfKind outcome) {
		return this.ended.computeIfAbsent(outcome, (key) -> new LongAdder());
	}

	/**
	 * Return the time that ending one stream may take.
	 * @return the timeout
	 */
	public Duration getWriteTimeout() {
		return this.writeTimeout;
	}

	StreamPolicies getPolicies() {
		return this.policies;
	}

	CompletionStage<@Nullable Void> drain() {
		return this.tracker.drain();
	}

	/**
	 * End all streams, each when its time has come, and those that are still to come.
	 * @param schedule says when
	 * @param latest when all must be on their way
	 */
	void endAll(EndSchedule schedule, Duration latest) {
		Ending ending = new Ending(schedule, latest, this.clock.nanoTime());
		// The order matters: a stream that is not seen here sees the schedule
		this.ending = ending;
		this.streams.forEach((stream) -> endInTime(stream, ending, this.endingThreads));
	}

	private void endInTime(OpenStream stream, Ending ending, Executor executor) {
		Duration delay = ending.delay(stream.getPolicy(), this.clock);
		if (delay.isZero()) {
			executor.execute(() -> end(stream));
		}
		else {
			stream
				.setDeadlines(List.of(this.clock.schedule(delay, () -> this.endingThreads.execute(() -> end(stream)))));
		}
	}

	private void end(OpenStream stream) {
		stream.setDeadlines(
				List.of(after(this.writeTimeout.dividedBy(2), this.endingThreads, stream, EndableStream::forceEnd),
						after(this.writeTimeout, this.cuttingExecutor, stream, EndableStream::cut)));
		stream.getStream().requestEnd();
		if (!this.streams.contains(stream)) {
			stream.cancelDeadlines();
		}
	}

	private ShutdownClock.Cancellable after(Duration delay, Executor executor, OpenStream stream,
			Consumer<EndableStream> step) {
		return this.clock.schedule(delay, () -> executor.execute(() -> {
			if (this.streams.contains(stream)) {
				step.accept(stream.getStream());
			}
		}));
	}

	/**
	 * Give up on the streams that are left.
	 */
	void abandon() {
		this.streams.forEach(OpenStream::givenUp);
	}

	/**
	 * Return how many streams were cut and are closed.
	 * @return the count, without those whose clients were gone
	 */
	long getCut() {
		return this.cut.sum();
	}

	List<ShutdownReport.Unfinished> getUnfinished() {
		return this.streams.stream().map(OpenStream::toUnfinished).toList();
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
		return Stream.of(StreamKind.values())
			.flatMap((kind) -> Stream.concat(Stream.of(measureActive(kind)),
					Stream.of(OpenStream.Outcome.values())
						.map((outcome) -> measureEnded(new OutcomeOfKind(kind, outcome)))))
			.toList();
	}

	private Measurement measureActive(StreamKind kind) {
		return new Measurement(Measurement.Type.GAUGE, "shutdown.streams.active", Map.of("kind", kind.toTag()),
				"Streams that are open", "streams", active(kind)::sum);
	}

	private Measurement measureEnded(OutcomeOfKind key) {
		return new Measurement(Measurement.Type.COUNTER, "shutdown.streams.ended",
				Map.of("kind", key.kind().toTag(), "outcome", key.outcome().name().toLowerCase(Locale.ROOT)),
				"Streams that have ended", "streams", ended(key)::sum);
	}

	@Override
	public void destroy() {
		this.endingThreads.shutdown();
		this.cuttingExecutor.shutdown();
	}

	/**
	 * The shutdown's side of a gate: gives the adapter the words to send, and records the
	 * outcome.
	 */
	private final class GatedStream implements StreamGate.Ending {

		private final StreamDetails details;

		private final StreamEnding ending;

		private @Nullable OpenStream stream;

		GatedStream(StreamDetails details, StreamEnding ending) {
			this.details = details;
			this.ending = ending;
		}

		@Override
		public void end(String endOfTornMessage, boolean modelContextProtocol) {
			String lastWords = StreamRegistry.this.events
				.create(modelContextProtocol ? this.details.withModelContextProtocol() : this.details);
			boolean encoded = this.ending.isEncoded();
			// The order matters: the outcome is read when the stream is over
			if (this.ending.send(encoded ? "" : endOfTornMessage + lastWords) && !encoded) {
				getStream().terminated();
			}
			else {
				getStream().abandoned();
			}
			this.ending.complete();
		}

		@Override
		public boolean cut() {
			if (this.ending.isSent()) {
				// It is the application that has not come back from its response
				return true;
			}
			getStream().cut();
			return this.ending.cut();
		}

		@Override
		public void writerIsFree() {
			this.ending.writerIsFree();
		}

		private OpenStream getStream() {
			return Objects.requireNonNull(this.stream);
		}

	}

	/**
	 * The end of all streams, which has begun.
	 *
	 * @param schedule says when each is ended
	 * @param latest when all must be on their way
	 * @param startNanos when it began
	 */
	private record Ending(EndSchedule schedule, Duration latest, long startNanos) {

		Duration delay(StreamPolicy policy, ShutdownClock clock) {
			Duration delay = this.schedule.delay(policy);
			Duration bounded = (delay.compareTo(this.latest) > 0) ? this.latest : delay;
			Duration left = bounded.minusNanos(clock.nanoTime() - this.startNanos);
			return left.isNegative() ? Duration.ZERO : left;
		}

	}

	private record OutcomeOfKind(StreamKind kind, OpenStream.Outcome outcome) {

	}

}
