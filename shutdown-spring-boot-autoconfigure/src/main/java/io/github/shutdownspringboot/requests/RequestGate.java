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

package io.github.shutdownspringboot.requests;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

import io.github.shutdownspringboot.coordinator.InFlight;
import io.github.shutdownspringboot.coordinator.InFlightTracker;
import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.Measurement;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import io.github.shutdownspringboot.http.Refusal;
import io.github.shutdownspringboot.http.RefusalProvider;
import io.github.shutdownspringboot.http.RequestArrivals;
import io.github.shutdownspringboot.http.RequestExclusion;
import io.github.shutdownspringboot.http.RequestHead;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where each request comes in and each response goes out. Counts what is in flight,
 * refuses what comes while draining, and knows when nothing is left. The web stacks have
 * thin adapters round it.
 *
 * @since 0.1.0
 */
@Internal
public final class RequestGate implements StatusContributor {

	private static final Logger logger = LoggerFactory.getLogger(RequestGate.class);

	private final ShutdownCoordinator coordinator;

	private final RequestArrivals arrivals;

	private final List<RequestExclusion> exclusions;

	private final List<RefusalProvider> refusalProviders;

	private final Refusal serviceUnavailable;

	private final boolean rejectWhileDraining;

	private final InFlightTracker served;

	/**
	 * Requests that are being refused. Their responses are waited for as well, so that
	 * the client sees them, but only by the settle stage.
	 */
	private final InFlightTracker refused;

	private final LongAdder rejectedCount = new LongAdder();

	private final LongAdder abortedCount = new LongAdder();

	RequestGate(ShutdownCoordinator coordinator, ShutdownClock clock, RequestArrivals arrivals,
			List<RequestExclusion> exclusions, List<RefusalProvider> refusalProviders, Duration retryAfter,
			boolean rejectWhileDraining) {
		this.coordinator = coordinator;
		this.arrivals = arrivals;
		this.exclusions = exclusions;
		this.refusalProviders = refusalProviders;
		this.serviceUnavailable = Refusal.serviceUnavailable(retryAfter);
		this.rejectWhileDraining = rejectWhileDraining;
		this.served = new InFlightTracker(clock);
		this.refused = new InFlightTracker(clock);
	}

	/**
	 * Let a request in.
	 * @param head the request
	 * @return what is to be done with it, {@code null} if it is none of our business
	 */
	public @Nullable Admission admit(RequestHead head) {
		String path = head.getPath();
		for (RequestExclusion exclusion : this.exclusions) {
			if (exclusion.excludes(path)) {
				return null;
			}
		}
		this.arrivals.arrived();
		InFlightRequest request = new InFlightRequest(head.getMethod());
		InFlight inFlight = begin(request);
		if (inFlight != null) {
			return new Admission(inFlight, request, null);
		}
		return new Admission(beginRefusal(request), request, getRefusal(head));
	}

	/**
	 * Begin a request, unless requests are refused: whoever has seen that the drain has
	 * begun sees that as well, be it before the stage runs.
	 * @param request the request
	 * @return what it is tracked as, or {@code null} if it is to be refused
	 */
	private @Nullable InFlight begin(InFlightRequest request) {
		if (!this.rejectWhileDraining) {
			return this.served.begin(request);
		}
		return isDraining() ? null : this.served.tryBegin(request);
	}

	/**
	 * Begin to refuse a request that the server cannot read to the end of its head, so
	 * that nothing better is known for it than {@link #getServiceUnavailable() 503}.
	 * @param method the method
	 * @return what the request is tracked as until its response has been sent
	 */
	public InFlight beginRefusal(String method) {
		return beginRefusal(new InFlightRequest(method));
	}

	private InFlight beginRefusal(InFlightRequest request) {
		this.rejectedCount.increment();
		return this.refused.begin(request);
	}

	public Refusal getServiceUnavailable() {
		return this.serviceUnavailable;
	}

	/**
	 * Return how to refuse a request, be it one that was served and not answered in time.
	 * @param head the request
	 * @return what to answer
	 */
	public Refusal getRefusal(RequestHead head) {
		for (RefusalProvider provider : this.refusalProviders) {
			Refusal refusal = provider.getRefusal(head);
			if (refusal != null) {
				return refusal;
			}
		}
		return this.serviceUnavailable;
	}

	/**
	 * Return whether connections should be closed after the response that is on its way:
	 * they are, from the moment the shutdown begins.
	 * @return whether to send {@code Connection: close}, on HTTP/1
	 */
	public boolean isClosingConnections() {
		return this.coordinator.getState() != ShutdownState.RUNNING;
	}

	/**
	 * Return whether requests may be refused.
	 * @return whether the drain has begun
	 */
	public boolean isDraining() {
		return this.coordinator.getState().isAtLeast(ShutdownState.DRAINING);
	}

	CompletionStage<?> drain() {
		return this.served.drain();
	}

	/**
	 * Wait for what slipped in after the drain.
	 * @return what completes when no response is on its way
	 */
	CompletionStage<?> settle() {
		return CompletableFuture.allOf(this.served.drain().toCompletableFuture(),
				this.refused.drain().toCompletableFuture());
	}

	boolean hasAborted() {
		return this.abortedCount.sum() > 0;
	}

	/**
	 * The time to wait for requests is over.
	 * @param interrupt whether threads that are at work on one are interrupted
	 */
	void abort(boolean interrupt) {
		List<InFlight> left = this.served.getItems();
		this.abortedCount.add(left.size());
		left.forEach((inFlight) -> {
			if (!interrupt || !inFlight.interrupt()) {
				answerOverdue(inFlight);
			}
		});
	}

	private void answerOverdue(InFlight inFlight) {
		try {
			if (inFlight.getDescriber() instanceof InFlightRequest request) {
				request.answerOverdue();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("A request that is overdue cannot be answered any more", ex);
		}
	}

	List<ShutdownReport.Unfinished> getUnfinished() {
		return this.served.getItems().stream().map(RequestGate::toUnfinished).toList();
	}

	private static ShutdownReport.Unfinished toUnfinished(InFlight inFlight) {
		Map<String, Object> description = inFlight.getDescription();
		return inFlight.toUnfinished("request " + description.get("method") + " " + description.get("path"));
	}

	long getActive() {
		return this.served.getCount();
	}

	@Override
	public Map<String, Long> getCounts() {
		Map<String, Long> counts = new LinkedHashMap<>();
		counts.put("activeRequests", getActive());
		counts.put("rejectedRequests", this.rejectedCount.sum());
		return counts;
	}

	@Override
	public Map<String, List<Map<String, Object>>> getDetails() {
		return Map.of("inFlight", this.served.getItems().stream().map(RequestGate::describe).toList());
	}

	private static Map<String, Object> describe(InFlight inFlight) {
		Map<String, Object> description = new LinkedHashMap<>(inFlight.getDescription());
		description.put("age", Duration.ofMillis(inFlight.getAge().toMillis()).toString());
		return description;
	}

	@Override
	public List<Measurement> getMeasurements() {
		return List.of(
				new Measurement(Measurement.Type.GAUGE, "shutdown.requests.active", Map.of(), "Requests in flight",
						"requests", this::getActive),
				new Measurement(Measurement.Type.COUNTER, "shutdown.requests.rejected", Map.of(),
						"Requests that were turned away while draining", "requests", this.rejectedCount::sum),
				new Measurement(Measurement.Type.COUNTER, "shutdown.requests.aborted", Map.of(),
						"Requests that were still in flight when the time to wait for them was over", "requests",
						this.abortedCount::sum));
	}

}
