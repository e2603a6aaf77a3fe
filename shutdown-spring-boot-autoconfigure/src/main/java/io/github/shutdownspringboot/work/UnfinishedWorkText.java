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

import java.util.Locale;

/**
 * Unfinished work in words, for reports and logs.
 */
final class UnfinishedWorkText {

	private UnfinishedWorkText() {
	}

	static String describe(UnfinishedWork work, boolean withPayload) {
		String text = String.format(Locale.ROOT, "%s %s (%.3f s)", work.name(), work.id(), work.age().toNanos() / 1e9);
		return (withPayload && work.payload() != null) ? text + " " + work.payload() : text;
	}

}
