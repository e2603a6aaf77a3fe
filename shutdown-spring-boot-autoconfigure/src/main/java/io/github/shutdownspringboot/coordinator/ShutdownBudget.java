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

package io.github.shutdownspringboot.coordinator;

import java.time.Duration;

/**
 * Compares what a shutdown may take with what the platform allows. A process that is
 * killed tells nobody goodbye, so it is better to know before.
 *
 * @param timeout the deadline of the whole shutdown
 * @param worstCase what the stages may take together, no longer than the deadline
 * @param preStop what is gone before the shutdown begins
 * @param gracePeriod what the platform allows for both
 */
record ShutdownBudget(Duration timeout, Duration worstCase, Duration preStop, Duration gracePeriod) {

	boolean isOverrun() {
		return this.worstCase.plus(this.preStop).compareTo(this.gracePeriod) > 0;
	}

	InvalidShutdownConfigurationException toException() {
		return new InvalidShutdownConfigurationException(describe(), remedy());
	}

	String describe() {
		boolean deadline = this.worstCase.compareTo(this.timeout) >= 0;
		String arithmetic = print(this.worstCase) + (deadline ? " of 'shutdown.timeout'" : " of all stages")
				+ (this.preStop.isZero() ? "" : " + " + print(this.preStop) + " of 'shutdown.pre-stop' = "
						+ print(this.worstCase.plus(this.preStop)));
		return "The shutdown may take longer than the platform allows: %s, and 'shutdown.termination-grace-period' is %s."
			.formatted(arithmetic, print(this.gracePeriod));
	}

	String remedy() {
		Duration left = this.gracePeriod.minus(this.preStop);
		String raise = "raise the grace period of the platform and set 'shutdown.termination-grace-period' to it.";
		return (left.isNegative() || left.isZero()) ? "Lower 'shutdown.pre-stop', or " + raise
				: "Set 'shutdown.timeout' to no more than %s, or %s".formatted(print(left), raise);
	}

	private static String print(Duration duration) {
		return InvalidShutdownConfigurationException.print(duration);
	}

}
