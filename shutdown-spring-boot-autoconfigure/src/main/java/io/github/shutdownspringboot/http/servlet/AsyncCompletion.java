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

package io.github.shutdownspringboot.http.servlet;

import io.github.shutdownspringboot.coordinator.Internal;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells the completion of an asynchronous request, which comes before the container takes
 * its objects back.
 *
 * @since 0.1.0
 */
@Internal
public final class AsyncCompletion {

	private AsyncCompletion() {
	}

	/**
	 * Call something when a request completes, if it is asynchronous.
	 * @param request the request
	 * @param action what to call
	 * @return whether it will be called; not if the request is not asynchronous, or is
	 * complete
	 */
	public static boolean whenComplete(HttpServletRequest request, Runnable action) {
		if (!request.isAsyncStarted()) {
			return false;
		}
		try {
			request.getAsyncContext().addListener(new Listener(action));
			return true;
		}
		catch (IllegalStateException ex) {
			// It has completed in the meantime
			return false;
		}
	}

	private record Listener(Runnable action) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.action.run();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			// onComplete follows
		}

		@Override
		public void onError(AsyncEvent event) {
			// onComplete follows
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// A second start forgets the listeners of the first
			event.getAsyncContext().addListener(this);
		}

	}

}
