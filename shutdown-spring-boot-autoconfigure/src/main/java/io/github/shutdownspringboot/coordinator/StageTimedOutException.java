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

import java.util.List;

/**
 * A stage ran out of a time of its own, which is shorter than that of the stage, and has
 * cut what was left. It is reported as timed out and not as failed.
 *
 * @since 0.1.0
 */
@Internal
public final class StageTimedOutException extends Exception {

	private final transient List<ShutdownReport.Unfinished> unfinished;

	/**
	 * Make an exception.
	 * @param cut what was cut, in words
	 * @param unfinished the same one by one, as it was before it was cut
	 */
	public StageTimedOutException(String cut, List<ShutdownReport.Unfinished> unfinished) {
		super(cut);
		this.unfinished = List.copyOf(unfinished);
	}

	List<ShutdownReport.Unfinished> getUnfinished() {
		return this.unfinished;
	}

}
