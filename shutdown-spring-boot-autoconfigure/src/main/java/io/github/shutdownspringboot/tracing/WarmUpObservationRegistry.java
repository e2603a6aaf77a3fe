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

package io.github.shutdownspringboot.tracing;

import io.github.shutdownspringboot.coordinator.WarmUpBeans;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.context.support.GenericApplicationContext;

/**
 * Brings a registry into the warm-up, whose observations nobody is told of.
 */
final class WarmUpObservationRegistry implements WarmUpBeans {

	private final ObservationRegistry registry = ObservationRegistry.create();

	WarmUpObservationRegistry() {
		// Nothing is observed where nobody handles it
		this.registry.observationConfig().observationHandler((observed) -> true);
	}

	@Override
	public void register(GenericApplicationContext context) {
		context.registerBean(ObservationRegistry.class, () -> this.registry);
	}

}
