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

package io.github.shutdownspringboot.integration.data;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.port.AmqpPort;

/**
 * A broker in this JVM that speaks the protocol of RabbitMQ on 127.0.0.1. Its virtual
 * host is named {@code default}.
 */
public final class AmqpBroker implements AutoCloseable {

	private final SystemLauncher launcher;

	private final AmqpPort<?> port;

	private AmqpBroker() throws Exception {
		CompletableFuture<SystemConfig<?>> system = new CompletableFuture<>();
		this.launcher = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {

			@Override
			public void onContainerResolve(SystemConfig<?> systemConfig) {
				system.complete(systemConfig);
			}

		});
		this.launcher.startup(Map.of(SystemConfig.TYPE, "Memory", SystemConfig.INITIAL_CONFIGURATION_LOCATION,
				Objects.requireNonNull(getClass().getResource("/qpid.json")).toString(),
				SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false));
		Broker<?> broker = (Broker<?>) system.join().getContainer();
		this.port = (AmqpPort<?>) broker.getChildByName(Port.class, "amqp");
	}

	public static AmqpBroker start() throws Exception {
		return new AmqpBroker();
	}

	public int getPort() {
		return this.port.getBoundPort();
	}

	int countConnections() {
		return (int) this.port.getConnectionCount();
	}

	@Override
	public void close() {
		this.launcher.shutdown();
	}

}
