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
import java.util.HashSet;
import java.util.List;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.ShutdownPhases;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of clients.
 */
@ConfigurationProperties("shutdown.clients")
final class ClientsProperties implements InitializingBean {

	/**
	 * Time that closing all clients may take.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * Time that closing one client may take, unless it sets its own.
	 */
	private Duration closeTimeout = Duration.ofSeconds(5);

	/**
	 * Names of beans or registered clients, which are closed in this order and ahead of
	 * all others.
	 */
	private List<String> order = List.of();

	/**
	 * Lifecycle phase in which the clients are closed: the higher, the earlier.
	 */
	private int phase = ShutdownPhases.CLIENTS;

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getCloseTimeout() {
		return this.closeTimeout;
	}

	public void setCloseTimeout(Duration closeTimeout) {
		this.closeTimeout = closeTimeout;
	}

	public List<String> getOrder() {
		return this.order;
	}

	public void setOrder(List<String> order) {
		this.order = List.copyOf(order);
	}

	public int getPhase() {
		return this.phase;
	}

	public void setPhase(int phase) {
		this.phase = phase;
	}

	@Override
	public void afterPropertiesSet() {
		InvalidShutdownConfigurationException.check("shutdown.clients.timeout", this.timeout,
				this.timeout.toMillis() > 0, "Set it to a positive duration, for example 10s.");
		InvalidShutdownConfigurationException.check("shutdown.clients.close-timeout", this.closeTimeout,
				this.closeTimeout.toMillis() > 0, "Set it to a positive duration, for example 5s.");
		InvalidShutdownConfigurationException.check("shutdown.clients.order", this.order,
				new HashSet<>(this.order).size() == this.order.size(), "Name each client once.");
	}

}
