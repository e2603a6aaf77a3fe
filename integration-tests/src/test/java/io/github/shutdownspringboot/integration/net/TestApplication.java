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

package io.github.shutdownspringboot.integration.net;

import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application with the starter that holds a client whose server is behind a
 * {@link Relay}.
 */
final class TestApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final ShutdownCoordinator coordinator;

	private TestApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.coordinator = context.getBean(ShutdownCoordinator.class);
	}

	/**
	 * Start an application without a web server.
	 * @param configuration declares the client; may inject the relay
	 * @param relay stands between the client and its server
	 * @param properties properties of the application
	 */
	static TestApplication start(Class<?> configuration, Relay relay, String... properties) {
		return new TestApplication(new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.bannerMode(Banner.Mode.OFF)
			.initializers((context) -> context.getBeanFactory().registerSingleton("relay", relay))
			.properties(properties)
			.run());
	}

	<T> T getBean(Class<T> type) {
		return this.context.getBean(type);
	}

	ShutdownCoordinator getCoordinator() {
		return this.coordinator;
	}

	/**
	 * Stop the application.
	 * @return how that went
	 */
	ShutdownReport stop() {
		this.context.close();
		return this.coordinator.getReport();
	}

	@Override
	public void close() {
		this.context.close();
	}

}
