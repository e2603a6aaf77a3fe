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

package io.github.shutdownspringboot.clients;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * The part of {@link CloseResult} that needs Reactive Streams on the class path.
 */
final class PublisherResult {

	private PublisherResult() {
	}

	/**
	 * Subscribe to a result and wait for its end, if it is a reactive one.
	 * @param result what a method has returned
	 * @throws Throwable what it ended with
	 */
	static void await(Object result) throws Throwable {
		Publisher<?> publisher = asPublisher(result);
		if (publisher != null) {
			End end = new End();
			publisher.subscribe(end);
			end.await();
		}
	}

	private static @Nullable Publisher<?> asPublisher(Object result) {
		if (result instanceof Publisher<?> publisher) {
			return publisher;
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
		return (adapter != null) ? adapter.toPublisher(result) : null;
	}

	/**
	 * Waits for the end of what it is subscribed to.
	 */
	private static final class End implements Subscriber<Object> {

		private final CountDownLatch over = new CountDownLatch(1);

		private volatile @Nullable Subscription subscription;

		private volatile @Nullable Throwable failure;

		void await() throws Throwable {
			try {
				this.over.await();
			}
			catch (InterruptedException ex) {
				Subscription subscription = this.subscription;
				if (subscription != null) {
					subscription.cancel();
				}
				throw ex;
			}
			Throwable failure = this.failure;
			if (failure != null) {
				throw failure;
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(Object element) {
		}

		@Override
		public void onError(Throwable failure) {
			this.failure = failure;
			this.over.countDown();
		}

		@Override
		public void onComplete() {
			this.over.countDown();
		}

	}

}
