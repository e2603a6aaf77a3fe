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

import java.util.function.Function;

import io.github.shutdownspringboot.coordinator.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Tracks results of reactive types, where the application has a library for them.
 *
 * @since 0.1.0
 */
@Internal
public interface ReactiveWork {

	/**
	 * Return whether a type is reactive.
	 * @param type what a method is declared to return, or has returned
	 * @return whether {@link #track} understands it
	 */
	boolean isReactive(Class<?> type);

	/**
	 * Make each subscription a piece of work.
	 * @param result what a method has returned
	 * @param begin begins the work, when the result is subscribed to, as a part of the
	 * work that subscribes
	 * @return what to return instead
	 */
	Object track(Object result, Function<@Nullable WorkItem, WorkItem> begin);

}
