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

import org.springframework.context.support.GenericApplicationContext;

/**
 * Brings into a {@link ShutdownWarmUp} what a feature needs that is not the starter's.
 * Named in {@code META-INF/spring.factories}, so that nothing is done about it before a
 * warm-up; one that cannot be created needs a library that the application does not have.
 *
 * @since 0.1.0
 */
@Internal
public interface WarmUpBeans {

	/**
	 * Register beans. They must be harmless to create and to close, and know nothing of
	 * the application. Called on the thread of the warm-up.
	 * @param context the context of the warm-up, before it is refreshed
	 */
	void register(GenericApplicationContext context);

}
