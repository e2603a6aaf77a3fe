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

import org.jspecify.annotations.Nullable;

/**
 * Looks at the configuration when the application starts, for something that works and
 * will be regretted when it stops.
 *
 * @since 0.1.0
 */
@Internal
@FunctionalInterface
public interface StartupCheck {

	/**
	 * Look. Called once, when all beans exist.
	 * @return what is to be logged as a warning: what is wrong and what to do about it;
	 * {@code null} if nothing is
	 */
	@Nullable String check();

}
