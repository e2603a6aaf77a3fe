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

package io.github.shutdownspringboot.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.TestThreads;
import io.github.shutdownspringboot.application.FastStream;
import io.github.shutdownspringboot.application.HttpProbe;
import io.github.shutdownspringboot.application.Releasable;
import io.github.shutdownspringboot.application.TestServer;
import io.github.shutdownspringboot.application.TransferController;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.requests.RequestGate;
import io.github.shutdownspringboot.streams.StreamRegistry;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in this JVM that a client does something to at one moment of its drain.
 */
final class FaultyDrain implements AutoCloseable {

	private final Fault fault;

	private final ConfigurableApplicationContext context;

	private final ShutdownCoordinator coordinator;

	private final RequestGate gate;

	private final StreamRegistry registry;

	private final HeldDrain.Door door;

	private final HeldDrain.Hold hold;

	private final int port;

	private final HttpProbe probe;

	private CompletableFuture<Void> closed = new CompletableFuture<>();

	private long refusedBefore;

	private FaultyDrain(Fault fault, ConfigurableApplicationContext context) {
		this.fault = fault;
		this.context = context;
		this.coordinator = context.getBean(ShutdownCoordinator.class);
		this.gate = context.getBean(RequestGate.class);
		this.registry = context.getBean(StreamRegistry.class);
		this.door = context.getBean(HeldDrain.Door.class);
		this.hold = context.getBean(HeldDrain.Hold.class);
		this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
		this.probe = new HttpProbe(this.port);
	}

	static FaultyDrain start(TestServer server, Fault fault, Path file) {
		List<String> arguments = new ArrayList<>(server.getArguments());
		arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true",
				"--transfer.file=" + file));
		arguments.addAll(fault.getProperties());
		return new FaultyDrain(fault,
				new SpringApplication(server.getApplication(), HeldDrain.class).run(arguments.toArray(String[]::new)));
	}

	/**
	 * Let the client do what it does, and the application stop.
	 * @param moment when the client comes
	 * @return what it saw
	 * @throws Exception if the client itself fails
	 */
	String drive(Moment moment) throws Exception {
		try (Exchange exchange = this.fault.connect(this.port)) {
			if (moment == Moment.BEFORE) {
				exchange.begin();
				awaitArrival();
				if (this.fault == Fault.SLOW_STREAM_READER) {
					awaitStandstill();
				}
			}
			this.closed = TestThreads.run(this.context::close);
			this.door.awaitArrival();
			if (moment == Moment.AT) {
				exchange.begin();
			}
			this.door.open();
			await().until(() -> this.coordinator.getState().isAtLeast(ShutdownState.DRAINING));
			if (moment == Moment.AFTER) {
				awaitRefusals();
				exchange.begin();
			}
			awaitArrival();
			exchange.goOn();
			release();
			return see(exchange);
		}
	}

	/**
	 * Whoever is refused sees it while the drain goes on.
	 */
	private String see(Exchange exchange) throws Exception {
		if (this.fault.getEnding() == Fault.Ending.BY_ITSELF && refused() > 0) {
			String seen = exchange.see();
			end();
			return seen;
		}
		this.hold.end();
		if (this.fault.getEnding() == Fault.Ending.NOT_READ) {
			end();
		}
		String seen = exchange.see();
		end();
		return seen;
	}

	private void end() {
		this.hold.end();
		assertThat(this.closed).succeedsWithin(60, TimeUnit.SECONDS);
	}

	/**
	 * Wait until the server knows of the client. What is no request is known to nobody,
	 * but servers accept connections in their order.
	 */
	private void awaitArrival() {
		if (this.fault == Fault.HALF_OPEN) {
			this.probe.get("/quick").join();
			return;
		}
		await()
			.until(() -> refused() + requests() + this.registry.getCounts().get("activeStreams") + endedStreams() > 0);
	}

	/**
	 * Return how many requests the server works on. An upgrade is one of them until the
	 * session is open.
	 */
	private long requests() {
		return (this.fault != Fault.WEB_SOCKET) ? count("activeRequests") : 0;
	}

	private void awaitRefusals() {
		await().until(() -> this.probe.get("/quick").join().statusCode() == 503);
		this.refusedBefore = count("rejectedRequests");
	}

	/**
	 * Wait until nothing more goes out to a client that does not read.
	 */
	private void awaitStandstill() {
		FastStream stream = this.context.getBean(FastStream.class);
		long[] previous = { 0, 0 };
		await().pollInterval(Duration.ofMillis(100)).until(() -> {
			long sent = stream.getSent();
			previous[1] = (sent > 0 && sent == previous[0]) ? previous[1] + 1 : 0;
			previous[0] = sent;
			return previous[1] == 10;
		});
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	private long refused() {
		return count("rejectedRequests") - this.refusedBefore;
	}

	private long count(String name) {
		return this.gate.getCounts().get(name);
	}

	private long endedStreams() {
		return this.registry.getMeasurements()
			.stream()
			.filter((measurement) -> measurement.name().equals("shutdown.streams.ended"))
			.mapToLong((measurement) -> measurement.value().getAsLong())
			.sum();
	}

	private void release() {
		this.context.getBean(Releasable.class).release();
		this.context.getBean(TransferController.class).answer();
	}

	ShutdownReport getReport() {
		return this.coordinator.getReport();
	}

	@Override
	public void close() {
		if (!this.closed.isDone()) {
			if (!this.context.isClosed()) {
				this.closed = TestThreads.run(this.context::close);
			}
			release();
			this.hold.end();
			this.door.open();
			assertThat(this.closed).succeedsWithin(60, TimeUnit.SECONDS);
		}
	}

}
