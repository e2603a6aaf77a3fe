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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of clients.
 *
 * @param timeout time that closing all clients may take
 * @param closeTimeout time that closing one client may take, unless it sets its own
 * @param order names of beans or registered clients, which are closed in this order and
 * ahead of all others
 * @param phase lifecycle phase in which the clients are closed: the higher, the earlier
 */
@ConfigurationProperties("shutdown.clients")
record ClientsProperties(@DefaultValue("10s") Duration timeout, @DefaultValue("5s") Duration closeTimeout,
		@DefaultValue List<String> order, @DefaultValue("" + ShutdownPhases.CLIENTS) int phase) {

	ClientsProperties {
		InvalidShutdownConfigurationException.check("shutdown.clients.timeout", timeout, timeout.toMillis() > 0,
				"Set it to a positive duration, for example 10s.");
		InvalidShutdownConfigurationException.check("shutdown.clients.close-timeout", closeTimeout,
				closeTimeout.toMillis() > 0, "Set it to a positive duration, for example 5s.");
		InvalidShutdownConfigurationException.check("shutdown.clients.order", order,
				new HashSet<>(order).size() == order.size(), "Name each client once.");
		order = List.copyOf(order);
	}

}
