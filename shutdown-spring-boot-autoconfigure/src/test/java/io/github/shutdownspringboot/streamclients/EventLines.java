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

package io.github.shutdownspringboot.streamclients;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes events of lines: a blank line ends an event, and what no blank line follows is
 * none. A line that is neither data nor for the client itself is passed on as it is, so
 * that a test sees it.
 */
final class EventLines implements Consumer<String> {

	private static final String DATA = "data:";

	private static final String RETRY = "retry:";

	private final Consumer<String> event;

	private final List<String> lines = new ArrayList<>();

	EventLines(Consumer<String> event) {
		this.event = event;
	}

	@Override
	public void accept(String line) {
		if (line.isEmpty()) {
			this.event.accept(String.join("\n", this.lines));
			this.lines.clear();
		}
		else if (!line.startsWith(RETRY)) {
			this.lines.add(line.startsWith(DATA) ? line.substring(DATA.length()) : line);
		}
	}

}
