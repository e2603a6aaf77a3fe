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

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the process that the application runs in.
 */
@ConfigurationProperties("shutdown")
final class ProcessProperties implements InitializingBean {

	/**
	 * The signals that the JVM uses itself. It does not refuse handlers for all of them.
	 */
	private static final Set<String> TAKEN_SIGNALS = Set.of("QUIT", "USR2");

	/**
	 * Names of the signals that are recorded as what asked for a shutdown, without SIG.
	 * One that the JVM does not act on by itself ends the process as well.
	 */
	private List<String> signals = List.of("TERM", "INT");

	/**
	 * The exit code of the process.
	 */
	private final Exit exit = new Exit();

	public List<String> getSignals() {
		return this.signals;
	}

	public void setSignals(List<String> signals) {
		this.signals = List.copyOf(signals);
	}

	public Exit getExit() {
		return this.exit;
	}

	@Override
	public void afterPropertiesSet() {
		for (String signal : this.signals) {
			check(signal);
		}
		this.exit.check();
	}

	private static void check(String signal) {
		InvalidShutdownConfigurationException.check("shutdown.signals", signal,
				signal.matches("[A-Z][A-Z0-9]*") && !signal.startsWith("SIG"),
				"Write the names of signals in upper case and without SIG, for example TERM, INT.");
		InvalidShutdownConfigurationException.check("shutdown.signals", signal, !TAKEN_SIGNALS.contains(signal),
				"Remove it: the JVM needs this signal for itself.");
	}

	/**
	 * Properties of the exit code.
	 */
	static final class Exit {

		/**
		 * Exit code of the process when the shutdown failed or passed its deadline.
		 */
		private int failureCode = 1;

		/**
		 * Exit code of the process when a signal asked for the shutdown and it was clean.
		 * The JVM's own unless set, 143 after SIGTERM.
		 */
		private @Nullable Integer cleanCode;

		/**
		 * What a second signal does while the application shuts down.
		 */
		private OnSecondSignal onSecondSignal = OnSecondSignal.HALT;

		public int getFailureCode() {
			return this.failureCode;
		}

		public void setFailureCode(int failureCode) {
			this.failureCode = failureCode;
		}

		public @Nullable Integer getCleanCode() {
			return this.cleanCode;
		}

		public void setCleanCode(@Nullable Integer cleanCode) {
			this.cleanCode = cleanCode;
		}

		public OnSecondSignal getOnSecondSignal() {
			return this.onSecondSignal;
		}

		public void setOnSecondSignal(OnSecondSignal onSecondSignal) {
			this.onSecondSignal = onSecondSignal;
		}

		private void check() {
			InvalidShutdownConfigurationException.check("shutdown.exit.failure-code", this.failureCode,
					this.failureCode > 0 && this.failureCode <= 255, "Set it to a number from 1 to 255.");
			if (this.cleanCode != null) {
				InvalidShutdownConfigurationException.check("shutdown.exit.clean-code", this.cleanCode,
						this.cleanCode >= 0 && this.cleanCode <= 255, "Set it to a number from 0 to 255.");
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
