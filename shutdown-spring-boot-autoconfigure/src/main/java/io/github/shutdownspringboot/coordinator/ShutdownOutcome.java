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

/**
 * How a shutdown went, from best to worst.
 *
 * @since 0.1.0
 */
public enum ShutdownOutcome {

	/**
	 * Everything ended by itself and in time.
	 */
	CLEAN,

	/**
	 * A stage ran out of time: requests, streams or work were cut.
	 */
	TIMED_OUT,

	/**
	 * A stage failed, or a client failed or ran out of time.
	 */
	FAILED,

	/**
	 * The deadline of the whole shutdown passed.
	 */
	FORCED,

	/**
	 * The process was gone before the shutdown was over, or without one. Found when the
	 * application starts again; never the outcome of a shutdown that reports itself.
	 */
	CRASHED

}
