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

package io.github.shutdownspringboot.streams;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Says how long after the beginning of the drain a stream is ended.
 *
 * @param grace the time that a stream gets to end by itself
 * @param finish the time that a stream gets which is to finish
 * @param spread the time over which the ends are spread
 * @param random gives numbers from 0 to 1
 */
record EndSchedule(Duration grace, Duration finish, Duration spread, DoubleSupplier random) {

	/**
	 * Return the latest time that a stream may be ended at.
	 * @param policies the policies that are in use
	 * @return the time since the beginning of the drain
	 */
	Duration latest(StreamPolicies policies) {
		Duration longest = (policies.use(StreamPolicy.FINISH) && this.finish.compareTo(this.grace) > 0) ? this.finish
				: this.grace;
		return longest.plus(this.spread);
	}

	/**
	 * Return when a stream is to be ended.
	 * @param policy its policy
	 * @return the time since the beginning of the drain
	 */
	Duration delay(StreamPolicy policy) {
		Duration delay = switch (policy) {
			case END -> Duration.ZERO;
			case GRACE -> this.grace;
			case FINISH -> this.finish;
		};
		return this.spread.isZero() ? delay
				: delay.plusNanos((long) (this.spread.toNanos() * this.random.getAsDouble()));
	}

}
