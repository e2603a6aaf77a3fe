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
 * Collects durations. There is one if the application has meters. All methods may be
 * called from any thread and do not block.
 *
 * @since 0.1.0
 */
@Internal
public interface TimingRecorder {

	/**
	 * Make a meter, before there is anything to record.
	 * @param timing what will be measured
	 */
	void register(Timing timing);

	/**
	 * Take a meter away.
	 * @param timing what will not be measured
	 */
	void remove(Timing timing);

	/**
	 * Record a duration.
	 * @param timing what was measured; registered before
	 * @param duration the time it took
	 */
	void record(Timing timing, Duration duration);

}
