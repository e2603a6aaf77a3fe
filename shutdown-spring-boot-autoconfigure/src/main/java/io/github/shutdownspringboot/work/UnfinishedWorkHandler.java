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

package io.github.shutdownspringboot.work;

import java.util.List;

/**
 * Takes what a shutdown could not finish: to store it, to hand it to somebody else, to
 * undo it. Every bean of this type is called.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UnfinishedWorkHandler {

	/**
	 * Work was cut. Called once, at {@code shutdown.work.timeout} and before clients are
	 * closed, for each handler on a thread of its own that is waited for two seconds at
	 * most. The threads of the work have been interrupted and may still be at it.
	 * @param unfinished what was cut, the oldest first, never empty
	 * @throws Exception if it cannot be taken; it is logged, and if no other handler
	 * takes the work, the report of the shutdown has it with its payload
	 */
	void handle(List<UnfinishedWork> unfinished) throws Exception;

}
