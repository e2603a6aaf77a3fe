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

package io.github.shutdownspringboot.clients;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.github.shutdownspringboot.coordinator.BeanCloser;
import io.github.shutdownspringboot.coordinator.ClientState;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.TimingRecorder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;

/**
 * Holds the clients until they are closed.
 */
final class DefaultClientRegistry implements ClientRegistry, BeanCloser, DisposableBean {

	private final ShutdownClock clock;

	private final Duration timeout;

	private final Duration closeTimeout;

	private final CreatedBeans createdBeans;

	private final BeanObjects objects;

	private final ClientTimings timings;

	private final Object monitor = new Object();

	private final Map<String, ClientExecution> clients = new LinkedHashMap<>();

	private boolean closed;

	private volatile List<String> first = List.of();

	DefaultClientRegistry(ShutdownClock clock, ClientsProperties properties, CreatedBeans createdBeans,
			BeanObjects objects, ClientTimings timings) {
		this.clock = clock;
		this.timeout = properties.getTimeout();
		this.closeTimeout = properties.getCloseTimeout();
		this.createdBeans = createdBeans;
		this.objects = objects;
		this.timings = timings;
	}

	@Override
	public Handle register(ClientRegistration registration) {
		return register(registration, null);
	}

	/**
	 * Register a client.
	 * @param registration the client and how it is closed
	 * @param beanName the bean that registers it, if one does
	 * @return a handle that takes the registration back
	 */
	Handle register(ClientRegistration registration, @Nullable String beanName) {
		String closed = this.objects.getNames(registration.getObject()).stream().findFirst().orElse(beanName);
		return register(registration.getName(), registration.getOrder(), registration.getTimeout(), closed,
				new ActionTarget(registration, this.objects));
	}

	Handle register(String name, @Nullable Integer order, @Nullable Duration timeout, @Nullable String beanName,
			ClientTarget target) {
		Client client = new Client(name, order, (timeout != null) ? timeout : this.closeTimeout, timeout != null,
				this.createdBeans.getSequence(beanName), beanName, target);
		ClientExecution execution = new ClientExecution(client, this.clock);
		synchronized (this.monitor) {
			if (this.closed) {
				throw new IllegalStateException(
						"The clients are being closed: '%s' cannot be registered any more".formatted(name));
			}
			if (this.clients.containsKey(name)) {
				throw new IllegalArgumentException("Another client is registered as '%s'".formatted(name));
			}
			this.clients.put(name, execution);
		}
		this.timings.register(name);
		return () -> unregister(name, execution);
	}

	private void unregister(String name, ClientExecution execution) {
		synchronized (this.monitor) {
			if (this.closed || !this.clients.remove(name, execution)) {
				return;
			}
		}
		this.timings.remove(name);
	}

	boolean contains(String name) {
		synchronized (this.monitor) {
			return this.clients.containsKey(name);
		}
	}

	/**
	 * Set the clients that are closed ahead of all others.
	 * @param first their names in closing order
	 */
	void setFirst(List<String> first) {
		this.first = first;
	}

	List<String> getFirst() {
		return this.first;
	}

	Collection<ClientExecution> getClients() {
		synchronized (this.monitor) {
			return List.copyOf(this.clients.values());
		}
	}

	/**
	 * Let nobody come or go any more.
	 * @return the clients to close
	 */
	Collection<ClientExecution> close() {
		synchronized (this.monitor) {
			this.closed = true;
			return getClients();
		}
	}

	/**
	 * Close what no stage has closed because the application has not started. Spring
	 * destroys the beans.
	 * @throws InterruptedException if the thread was interrupted meanwhile
	 */
	@Override
	public void destroy() throws InterruptedException {
		if (isClosed() && getPending() == 0) {
			return;
		}
		this.createdBeans.registrations()
			.filter((registration) -> !isClosed() && !contains(registration.getName()))
			.forEach(this::register);
		List<ClientExecution> open = close().stream()
			.filter((execution) -> execution.getState() == ClientState.PENDING)
			.filter((execution) -> !execution.getClient().target().isDestroyedBySpring())
			.toList();
		CountDownLatch over = new CountDownLatch(1);
		new ClosingRun(new ClosingPlan(open, this.first, (client, other) -> false), this.timeout, this.clock,
				(execution) -> ClientsLog.over(execution.toReport(true), execution.getFailure()))
			.start()
			.thenRun(over::countDown);
		over.await();
	}

	private boolean isClosed() {
		synchronized (this.monitor) {
			return this.closed;
		}
	}

	void setRecorder(TimingRecorder recorder) {
		this.timings.setRecorder(recorder);
	}

	@Override
	public boolean closes(String beanName) {
		for (ClientExecution execution : getClients()) {
			if (beanName.equals(execution.getClient().beanName())) {
				return true;
			}
		}
		return false;
	}

	Stream<Client> clients() {
		return getClients().stream().map(ClientExecution::getClient);
	}

	/**
	 * Return how many clients are not closed yet.
	 * @return the count
	 */
	long getPending() {
		long pending = 0;
		for (ClientExecution execution : getClients()) {
			pending += execution.getState().isTerminal() ? 0 : 1;
		}
		return pending;
	}

}
