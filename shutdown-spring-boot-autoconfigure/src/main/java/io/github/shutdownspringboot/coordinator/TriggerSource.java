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

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Knows what asked for a shutdown.
 *
 * @since 0.1.0
 */
@Internal
public interface TriggerSource {

	/**
	 * The trigger if no source has seen another.
	 */
	String CONTEXT_CLOSE = "CONTEXT_CLOSE";

	/**
	 * Return what asked for the shutdown that begins now.
	 * @return the trigger, or {@code null} if this source has seen none
	 */
	@Nullable String getTrigger();

	/**
	 * Return what the trigger may be.
	 * @return all triggers that this source may ever return
	 */
	Set<String> getPossibleTriggers();

}
