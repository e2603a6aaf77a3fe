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

package io.github.shutdownspringboot.requests;

import java.util.Map;
import java.util.function.Supplier;

import io.github.shutdownspringboot.coordinator.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What people may see of an in-flight request: its method and the template of its route.
 * The path itself may hold what is nobody's business.
 *
 * @since 0.1.0
 */
@Internal
public final class InFlightRequest implements Supplier<Map<String, Object>> {

	private final String method;

	private volatile @Nullable Runnable overdueAnswer;

	private volatile @Nullable Supplier<@Nullable String> route;

	InFlightRequest(String method) {
		this.method = method;
	}

	/**
	 * Tell what the route is.
	 * @param route gives the template, or {@code null} as long as there is none; called
	 * at any time on any thread
	 */
	public void setRoute(Supplier<@Nullable String> route) {
		this.route = route;
	}

	/**
	 * Tell how the request can be answered by somebody else than the application, which
	 * is at work on it elsewhere.
	 * @param answer answers it, if nothing has been sent yet; called once if it is
	 * overdue, on any thread. An exception is logged
	 */
	public void setOverdueAnswer(Runnable answer) {
		this.overdueAnswer = answer;
	}

	/**
	 * The time to wait for it is over. Called by one thread at a time.
	 */
	void answerOverdue() {
		Runnable answer = this.overdueAnswer;
		if (answer != null) {
			this.overdueAnswer = null;
			answer.run();
		}
	}

	@Override
	public Map<String, Object> get() {
		Supplier<@Nullable String> route = this.route;
		String template = (route != null) ? route.get() : null;
		return Map.of("method", this.method, "path", (template != null) ? template : "unknown");
	}

}
