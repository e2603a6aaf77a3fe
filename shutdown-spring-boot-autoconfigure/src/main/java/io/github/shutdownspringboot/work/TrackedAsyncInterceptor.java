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

import java.util.concurrent.CompletableFuture;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;

/**
 * Begins the work of an {@code @Async} method where it is called, and leaves it with the
 * invocation to the thread that does it: what waits in a queue is work as well.
 */
final class TrackedAsyncInterceptor implements MethodInterceptor {

	private static final String ATTRIBUTE = TrackedAsyncInterceptor.class.getName();

	private final TrackedWorkInterceptor tracked;

	/**
	 * Make an interceptor.
	 * @param tracked does the work that this one begins, in the same proxy
	 */
	TrackedAsyncInterceptor(TrackedWorkInterceptor tracked) {
		this.tracked = tracked;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		WorkItem item = this.tracked.begin(invocation);
		((ProxyMethodInvocation) invocation).setUserAttribute(ATTRIBUTE, item);
		boolean submitted = false;
		try {
			Object result = invocation.proceed();
			submitted = true;
			if (result instanceof CompletableFuture<?> future) {
				item.whenCut(() -> future.completeExceptionally(item.refusal()));
				// Its caller may have cancelled it: then nobody does the work
				future.whenComplete((value, ex) -> item.abandon());
			}
			return result;
		}
		finally {
			if (!submitted) {
				item.close();
			}
		}
	}

	/**
	 * Take the work that was begun for an invocation. It is done once, even if somebody
	 * between the two tries the method again.
	 * @param invocation the invocation
	 * @return the work, or {@code null} if none was begun
	 */
	static @Nullable WorkItem take(MethodInvocation invocation) {
		if (invocation instanceof ProxyMethodInvocation proxied
				&& proxied.getUserAttribute(ATTRIBUTE) instanceof WorkItem item) {
			proxied.setUserAttribute(ATTRIBUTE, null);
			return item;
		}
		return null;
	}

}
