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
import java.util.Locale;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.SingleLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What an operator reads of the clients: one line for each.
 */
final class ClientsLog {

	private static final Logger logger = LoggerFactory.getLogger(ClientRegistry.class);

	private ClientsLog() {
	}

	static void over(ShutdownReport.Client client, @Nullable Throwable failure) {
		String name = SingleLine.of(client.name());
		String took = seconds(client.duration());
		String message = (client.message() != null) ? SingleLine.of(client.message()) : null;
		switch (client.state()) {
			case FAILED ->
				of(client, Level.WARN).setCause(failure).log("Client '{}' failed after {}: {}", name, took, message);
			case TIMED_OUT -> of(client, Level.WARN).setCause(failure)
				.log("Client '{}' timed out after {}, it is not waited for any more: {}", name, took, message);
			case SKIPPED -> of(client, ClientExecution.NO_TIME.equals(message) ? Level.WARN : Level.INFO)
				.log("Client '{}' was not closed: {}", name, message);
			default -> closed(client, name, took, message, failure);
		}
	}

	private static void closed(ShutdownReport.Client client, String name, String took, @Nullable String message,
			@Nullable Throwable failure) {
		if (message == null) {
			of(client, Level.INFO).log("Client '{}' closed after {}", name, took);
		}
		else {
			of(client, Level.WARN).setCause(failure)
				.log("Client '{}' closed after {}, but not at once: {}", name, took, message);
		}
	}

	private static LoggingEventBuilder of(ShutdownReport.Client client, Level level) {
		Duration duration = client.duration();
		return logger.atLevel(level)
			.addKeyValue("shutdown.client", client.name())
			.addKeyValue("shutdown.outcome", client.state())
			.addKeyValue("shutdown.durationMillis", (duration != null) ? duration.toMillis() : 0);
	}

	static void usedByOthers(String uses) {
		logger.warn("These beans have a destroy method and use a client that is closed before it is called: {}. "
				+ "Register them too, or let their destroy methods do without the client", uses);
	}

	static void tooLittleTime(Duration declared, Duration timeout) {
		logger.warn(
				"The timeouts that were declared for clients come to {}, and 'shutdown.clients.timeout' is {}: "
						+ "not all of them can have their time. Raise it, or declare less",
				InvalidShutdownConfigurationException.print(declared),
				InvalidShutdownConfigurationException.print(timeout));
	}

	private static String seconds(@Nullable Duration duration) {
		return (duration != null) ? String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9) : "no time";
	}

}
