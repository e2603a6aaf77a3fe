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

package io.github.shutdownspringboot.process;

import java.util.List;
import java.util.Set;

import io.github.shutdownspringboot.coordinator.InvalidShutdownConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the process that the application runs in.
 *
 * @param signals names of the signals that are recorded as what asked for a shutdown,
 * without SIG. One that the JVM does not act on by itself ends the process as well
 * @param exit the exit code of the process
 */
@ConfigurationProperties("shutdown")
// @formatter:off
record ProcessProperties(@DefaultValue({ "TERM", "INT" }) List<String> signals, @DefaultValue Exit exit) {
// @formatter:on

	/**
	 * The signals that the JVM uses itself. It does not refuse handlers for all of them.
	 */
	private static final Set<String> TAKEN_SIGNALS = Set.of("QUIT", "USR2");

	ProcessProperties {
		signals.forEach((signal) -> InvalidShutdownConfigurationException.check("shutdown.signals", signal,
				signal.matches("[A-Z][A-Z0-9]*") && !signal.startsWith("SIG"),
				"Write the names of signals in upper case and without SIG, for example TERM, INT."));
		signals.forEach((signal) -> InvalidShutdownConfigurationException.check("shutdown.signals", signal,
				!TAKEN_SIGNALS.contains(signal), "Remove it: the JVM needs this signal for itself."));
		signals = List.copyOf(signals);
	}

	/**
	 * Properties of the exit code.
	 *
	 * @param failureCode exit code of the process when the shutdown failed or passed its
	 * deadline
	 * @param cleanCode exit code of the process when a signal asked for the shutdown and
	 * it was clean. The JVM's own unless set, 143 after SIGTERM
	 * @param onSecondSignal what a second signal does while the application shuts down
	 */
	record Exit(@DefaultValue("1") int failureCode, @Nullable Integer cleanCode,
			@DefaultValue("halt") OnSecondSignal onSecondSignal) {

		Exit {
			InvalidShutdownConfigurationException.check("shutdown.exit.failure-code", failureCode,
					failureCode > 0 && failureCode <= 255, "Set it to a number from 1 to 255.");
			if (cleanCode != null) {
				InvalidShutdownConfigurationException.check("shutdown.exit.clean-code", cleanCode,
						cleanCode >= 0 && cleanCode <= 255, "Set it to a number from 0 to 255.");
			}
		}

	}

	/**
	 * What a second signal does.
	 */
	enum OnSecondSignal {

		/**
		 * It ends the process at once.
		 */
		HALT,

		/**
		 * Nothing: the shutdown goes on.
		 */
		IGNORE

	}

}
